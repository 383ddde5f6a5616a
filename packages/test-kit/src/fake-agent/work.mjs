/** What a good agent does with a unit of this name. */
export function workOf({ local }) {
  if (/-CLOSE$/.test(local)) return [{ do: 'close', verdict: 'met' }]
  if (/-CLOSE-INTERMEDIATE$/.test(local)) return [{ do: 'close' }]
  return [{ do: 'write', path: 'src/{local}.txt', text: 'good {local}\n' }]
}
