/** One step of a JSON pointer: `~` and `/` in a name are written as `~0` and `~1` (RFC 6901). */
export function toPointerStep(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The names a JSON pointer goes through. */
function parsePointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at a JSON pointer, or undefined where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const name of parsePointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return value
}
