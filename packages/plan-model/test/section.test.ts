import { describe, expect, test } from 'vitest'
import { findSection, parseMarkdownFile } from '../src/index.ts'

const textOf = (body: string, name: string): string | undefined =>
  findSection(parseMarkdownFile('WU-01.md', `---\nid: x\n---\n${body}`), name)?.text

describe('findSection', () => {
  test.each([
    ['a heading', '## Context\n\ntext\n', 'Context', 'text'],
    ['a label with its text behind it', '**Context.** text\n', 'Context', 'text'],
    ['a label with its text below it', '**Context**\n\ntext\n', 'Context', 'text'],
    ['any case', '## CONTEXT\ntext\n', 'Context', 'text'],
    ['a name with an addition', '## Verification (runs in CI)\ntext\n', 'Verification', 'text'],
    ['a name with a dash', '## Context — where we are\ntext\n', 'Context', 'text'],
    [
      'the end is the next heading of the same level',
      '## Context\na\n### b\nc\n## Other\nd\n',
      'Context',
      'a\n### b\nc',
    ],
    ['the end is a heading above', '### Context\na\n# Other\nd\n', 'Context', 'a'],
    [
      'the end of a label is the next known label',
      '**Context.** a\n**Note.** b\n\n**Verification.** c\n',
      'Context',
      'a\n**Note.** b',
    ],
    ['the end of a label is any heading', '**Context.** a\n\n###### x\nb\n', 'Context', 'a'],
    ['of two, the one that has text', '## Context\n\n## Context\ntext\n', 'Context', 'text'],
    ['nothing', '## Context\n\n## Other\ntext\n', 'Context', ''],
    ['a comment is nothing', '## Context\n<!-- write here -->\n', 'Context', ''],
    ['an unclosed comment is nothing', '## Context\n<!-- write here\n', 'Context', ''],
    ['a name inside a fence is no section', '```\n## Context\ntext\n```\n', 'Context', undefined],
    ['prose that starts with the name is no section', 'Context is everything.\n', 'Context', undefined],
    ['a title that goes on', '## Verification steps\ntext\n', 'Verification', 'text'],
    [
      'a title with another name behind it',
      '**Do not touch / out of scope.** text\n',
      'Do not touch',
      'text',
    ],
    ['the exact name is preferred', '## Context of old\nold\n## Context\nnew\n', 'Context', 'new'],
    ['a longer word is another name', '## Contextual\ntext\n', 'Context', undefined],
  ])('%s', (_, body, name, text) => {
    expect(textOf(body, name)).toBe(text)
  })
})
