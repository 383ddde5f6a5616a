// The licences of what is bundled: they have to go where the code goes.
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** One text with name, version and licence of every package that these files are made of. */
export function renderLicenses(inputs, folder) {
  const roots = inputs.flatMap((file) => {
    const [root] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(resolve(folder, file)) ?? []
    return root === undefined || file.includes(':') ? [] : [root]
  })
  return [...new Set(roots)]
    .map(describe)
    .toSorted()
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function describe(root) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const file = readdirSync(root).find((entry) => /^licen[cs]e/iu.test(entry))
  const text =
    file === undefined
      ? `(no file; its package.json says ${license})`
      : readFileSync(join(root, file), 'utf8')
  return `${name} ${version} (${license})\n\n${text.trim()}\n`
}
