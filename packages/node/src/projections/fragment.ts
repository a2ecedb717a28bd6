import type { WordQuery } from './words.ts'

/** So much is shown, and of that so much before the first word. UTF-16 units. */
const [length, before] = [160, 40]

/**
 * The line of a text in which most of the words stand, cut around the first of them; null where none does. Words are
 * looked for as they are written: what only the index's own cutting finds has no fragment.
 */
export function fragmentOf(text: string, { words, prefix }: WordQuery): string | null {
  const wanted = prefix === null ? words : [...words, prefix]
  let best = { hits: 0, line: '', at: 0 }
  for (const line of text.split('\n')) {
    const folded = fold(line)
    const places = wanted.map((word) => folded.indexOf(word)).filter((at) => at >= 0)
    if (places.length > best.hits) best = { hits: places.length, line, at: Math.min(...places) }
    if (best.hits === wanted.length) break
  }
  return best.hits === 0 ? null : cut(best.line, best.at)
}

/** As words are, but character by character, so that places stay what they are wherever that can be. */
function fold(line: string): string {
  const folded = line.toLowerCase()
  const plain = folded.normalize('NFKC')
  return plain.length === line.length ? plain : folded
}

function cut(line: string, at: number): string {
  const from = at + length - before < line.length ? Math.max(0, at - before) : Math.max(0, line.length - length)
  const part = line.slice(from, from + length)
  // A character of two units must not be cut in half.
  const whole = part.replace(/^[\udc00-\udfff]/, '').replace(/[\ud800-\udbff]$/, '')
  return `${from > 0 ? '…' : ''}${whole.trim()}${from + length < line.length ? '…' : ''}`
}
