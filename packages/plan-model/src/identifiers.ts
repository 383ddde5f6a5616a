const featurePattern = /^(?:FEAT-\d{4}-\d{4}|INIT-\d{4}-\d{4}\/F\d{2})$/u
const unitPattern =
  /^(?<feature>FEAT-\d{4}-\d{4}|INIT-\d{4}-\d{4}\/F\d{2})\/(?<local>T\d{2}(?:H\d*)?|G(?<gate>\d+)-(?:RETRO|LESSONS|DOCS|PLAN|CLOSE-INTERMEDIATE|CLOSE))$/u

export interface UnitId {
  readonly feature: string
  /** The part after the feature: `T02`, `G1-CLOSE`. */
  readonly local: string
  /** The gate that a closing unit names; undefined for the others. */
  readonly gate: number | undefined
}

/** Whether the text is the id of a feature: `FEAT-YYYY-NNNN` or `INIT-YYYY-NNNN/FNN`. */
export function isFeatureId(text: string): boolean {
  return featurePattern.test(text)
}

/** The parts of a unit id, or undefined when the text is none. */
export function parseUnitId(text: string): UnitId | undefined {
  const groups = unitPattern.exec(text)?.groups
  if (groups === undefined) return undefined
  const { feature = '', local = '', gate } = groups
  return { feature, local, gate: gate === undefined ? undefined : Number(gate) }
}

/** The feature id as it stands in front of a folder's name: `/` is written as `-`. */
export function toFolderPrefix(featureId: string): string {
  return featureId.replaceAll('/', '-')
}
