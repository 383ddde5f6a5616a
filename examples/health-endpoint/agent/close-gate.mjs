import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FEATURES = '.gatecycle/features'
const MARKER = '<!-- gatecycle: fill in -->'

/** Fills in the feature's retrospective and sets the verdict in the closing unit's own file. */
export function closeGate(answer, { unit }) {
  const [feature] = unit.split('/')
  const folder = `${FEATURES}/${readdirSync(FEATURES).find((name) => name.startsWith(`${feature}-`))}`
  return [fillRetrospective(folder, answer), setVerdict(folder, unit, answer)]
}

function fillRetrospective(folder, answer) {
  const file = `${folder}/RETROSPECTIVE.md`
  const written = readFileSync(join(answer, 'RETROSPECTIVE.md.txt'), 'utf8')
  const present = existsSync(file) ? readFileSync(file, 'utf8') : written
  writeFileSync(file, fillMarkers(present, readSections(written)))
  return file
}

/** Every marker becomes the text for the heading it stands under; all other bytes are the driver's. */
function fillMarkers(present, sections) {
  let heading = ''
  const lines = present.split('\n').map((line) => {
    if (isHeading(line)) heading = line
    if (!line.includes(MARKER)) return line
    return line.replace(MARKER, () => sections.get(toKey(heading)) ?? 'Nothing to report.')
  })
  return lines.join('\n')
}

function readSections(written) {
  const parts = written.split(/^(?=#)/m).map((part) => part.split('\n'))
  return new Map(parts.map(([heading, ...text]) => [toKey(heading), text.join('\n').trim()]))
}

const isHeading = (line) => /^#{1,6} /.test(line)

const toKey = (heading) => heading.replace(/^#+/, '').trim().toLowerCase()

function setVerdict(folder, unit, answer) {
  const file = findUnitFile(folder, unit)
  const [, head, body] = /^(---\r?\n.*?\n)(---\r?\n.*)$/s.exec(readFileSync(file, 'utf8'))
  const verdict = readFileSync(join(answer, 'verdict.txt'), 'utf8')
  writeFileSync(file, `${head.replace(/^verdict:.*\n/m, '')}verdict: ${verdict}${body}`)
  return file
}

function findUnitFile(folder, unit) {
  const files = readdirSync(folder).filter((name) => /^WU-.*\.md$/.test(name))
  const isWanted = (file) => readFileSync(file, 'utf8').split(/\r?\n/).includes(`id: ${unit}`)
  return files.map((name) => `${folder}/${name}`).find(isWanted)
}
