// The TypeScript types of event payloads, from their schemas.
export function typesFromSchemas({ envelope, payloads }) {
  const types = Object.keys(payloads)
  const interfaces = types.map((type) => declare(`${pascal(type)}Payload`, payloads[type]))
  const payloadMap = types.map((type) => `  readonly ${type}: ${pascal(type)}Payload`).join('\n')
  return `${interfaces.join('\n\n')}

/** The payload of every event type of version 1. */
export interface EventPayloads {
${payloadMap}
}

${declare('Envelope', envelope)}
`
}

function declare(name, schema) {
  return `/** ${schema.description}. */\nexport interface ${name} ${typeOf(schema, '')}`
}

function typeOf(schema, indent) {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ')
  return [schema.type]
    .flat()
    .map((type) => typeOfKind(type, schema, indent))
    .join(' | ')
}

function typeOfKind(type, schema, indent) {
  if (type === 'integer') return 'number'
  if (type === 'array') return `readonly ${wrapUnion(typeOf(schema.items, indent))}[]`
  if (type !== 'object') return type
  if (schema.properties === undefined) {
    const value =
      schema.additionalProperties === undefined ? 'unknown' : typeOf(schema.additionalProperties, indent)
    return `Readonly<Record<string, ${value}>>`
  }
  const lines = Object.entries(schema.properties).map(([key, property]) => {
    const mark = schema.required.includes(key) ? '' : '?'
    return `${indent}  /** ${property.description}. */\n${indent}  readonly ${key}${mark}: ${typeOf(property, `${indent}  `)}`
  })
  return `{\n${lines.join('\n')}\n${indent}}`
}

function wrapUnion(type) {
  return type.includes(' | ') && !type.startsWith('{') ? `(${type})` : type
}

function literal(value) {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}

function pascal(type) {
  return type.replaceAll(/(?:^|_)([a-z])/gu, (_, letter) => letter.toUpperCase())
}
