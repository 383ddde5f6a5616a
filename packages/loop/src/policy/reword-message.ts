import { oneLine, type MessageParts } from './unit-message.ts'

/**
 * The parts of a message that a hook has changed; undefined where it has no trailers any more, or lost one that it had before.
 * Trailers that a hook added (`Change-Id`, `Signed-off-by`) are trailers like the others.
 */
export function rewordMessage(text: string, before: MessageParts): MessageParts | undefined {
  const paragraphs = text
    .replaceAll(/\r\n?/gu, '\n')
    .trim()
    .split(/\n{2,}/u)
  const [subject = '', ...rest] = paragraphs
  const lines = (rest.at(-1) ?? '').split('\n')
  const trailers = lines.flatMap((line) => {
    const { name, value } = /^(?<name>[A-Za-z0-9-]+): (?<value>.*)$/u.exec(line)?.groups ?? {}
    return name === undefined ? [] : [[name, oneLine(value ?? '')] as const]
  })
  const isWhole = before.trailers.every(([name, value]) =>
    trailers.some(([other, said]) => other === name && said === value),
  )
  if (!isWhole || trailers.length !== lines.length) return undefined
  return { subject: oneLine(subject), body: rest.slice(0, -1).join('\n\n'), trailers }
}
