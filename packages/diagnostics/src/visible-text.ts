/**
 * Text out of a file as it may go to a terminal or into one line of a log: control characters and the marks that turn
 * or hide text are shown as `\u{…}`, so that a file can neither move the cursor nor fake a line.
 */
export function visibleText(text: string): string {
  return text.replaceAll(hidden, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

// Cc without tab, zero-width and direction marks, line and paragraph separators, byte order mark.
const hidden = /(?!\t)[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu
