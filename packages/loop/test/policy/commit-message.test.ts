import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestData, parseMarkdownFile } from '@gatecycle/plan-model'
import {
  buildBookkeepingMessage,
  sealMessage,
  type UnitCommitFacts,
  wordCommit,
} from '../../src/policy/commit-message.ts'
import { rewordMessage } from '../../src/policy/reword-message.ts'
import { createUnit, unitText } from '../sample-feature.ts'

const tree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const facts: UnitCommitFacts = {
  template: '{type}: {title}',
  unit: createUnit('T01'),
  gate: 1,
  attempt: 2,
  agent: 'robo (command) sonnet medium',
  armId: 'arm-1-abcd',
  planDigest: 'sha256:plan',
  verification: {
    results: [
      { set: 'code', name: 'tests', answer: '0' },
      { set: 'code', name: 'lint', answer: '0' },
    ],
    digest: 'sha256:verification',
  },
  tree,
  change: 'sha256:change',
  eventLog: 'sha256:log',
  costUsd: 0.42,
  containment: 'none',
  sharesIgnored: false,
  cleanRoom: false,
}

const buildCommitMessage = (given: UnitCommitFacts): string => sealMessage(wordCommit(given), given.tree)

/** The trailers as git itself reads them. */
function trailersOf(message: string): readonly (readonly [string, string])[] {
  const text = execFileSync('git', ['interpret-trailers', '--parse'], {
    input: message,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent' },
  })
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = '', value = ''] = /^([\w-]+): ?(.*)$/u.exec(line) ?? []
      return [name, value] as const
    })
}

/** What somebody with nothing but the message and the tree computes. */
function proofOf(message: string): string {
  const block = message.lastIndexOf('\n\n')
  const [subject = '', ...rest] = message.slice(0, block).split('\n\n')
  const trailers = trailersOf(message).filter(([name]) => name !== 'Proof')
  return digestData({ tree, subject, body: rest.join('\n\n'), trailers })
}

const named = (message: string, name: string): string | undefined =>
  trailersOf(message).find(([found]) => found === name)?.[1]

test('the message of a unit is this text', () => {
  expect(buildCommitMessage(facts)).toMatchInlineSnapshot(`
    "feat: Say hello

    - it says hello
    - it says \`bye\`

    Feature: FEAT-2026-0007/T01
    Gate: 1
    Attempt: 2
    Agent: robo (command) sonnet medium
    Arm: arm-1-abcd
    Plan-Digest: sha256:plan
    Verified: tests=0 lint=0
    Verified-Tree: 4b825dc642cb6eb9a060e54bf8d69288fbee4904
    Change-Digest: sha256:change
    Verification-Digest: sha256:verification
    Event-Log: sha256:log
    Cost-USD: 0.4200
    Containment: none
    Proof: sha256:d76cb92679235bec2d4e59941dd0a36c6dfbe32cf9adf6a3d106c4c3abe07157
    "
  `)
})

test('git reads every trailer', () => {
  expect(trailersOf(buildCommitMessage(facts)).map(([name]) => name)).toEqual([
    'Feature',
    'Gate',
    'Attempt',
    'Agent',
    'Arm',
    'Plan-Digest',
    'Verified',
    'Verified-Tree',
    'Change-Digest',
    'Verification-Digest',
    'Event-Log',
    'Cost-USD',
    'Containment',
    'Proof',
  ])
})

test('the proof can be computed again from the message and the tree', () => {
  const message = buildCommitMessage(facts)
  expect(named(message, 'Proof')).toBe(proofOf(message))
})

test('the proof holds for every title, every criterion and every value', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('#', ''))
  fc.assert(
    fc.property(words, fc.array(words), words, (title, criteria, agent) => {
      const file = parseMarkdownFile(
        'WU.md',
        unitText('x').replace('- it says hello', () => criteria.join('\n')),
      )
      const message = buildCommitMessage({ ...facts, agent, unit: createUnit('T01', { title, file }) })
      expect(named(message, 'Proof')).toBe(proofOf(message))
      expect(trailersOf(message).length).toBeGreaterThanOrEqual(13)
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['tree', { tree: `${tree.slice(0, -1)}5` }],
  ['title', { unit: createUnit('T01', { title: 'Say bye' }) }],
  ['attempt', { attempt: 3 }],
  ['verification', { verification: { ...facts.verification, digest: 'sha256:x' } }],
  ['shared files', { sharesIgnored: true }],
] as const)('another %s has another proof', (_what, changes) => {
  const proof = named(buildCommitMessage(facts), 'Proof')
  expect(named(buildCommitMessage({ ...facts, ...changes }), 'Proof')).not.toBe(proof)
})

test('a title over several lines is one subject', () => {
  const message = buildCommitMessage({
    ...facts,
    unit: createUnit('T01', { title: 'Say\r\n  hello\n\nGate: 9' }),
  })
  expect(message.split('\n')[0]).toBe('feat: Say hello Gate: 9')
  expect(named(message, 'Gate')).toBe('1')
})

test('criteria that look like trailers, or end a message for git am, do neither', () => {
  const criteria = '- it works\n\n---\n\nGate: 99\nProof: sha256:forged'
  const file = parseMarkdownFile('WU.md', unitText('x').replace('- it says hello\n- it says `bye`', criteria))
  const message = buildCommitMessage({ ...facts, unit: createUnit('T01', { file }) })
  expect(trailersOf(message).filter(([name]) => name === 'Gate')).toEqual([['Gate', '1']])
  expect(named(message, 'Proof')).toBe(proofOf(message))
})

test('blanks and line ends in a value are one blank, and proved as such', () => {
  const message = buildCommitMessage({ ...facts, agent: ' robo  (x)\n\tsonnet ', armId: 'arm  1' })
  expect([named(message, 'Agent'), named(message, 'Arm')]).toEqual(['robo (x) sonnet', 'arm 1'])
  expect(named(message, 'Proof')).toBe(proofOf(message))
})

test('a unit without criteria, cost or log still has a message that git reads', () => {
  const file = parseMarkdownFile('WU.md', '---\nid: x\n---\n# Title\n')
  const message = buildCommitMessage({
    ...facts,
    costUsd: undefined,
    eventLog: '',
    unit: createUnit('T01', { file }),
  })
  expect(named(message, 'Proof')).toBe(proofOf(message))
  expect(named(message, 'Cost-USD')).toBeUndefined()
})

test.each([
  ['implementation', 'feat'],
  ['qa_execution', 'test'],
  ['close', 'docs'],
  ['plan-next', 'docs'],
] as const)('the subject of a unit of type %s begins with %s', (type, prefix) => {
  expect(buildCommitMessage({ ...facts, unit: createUnit('T01', { type }) })).toMatch(
    new RegExp(`^${prefix}: `, 'u'),
  )
})

test('a bookkeeping message has its subject and its trailers on lines of their own, and a digest over them', () => {
  const message = buildBookkeepingMessage('rescue: T01\nattempt 1', [
    ['Feature', 'x'],
    ['Why', 'two\nlines'],
  ])
  expect(message).toMatch(
    /^rescue: T01 attempt 1\n\nFeature: x\nWhy: two lines\nBooks: sha256:[0-9a-f]{64}\n$/u,
  )
  expect(trailersOf(message).slice(0, 2)).toEqual([
    ['Feature', 'x'],
    ['Why', 'two lines'],
  ])
})

test.each([
  ['{type}: {title}', 'feat: Say hello'],
  ['{type}({gate}): {title_lower}', 'feat(1): say hello'],
  ['[{feature}/{unit}] {title}', '[FEAT-2026-0007/T01] Say hello'],
  ['{nothing} {title}', '{nothing} Say hello'],
])('the subject %j becomes %j', (template, subject) => {
  expect(wordCommit({ ...facts, template }).subject).toBe(subject)
})

test('what a hook adds is part of the message, and the proof is over it', () => {
  const parts = wordCommit(facts)
  const before = sealMessage(parts, tree).replace(/\nProof: .*\n$/u, '\n')
  expect(rewordMessage(before, parts)).toEqual(parts)
  const after = rewordMessage(
    `APP-7 ${before.trimEnd()}\nChange-Id: I0123\nSigned-off-by: Ann <ann@example.org>\n\n`,
    parts,
  )
  expect(after?.subject).toBe(`APP-7 ${parts.subject}`)
  expect(after?.trailers.slice(-2)).toEqual([
    ['Change-Id', 'I0123'],
    ['Signed-off-by', 'Ann <ann@example.org>'],
  ])
  const sealed = sealMessage(after ?? parts, tree)
  expect(named(sealed, 'Proof')).toBe(proofOf(sealed))
})

test.each([
  ['a message without trailers', () => 'feat: mine\n'],
  ['a changed trailer', (text: string) => text.replace('Attempt: 2', 'Attempt: 1')],
  [
    'a line among the trailers that is none',
    (text: string) => text.replace('Attempt: 2', 'Attempt: 2\nsome words'),
  ],
])('%s of a hook is no message of ours any more', (_what, edit) => {
  const parts = wordCommit(facts)
  const before = sealMessage(parts, tree).replace(/\nProof: .*\n$/u, '\n')
  expect(rewordMessage(edit(before), parts)).toBeUndefined()
})
