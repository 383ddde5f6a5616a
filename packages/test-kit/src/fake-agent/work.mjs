/** What a good agent does with a unit of this name. */
export function workOf({ local }) {
  if (local.endsWith('-CLOSE')) return [{ do: 'close', verdict: 'met' }]
  if (local.endsWith('-CLOSE-INTERMEDIATE')) return [{ do: 'close' }]
  return [{ do: 'write', path: 'src/{local}.txt', text: 'good {local}\n' }]
}
