import { spliceParts, type Part } from './splice-parts.ts'

const checkTargets =
  /test|check|lint|verify|spec|e2e|cover|typecheck|fmt|format|^ci$|^(?:SHELL|PATH|VPATH)$|(?<!^LD)FLAGS$/iu

/** Targets like `.PHONY` and `.IGNORE`, and variables like `.SHELLFLAGS`: they change what other rules mean (GNU make, 4.9 and 6.14). */
const special = /^\.(?!PHONY$)[A-Z_]+$/u

/**
 * A makefile as it is after, with the parts that decide about checks as they were before: rules and variables whose names say so, the
 * targets that commands ask for (`goals`, an empty one for the first of all), the programs that such rules start, and whatever holds
 * for all rules. Pure.
 */
export function withOldMakeParts(before: string, after: string, goals: ReadonlySet<string>): string {
  const old = partsOf(before).map(({ name, start, end }) => ({ name, text: before.slice(start, end) }))
  const targets = withGathered(old, new Set([...goals].map((goal) => goal || firstTarget(old))))
  const isNamed = (name: string): boolean =>
    checkTargets.test(name) || special.test(name) || wordsOf(name).some((word) => targets.has(word))
  const guarded = old.filter(({ name }) => isNamed(name))
  const programs = programsIn(guarded.map(({ text }) => text).join(''))
  const known = [...targets, ...guarded.flatMap(({ name }) => wordsOf(name))]
  const isOne = (name: string): boolean =>
    isNamed(name) || programs.has(name) || globalLine.test(name) || isPatternFor(name, known)
  const text = spliceParts(after, before, {
    placeForMore: (whole) => whole.length,
    partsOf: (whole) => partsOf(whole).filter(({ name }) => isOne(name)),
  })
  return withPhony(text, phonyIn(old))
}

interface Rule {
  readonly name: string
  readonly text: string
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '')
}

/** What `make` makes when it is not told what (GNU make, 2.3). */
function firstTarget(rules: readonly Rule[]): string {
  return (
    rules.find(({ name, text }) => prerequisitesOf(text) !== undefined && !/^\.|%/u.test(name))?.name ?? ''
  )
}

/** Targets with those that they only gather: `check: unit lint`, without a recipe of its own. */
function withGathered(rules: readonly Rule[], targets: ReadonlySet<string>): ReadonlySet<string> {
  const isGathering = ({ name, text }: Rule): boolean =>
    !/[\n;]./u.test(text) && wordsOf(name).some((word) => targets.has(word) || checkTargets.test(word))
  const more = rules.filter(isGathering).flatMap(({ text }) => prerequisitesOf(text) ?? [])
  const all = new Set([...targets, ...more])
  return all.size === targets.size ? all : withGathered(rules, all)
}

/** Undefined where it is no rule but a variable. */
function prerequisitesOf(text: string): readonly string[] | undefined {
  const found = /^[^:=#]*::?(?<words>[^=;#\n]*)(?:[;#\n]|$)/u.exec(text)?.groups?.['words']
  return found === undefined || text.startsWith(':=') ? undefined : wordsOf(found)
}

/** Without this, a folder of the name of a target is all that the target asks for. */
function phonyIn(rules: readonly Rule[]): readonly string[] {
  return rules.filter(({ name }) => name === '.PHONY').flatMap(({ text }) => prerequisitesOf(text) ?? [])
}

function withPhony(text: string, phony: readonly string[]): string {
  const there = new Set(
    phonyIn(partsOf(text).map(({ name, start, end }) => ({ name, text: text.slice(start, end) }))),
  )
  const gone = phony.filter((target) => !there.has(target))
  return gone.length === 0 ? text : `${text.replace(/\n?$/u, '\n')}.PHONY: ${gone.join(' ')}\n`
}

/** Variables in whose place a recipe has a program: `$(NODE) --test`. */
function programsIn(rules: string): ReadonlySet<string> {
  const calls = rules.matchAll(/(?:^\t[ @+-]*|[;&|]\s*)(?:\w+=\S*\s+)*\$[({](?<name>\w+)[)}]/gmu)
  return new Set([...calls].map(({ groups }) => groups?.['name'] ?? ''))
}

/** A pattern stands for every target that fits it, with rules and with variables of its own (GNU make, 6.12). */
function isPatternFor(name: string, targets: readonly string[]): boolean {
  return wordsOf(name).some((pattern) => {
    const [start = '', end] = pattern.split('%')
    if (end === undefined) return false
    return targets.some(
      (target) =>
        target.startsWith(start) && target.endsWith(end) && target.length > start.length + end.length,
    )
  })
}

/** Lines without a name of their own that can bring or change any rule. */
const globalLine = /^ *(?:(?:-|s)?include|-?load|define|undefine|(?:un)?export|vpath)\b|^ *\$[({]/u

const ruleOrVariable =
  /^ *(?:(?:export|override|private)\s+)*(?<name>[^\s:=#?+!][^:=#?+!]*?)\s*(?:[:?+!]*=|::?(?!=))/u

/** Rules and variables; a rule goes on as long as its lines begin with a tab, and a definition up to its end. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  let goesOn = false
  let isDefining = false
  for (const line of text.split('\n')) {
    const end = Math.min(text.length, at + line.length + 1)
    const last = parts.at(-1)
    const name = nameOf(line)
    const isMore = isDefining || goesOn || line.startsWith('\t')
    if (last !== undefined && last.end === at && isMore) parts[parts.length - 1] = { ...last, end }
    else if (name !== undefined) parts.push({ name, start: at, end })
    isDefining = isDefining ? !/^ *endef\b/u.test(line) : /^ *(?:override +)?define\b/u.test(line)
    goesOn = line.endsWith('\\')
    at = end
  }
  return parts
}

function nameOf(line: string): string | undefined {
  const name = ruleOrVariable.exec(line)?.groups?.['name']
  // `export X = 1` has a name.
  if (name !== undefined && !/^ *(?:define|undefine|\$)/u.test(line)) return name
  return globalLine.test(line) ? line.trim() : undefined
}
