// The same check by others: ajv-cli from the registry, jsonschema for Python as it is installed.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const schemas = new URL('../../../schemas/events/v0/', import.meta.url)
const ajvCliVersion = '5.0.0'
const payloadTypes = ['task_started', 'attempt_outcome', 'task_completed', 'gate_reached']

/** One schema for an event: the envelope, and the payload by its type. */
function eventSchema() {
  const { $id: _id, $schema: _schema, ...envelope } = readSchema('event')
  const payloads = payloadTypes.map((type) => ({
    if: { properties: { event_type: { const: type } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
    then: { properties: { payload: { $ref: `#/$defs/${type}` } } },
  }))
  const $defs = Object.fromEntries(payloadTypes.map((type) => [type, withoutId(readSchema(type))]))
  return { envelope: { ...envelope, allOf: payloads }, $defs }
}

/** Installs ajv-cli into the folder; a command that checks the log as one array, or why there is none. */
export function prepareAjvCli(folder, logPath) {
  const home = join(folder, 'ajv-cli')
  mkdirSync(home)
  writeFileSync(join(home, 'package.json'), '{"private":true}')
  const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', `ajv-cli@${ajvCliVersion}`]
  const { status, stderr } = spawnSync('npm', install, { cwd: home, encoding: 'utf8' })
  if (status !== 0) return { missing: `ajv-cli could not be installed: ${stderr.trim().split('\n')[0]}` }
  const { envelope, $defs } = eventSchema()
  const schema = { type: 'array', items: envelope, $defs }
  writeFileSync(join(home, 'schema.json'), JSON.stringify(schema))
  const lines = readFileSync(logPath, 'utf8').trimEnd().split('\n')
  writeFileSync(join(home, 'log.json'), `[${lines.join(',')}]`)
  const main = join(home, 'node_modules/ajv-cli/dist/index.js')
  const options = ['--spec=draft2020', '--strict=false', '--validate-formats=false']
  const files = ['-s', join(home, 'schema.json'), '-d', join(home, 'log.json')]
  return { version: ajvCliVersion, command: [process.execPath, main, 'validate', ...options, ...files] }
}

/** A command that checks a log with jsonschema, or why there is none. */
export function preparePython(folder, logPath) {
  const probe = ['-c', 'from importlib.metadata import version; print(version("jsonschema"))']
  // the one of the system has what its packages bring, even where another one comes first
  const versionOf = (python) => spawnSync(python, probe, { encoding: 'utf8' }).stdout?.trim() ?? ''
  const python = ['/usr/bin/python3', 'python3'].find((name) => versionOf(name) !== '')
  if (python === undefined) return { missing: 'python3-jsonschema is not installed' }
  const { envelope, $defs } = eventSchema()
  const script = join(folder, 'check.py')
  writeFileSync(join(folder, 'event.json'), JSON.stringify({ ...envelope, $defs }))
  writeFileSync(
    script,
    `import json, sys
from jsonschema import Draft202012Validator
validator = Draft202012Validator(json.load(open(sys.argv[1])))
with open(sys.argv[2], encoding="utf-8") as log:
    for line in log:
        for error in validator.iter_errors(json.loads(line)):
            sys.exit(str(error))
`,
  )
  return { version: versionOf(python), command: [python, script, join(folder, 'event.json'), logPath] }
}

function readSchema(type) {
  return JSON.parse(readFileSync(new URL(`${type}.schema.json`, schemas), 'utf8'))
}

/** A schema inside another one; its own references are written out. */
function withoutId({ $id: _id, $schema: _schema, $defs, ...schema }) {
  const text = JSON.stringify(schema)
  if ($defs === undefined) return JSON.parse(text)
  return JSON.parse(text, (_key, value) => (value?.$ref === '#/$defs/loose' ? $defs.loose : value))
}
