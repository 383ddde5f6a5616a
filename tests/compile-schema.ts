import { Ajv2020 } from 'ajv/dist/2020.js'

/** What is wrong with a value by a JSON Schema of draft 2020-12, one line each. */
export function compileSchema(schema: object): (value: unknown) => readonly string[] {
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema)
  return (value) => {
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
  }
}
