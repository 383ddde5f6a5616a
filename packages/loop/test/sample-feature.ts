import {
  parseMarkdownFile,
  type Feature,
  type Gate,
  type Unit,
  type VerificationEntry,
} from '@gatecycle/plan-model'

/** A unit's file with all five sections. */
export function unitText(id: string, title = 'Say hello'): string {
  return [
    '---',
    `id: ${id}`,
    'type: implementation',
    'status: pending',
    '---',
    `# ${title}`,
    '',
    '## Context',
    'There is a greeting.',
    '',
    '## Acceptance criteria',
    '- it says hello',
    '- it says `bye`',
    '',
    '## Do not touch',
    'The rest.',
    '',
    '## Verification',
    'The tests.',
    '',
    '## Escalation triggers',
    'None.',
    '',
  ].join('\n')
}

/** A unit with every default; its file matches the id and the title that are asked for. */
export function createUnit(name: string, changes: Partial<Unit> = {}): Unit {
  const id = `FEAT-2026-0007/${name}`
  const fileName = changes.fileName ?? `WU-${name.toLowerCase()}.md`
  const title = changes.title ?? 'Say hello'
  return {
    id,
    fileName,
    file: parseMarkdownFile(fileName, unitText(id, title)),
    type: 'implementation',
    status: 'pending',
    title,
    model: 'sonnet',
    effort: 'medium',
    agent: undefined,
    dependsOn: [],
    maxAttempts: 3,
    timeoutMinutes: undefined,
    attempts: 0,
    produces: [],
    scope: [],
    extraGates: [],
    verify: [],
    iteratesOnFailure: false,
    repairs: [],
    removesTests: [],
    changesOracle: false,
    red: undefined,
    prep: [],
    oracles: [],
    plannedCostUsd: undefined,
    verdict: undefined,
    ...changes,
  }
}

export function createGate(units: readonly Unit[], changes: Partial<Gate> = {}): Gate {
  const number = changes.number ?? 1
  const fileName = `GATE-0${number}.md`
  const text = `---\ngate: ${number}\nstatus: open\n---\n# Gate ${number}\n\n## Definition of done\nIt greets.\n`
  return {
    number,
    fileName,
    file: parseMarkdownFile(fileName, text),
    status: 'open',
    terminal: true,
    costBudgetUsd: undefined,
    units,
    ...changes,
  }
}

export function createFeature(gates: readonly Gate[], changes: Partial<Feature> = {}): Feature {
  return {
    id: 'FEAT-2026-0007',
    folder: 'FEAT-2026-0007-greeting',
    title: 'Greeting',
    branch: 'feat/greeting',
    status: 'active',
    autonomy: 'review',
    scope: [],
    protect: [],
    plan: parseMarkdownFile('PLAN.md', '---\nfeature_id: FEAT-2026-0007\nstatus: active\n---\n# Greeting\n'),
    gates,
    ...changes,
  }
}

/** A verification entry with every default. */
export function createEntry(name: string, changes: Partial<VerificationEntry> = {}): VerificationEntry {
  return { name, argv: undefined, shell: undefined, timeout: 60, cwd: '.', env: {}, expect: [0], ...changes }
}
