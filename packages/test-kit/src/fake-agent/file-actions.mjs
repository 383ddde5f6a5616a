import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const marker = '<!-- gatecycle: fill in -->'

/** Edits below the current directory. */
export const fileActions = {
  write({ path, text }) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  },
  append({ path, text }) {
    appendFileSync(path, text)
  },
  remove({ path }) {
    rmSync(path, { recursive: true })
  },
  replace({ path, from, to }) {
    const before = readFileSync(path, 'utf8')
    if (!before.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}`)
    writeFileSync(
      path,
      before.replace(from, () => to),
    )
  },
  /** What a closing unit owes: no marker left, and a verdict. */
  close({ verdict }, { feature, unit }) {
    const retrospective = join(feature, 'RETROSPECTIVE.md')
    const text = readFileSync(retrospective, 'utf8')
    writeFileSync(retrospective, text.replaceAll(marker, 'Nothing to report.'))
    if (verdict !== undefined) setVerdict(unitFileOf(feature, unit), verdict)
  },
}

function setVerdict(file, verdict) {
  const text = readFileSync(file, 'utf8').replace(/^verdict: .*\r?\n/m, '')
  writeFileSync(
    file,
    text.replace(/\n---(\r?)\n/, (_all, end) => `\nverdict: ${verdict}${end}\n---${end}\n`),
  )
}

function unitFileOf(feature, unit) {
  const names = readdirSync(feature).filter((name) => /^WU-.*\.md$/.test(name))
  const file = names.find((name) =>
    readFileSync(join(feature, name), 'utf8').replaceAll('\r', '').includes(`\nid: ${unit}\n`),
  )
  if (file === undefined) throw new Error(`${feature} has no unit ${unit}`)
  return join(feature, file)
}
