import { gateFileOf, unitFileOf, type GateOptions, type UnitOptions } from './feature-shape.ts'

interface PlanShape {
  readonly id: string
  readonly title: string
  readonly branch: string
  readonly gates: readonly GateOptions[]
  readonly extra: readonly string[]
}

/** PLAN.md of a feature with these gates. */
export function renderPlan({ id, title, branch, gates, extra }: PlanShape): string {
  const graph = gates.flatMap(({ units }, index) => [
    `  - gate: ${index + 1}`,
    `    file: ${gateFileOf(index + 1)}`,
    units.length === 0 ? '    work_units: []' : '    work_units:',
    ...units.flatMap((unit) => renderNode(id, unit)),
  ])
  return [
    '---',
    `feature_id: ${id}`,
    `title: ${title}`,
    `branch: ${branch}`,
    'roadmap_goal: A test sees what the driver does.',
    'status: active',
    'autonomy_default: review',
    ...extra,
    '---',
    '',
    '# Plan',
    '',
    'A feature for tests.',
    '',
    '## Task graph',
    '',
    '```yaml',
    'gates:',
    ...graph,
    '```',
    '',
  ].join('\n')
}

function renderNode(id: string, { local, dependsOn = [] }: UnitOptions): readonly string[] {
  return [
    `      - id: ${id}/${local}`,
    `        file: ${unitFileOf(local)}`,
    `        depends_on: [${dependsOn.map((other) => `${id}/${other}`).join(', ')}]`,
  ]
}

/** GATE-NN.md, open. */
export function renderGate(number: number): string {
  return `---
gate: ${number}
status: open
cost_budget_usd: 5.00
---

# Gate ${number}

## Definition of done

- Every file below src/ is good.

## Reflection notes

None yet.
`
}

/** A unit's file with the five sections that the linter demands. */
export function renderUnit(id: string, unit: UnitOptions): string {
  const { local, type = 'implementation', status = 'draft', extra = [] } = unit
  return [
    '---',
    `id: ${id}/${local}`,
    `type: ${type}`,
    `status: ${status}`,
    'model: sonnet',
    'effort: medium',
    'planned_cost_usd: 0.10',
    ...extra,
    '---',
    '',
    `# Do ${local}`,
    '',
    '**Objective.** There is one more file.',
    '',
    '**Context.** The files lie below `src/`.',
    '',
    '**Acceptance criteria.**',
    '',
    `1. \`src/${local}.txt\` is good.`,
    '',
    '**Do not touch.** `tools/`.',
    '',
    '**Verification.** `sh tools/check.sh` exits 0.',
    '',
    '**Escalation triggers.** Answer `status: blocked` when `src/` is missing.',
    '',
  ].join('\n')
}
