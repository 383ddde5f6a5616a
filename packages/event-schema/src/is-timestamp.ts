const daysOf = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const fixedPart = [4, 45, 7, 45, 10, 84, 13, 58, 16, 58] // places and codes of - - T : :
const shortest = '2026-01-31T09:30:00Z'.length

/**
 * Whether a text is a time by RFC 3339 that exists: month, day, leap year, hour, minute and second are looked at.
 * Unless `offsets` is `any`, only UTC (`Z` or `+00:00`) is one. A leap second is not accepted: no clock read here gives one.
 */
export function isTimestamp(text: string, offsets: 'utc' | 'any' = 'utc'): boolean {
  if (text.length < shortest || text.length > 40) return false
  for (let i = 0; i < fixedPart.length; i += 2) {
    if (text.charCodeAt(fixedPart[i] as number) !== fixedPart[i + 1]) return false
  }
  const isTime = twoDigits(text, 11) < 24 && twoDigits(text, 14) < 60 && twoDigits(text, 17) < 60
  return isTime && isDate(text) && isOffset(text, endOfFraction(text), offsets)
}

function isDate(text: string): boolean {
  const century = twoDigits(text, 0)
  const year = century * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  if (!(year < 10_000 && month >= 1 && month <= 12 && day >= 1)) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (daysOf[month] as number) || (day === 29 && month === 2 && isLeap)
}

/** Where the fraction of a second ends; 0 where there is a point without digits. */
function endOfFraction(text: string): number {
  if (text.charCodeAt(19) !== 46) return 19
  let end = 20
  while (isDigit(text.charCodeAt(end))) end += 1
  return end === 20 ? 0 : end
}

function isOffset(text: string, start: number, offsets: 'utc' | 'any'): boolean {
  if (start === 0) return false
  const rest = text.length - start
  if (rest === 1) return text.charCodeAt(start) === 90
  if (rest !== 6 || text.charCodeAt(start + 3) !== 58) return false
  if (offsets === 'utc') return text.endsWith('+00:00')
  const sign = text.charCodeAt(start)
  return (sign === 43 || sign === 45) && twoDigits(text, start + 1) < 24 && twoDigits(text, start + 4) < 60
}

/** The number of two digits at a place; NaN, which is less than nothing, where they are none. */
function twoDigits(text: string, place: number): number {
  const tens = text.charCodeAt(place)
  const ones = text.charCodeAt(place + 1)
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + ones - 48 : Number.NaN
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
