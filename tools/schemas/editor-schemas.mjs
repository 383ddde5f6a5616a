import { loadSource } from '../docs/load-source.mjs'

/** The schemas for editors, made from the tables that parser and linter read by: file name → schema. */
export async function editorSchemas() {
  const { planKeys, gateKeys, unitKeys } = await loadSource('packages/plan-lint/src/key-table.ts')
  const { keyDescriptions } = await loadSource('packages/plan-lint/src/key-descriptions.ts')
  const { driverUnitKeys, ...verification } = await loadSource('packages/plan-model/src/index.ts')
  const { configTable } = await loadSource('packages/loop/src/config/config-table.ts')
  const { presets } = await loadSource('packages/agents/src/index.ts')
  const written = [...driverUnitKeys].map((key) => [
    key,
    { description: 'Written by the driver', readOnly: true },
  ])
  const unit = frontMatter('unit', 'Front matter of WU-*.md', [unitKeys, keyDescriptions.unit])
  return {
    'plan.schema.json': frontMatter('plan', 'Front matter of PLAN.md', [planKeys, keyDescriptions.plan]),
    'gate.schema.json': frontMatter('gate', 'Front matter of GATE-NN.md', [gateKeys, keyDescriptions.gate]),
    'unit.schema.json': {
      ...unit,
      properties: { ...unit.properties, ...Object.fromEntries(written) },
      $defs: { entry: entrySchema(verification.entryKeys) },
    },
    'verification.schema.json': verificationSchema(verification),
    'config.schema.json': configSchema(
      configTable,
      presets.map(({ name }) => name),
    ),
  }
}

const head = (name, title, description) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:gatecycle:schema:${name}:1`,
  title,
  description,
})

const scalar = ['string', 'number', 'boolean']
const texts = { type: [...scalar, 'array', 'null'], items: { type: scalar } }

/** As plan-lint reads them: an empty value counts as absent, a number or a truth value also as the text it is. */
const shapes = {
  text: { type: [...scalar, 'null'] },
  texts,
  count: { type: ['integer', 'null'], minimum: 1 },
  amount: { type: ['number', 'null'], minimum: 0 },
  boolean: { type: ['boolean', 'null'] },
  criteria: { type: ['array', 'null'], items: { type: 'object' } },
  command: { $ref: '#/$defs/entry' },
  commands: { type: 'array', items: { $ref: '#/$defs/entry' } },
  any: {},
}

function frontMatter(name, title, [keys, descriptions]) {
  const properties = Object.entries(keys).map(([key, spec]) => [
    key,
    frontMatterKey(spec, demand(descriptions, key)),
  ])
  const required = Object.entries(keys).filter(([, spec]) => spec.required === 'error')
  return {
    ...head(name, title, 'Other keys are notes of the author; plan-lint says when one is a misspelling.'),
    type: 'object',
    ...(required.length === 0 ? {} : { required: required.map(([key]) => key) }),
    properties: Object.fromEntries(properties),
  }
}

function frontMatterKey({ shape, values, required }, description) {
  if (values !== undefined) return { description, enum: required === undefined ? [...values, null] : values }
  return { description, ...(required === 'error' ? { type: scalar } : shapes[shape]) }
}

function demand(descriptions, key) {
  if (descriptions[key] === undefined)
    throw new Error(`packages/plan-lint/src/key-descriptions.ts has no word about ${key}`)
  return descriptions[key]
}

const entry = { $ref: '#/$defs/entry' }
const variables = { type: 'object', additionalProperties: { type: [...scalar, 'null'] } }

const verificationShapes = {
  text: { type: scalar },
  texts,
  argv: { type: 'array', minItems: 1, items: { type: scalar } },
  seconds: { type: 'number', exclusiveMinimum: 0 },
  variables,
  codes: { type: ['integer', 'array'], minItems: 1, items: { type: 'integer' } },
  entries: { type: 'array', items: entry },
  flag: { type: ['boolean', 'null'] },
  choice: {},
  report: {
    type: 'object',
    required: ['path', 'kind'],
    additionalProperties: false,
    properties: { path: { type: 'string' }, kind: { enum: ['junit', 'tap'] } },
  },
  any: {},
}

function verificationSchema({ verificationSettings, entryKeys, defaultsKeys }) {
  return {
    ...head(
      'verification',
      'verification.yml',
      'What decides whether a unit is done. Every key that is no setting is a set of commands.',
    ),
    type: 'object',
    required: ['code'],
    properties: {
      code: { description: 'Decides about implementation and qa units', ...set },
      doc: {
        description: 'Decides about retrospective, lessons and docs units; built in where it is not declared',
        ...set,
      },
      plannext: {
        description: 'Decides about units that close or plan a gate; built in where it is not declared',
        ...set,
      },
      ...toProperties(verificationSettings),
      defaults: {
        description: verificationSettings.defaults.description,
        type: ['object', 'null'],
        additionalProperties: false,
        properties: toProperties(defaultsKeys),
      },
    },
    additionalProperties: set,
    $defs: { entry: entrySchema(entryKeys) },
  }
}

/** In each schema that needs it: an editor does not find one schema from another. */
function entrySchema(entryKeys) {
  return {
    title: 'A verification command',
    type: 'object',
    required: ['name'],
    oneOf: [{ required: ['run'] }, { required: ['command'] }],
    additionalProperties: false,
    properties: toProperties(entryKeys),
  }
}

const set = { type: 'array', minItems: 1, items: entry }

function toProperties(keys) {
  const properties = Object.entries(keys).map(
    ([key, { shape, values, description, default: value, effect }]) => [
      key,
      {
        description,
        ...verificationShapes[shape],
        ...(values === undefined ? {} : { enum: [...values, null] }),
        ...(value === undefined ? {} : { default: value }),
        ...(effect === 'ignored' ? { deprecated: true } : {}),
      },
    ],
  )
  return Object.fromEntries(properties)
}

const configShapes = {
  text: { type: [...scalar, 'null'] },
  texts,
  variables: { ...variables, type: ['object', 'null'] },
  minutes: { type: ['number', 'null'], exclusiveMinimum: 0 },
  count: { type: ['integer', 'null'], minimum: 1 },
}

function configSchema(table, presets) {
  const description =
    'Settings of a repository, or a person’s own in the user’s configuration folder. Unknown keys are errors.'
  const schema = { ...head('config', 'config.yml', description), ...configObject(table) }
  // What a preset can be called is known to the package that has them.
  schema.properties.agents.additionalProperties.properties.preset = {
    description: table.agents.named.preset.description,
    enum: presets,
  }
  return schema
}

function configObject(table) {
  const required = Object.entries(table).filter(([, spec]) => spec.required !== undefined)
  return {
    type: ['object', 'null'],
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required: required.map(([key]) => key) }),
    properties: Object.fromEntries(Object.entries(table).map(([key, spec]) => [key, configKey(spec)])),
  }
}

function configKey({ description, keys, named, shape, choices, default: value, owner, required }) {
  if (keys !== undefined) return { description, ...configObject(keys) }
  if (named !== undefined) {
    const inner = { ...configObject(named), type: 'object' }
    return { description, type: ['object', 'null'], additionalProperties: inner }
  }
  const whose = owner === 'person' ? '; your personal file goes before the repository' : ''
  return {
    description: `${description}${whose}`,
    ...(required === undefined ? configShapes[shape] : { type: scalar }),
    ...(choices === undefined ? {} : { enum: [...choices, null] }),
    ...(value === undefined ? {} : { default: value }),
  }
}
