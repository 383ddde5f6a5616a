import { nearest } from '@gatecycle/diagnostics'

interface SubjectValues {
  readonly type: string
  readonly title: string
  /** The unit's whole id, with the feature's. */
  readonly unit: string
  readonly gate: number
}

const fills: Readonly<Record<string, (values: SubjectValues) => string>> = {
  type: ({ type }) => type,
  title: ({ title }) => title,
  title_lower: ({ title }) => `${title.slice(0, 1).toLowerCase()}${title.slice(1)}`,
  unit: ({ unit }) => unit.slice(unit.lastIndexOf('/') + 1),
  feature: ({ unit }) => unit.slice(0, Math.max(0, unit.lastIndexOf('/'))),
  gate: ({ gate }) => String(gate),
}

const placeholder = /\{(?<name>[^{}]*)\}/gu

/** The subject of a unit's commit, in one line. What is no placeholder stays as it is. */
export function fillSubject(template: string, values: SubjectValues): string {
  return template
    .replaceAll(placeholder, (whole, name: string) => fills[name]?.(values) ?? whole)
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/** What is wrong with a template, each as one sentence. */
export function subjectProblems(template: string): readonly string[] {
  const names = [...template.matchAll(placeholder)].map(({ groups }) => groups?.['name'] ?? '')
  return names
    .filter((name) => fills[name] === undefined)
    .map((name) => {
      const near = nearest(name, Object.keys(fills))
      const hint =
        near === undefined ? `known: ${Object.keys(fills).join(', ')}` : `did you mean "{${near}}"?`
      return `commit.subject of config.yml names {${name}}, which stands for nothing; ${hint}`
    })
}
