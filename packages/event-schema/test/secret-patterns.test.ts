import { lintSource } from '@secretlint/core'
import { creator, rules } from '@secretlint/secretlint-rule-preset-recommend'
import { expect, test } from 'vitest'
import { createRedactor, secretPatterns } from '@gatecycle/event-schema'
import { samples } from './secret-samples.ts'

/** Which pattern of ours stands for which rule of the set that secretlint keeps. */
const counterparts: Readonly<Record<string, string>> = {
  '1password': '1password-token',
  anthropic: 'anthropic-key',
  aws: 'aws-secret-key',
  basicauth: 'password-in-url',
  'database-connection-string': 'password-in-url',
  databricks: 'databricks-token',
  docker: 'docker-token',
  figma: 'figma-token',
  gcp: 'private-key',
  github: 'github-token',
  gitlab: 'gitlab-token',
  grafana: 'grafana-token',
  groq: 'groq-key',
  'hashicorp-vault': 'vault-token',
  huggingface: 'hugging-face-token',
  linear: 'linear-key',
  notion: 'notion-token',
  npm: 'npm-token',
  openai: 'openai-key',
  privatekey: 'private-key',
  sendgrid: 'sendgrid-key',
  shopify: 'shopify-token',
  slack: 'slack-token',
  vercel: 'vercel-token',
}

test('every rule of the set has its pattern here', () => {
  const ids = rules.map(({ meta }) => meta.id.replace('@secretlint/secretlint-rule-', ''))
  expect(ids.filter((id) => id !== 'filter-comments').toSorted()).toEqual(
    Object.keys(counterparts).toSorted(),
  )
  const names = new Set(secretPatterns.map(({ name }) => name))
  expect(Object.values(counterparts).filter((name) => !names.has(name))).toEqual([])
})

test('the set finds nothing in what was redacted', async () => {
  const text = `${Object.values(samples).join('\n')}\n`
  const shown = createRedactor([]).redact(text)
  expect((await secretsIn(text)).length).toBeGreaterThan(12)
  expect((await secretsIn(shown)).filter((found) => !found.includes('[redacted:'))).toEqual([])
})

/** The texts that the set takes for secrets. */
async function secretsIn(content: string): Promise<readonly string[]> {
  const { messages } = await lintSource({
    source: { content, filePath: 'output.txt', ext: '.txt', contentType: 'text' },
    options: { noPhysicFilePath: true, config: { rules: [{ id: 'set', rule: creator }] } },
  })
  return messages.map(({ range: [start, end] }) => content.slice(start, end))
}
