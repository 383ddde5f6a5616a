import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The answer's own account of its work. It is a claim, and nothing more: the driver verifies for itself. */
export function renderComplete(answer, { nonce }, changed) {
  const account = readFileSync(join(answer, 'result.yml.txt'), 'utf8')
  return renderBlock(nonce, `${account}files_changed: ${JSON.stringify(changed)}\n`)
}

/** "I cannot do this", with the reason a human will read. */
export function renderBlocked({ nonce }, reason) {
  const words = JSON.stringify(reason)
  return renderBlock(nonce, `status: blocked\nsummary: ${words}\nblocked_reason: ${words}\n`)
}

// The nonce is quoted: some hexadecimal strings are numbers to YAML.
const renderBlock = (nonce, account) => `\`\`\`result\nnonce: '${nonce}'\n${account}\`\`\`\n`
