/** A longer word is cut: nobody types it, and an index would keep it whole. Characters. */
const longestWord = 64
/** Of one row; what lies beyond is not found by its words. UTF-16 units. */
const mostText = 250_000
/** Of one row: PostgreSQL keeps at most a megabyte of words together, and a character may become many. UTF-16 units. */
const mostWords = 250_000

const isAscii = /^[\t\n\r -~]*$/
const run = /[\p{L}\p{M}\p{N}]+/gu
/** Scripts whose words have blanks between them: a run of their letters is a word. */
const spaced = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}\p{N}]+$/u
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * The words of a text, each once, as every index and every question has them: NFKC, lower case, only letters, marks and
 * digits, cut where Chinese words end. No word is empty or holds anything that a query language could mean.
 */
export function wordsOf(...texts: readonly string[]): string[] {
  const words = new Set<string>()
  let room = mostText
  let length = 0
  const take = (word: string): boolean => {
    if (words.has(word)) return true
    length += word.length
    if (length > mostWords) return false
    words.add(word)
    return true
  }
  for (const text of texts) {
    if (!forEachWord(text.slice(0, Math.max(0, room)), take)) break
    room -= text.length
  }
  return [...words]
}

/** All `words` must occur, and one that begins with `prefix`. */
export type WordQuery = { readonly words: readonly string[]; readonly prefix: string | null }

/** The last word may be the beginning of one, unless it is a single ASCII character: half of all words begin with that. */
export function wordQuery(text: string): WordQuery {
  const words = cut(text)
  const last = words.at(-1)
  if (last === undefined || /^[a-z0-9]$/.test(last)) return { words: [...new Set(words)], prefix: null }
  return { words: [...new Set(words.slice(0, -1))], prefix: last }
}

/** Where a word of `wordsOf` stands in a text; UTF-16 units. */
export type WordPlace = { readonly word: string; readonly from: number; readonly to: number }

/** A text as its words are cut, NFKC and in lower case, and where in it each of them stands. */
export function wordPlaces(text: string): { readonly plain: string; readonly places: readonly WordPlace[] } {
  const plain = folded(text)
  const places = Array.from(plain.matchAll(run)).flatMap(({ 0: letters, index: from }) => {
    if (spaced.test(letters)) return [{ word: shortened(letters), from, to: from + letters.length }]
    return Array.from(segmenter.segment(letters), ({ segment, index }) => ({
      word: shortened(segment),
      from: from + index,
      to: from + index + segment.length,
    }))
  })
  return { plain, places }
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC')
}

function cut(text: string): readonly string[] {
  const words: string[] = []
  forEachWord(text, (word) => words.push(word) > 0)
  return words
}

/** Hands on each word until `take` wants no more. @returns whether all were taken */
function forEachWord(text: string, take: (word: string) => boolean): boolean {
  // PERF: most texts are ASCII, whose words are runs of letters and digits: a fifth of the time of the way below, or less.
  if (isAscii.test(text)) return forEachRun(text.toLowerCase(), take)
  for (const letters of folded(text).match(run) ?? [])
    for (const word of spaced.test(letters) ? [shortened(letters)] : segmentsOf(letters)) if (!take(word)) return false
  return true
}

/** PERF: letter by letter, since a pattern makes a list of all words first: 0.4 to 0.8 of the time. */
function forEachRun(text: string, take: (word: string) => boolean): boolean {
  let from = -1
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if ((unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39)) {
      if (from < 0) from = at
    } else if (from >= 0) {
      if (!take(shortened(text.slice(from, at)))) return false
      from = -1
    }
  }
  return from < 0 || take(shortened(text.slice(from)))
}

// PERF: asking the segmenter takes 4 us however short the run, and most runs have been there before (bench/projections.ts).
const mostKnown = 20_000
const longestKnown = 24
const known = new Map<string, readonly string[]>()

function segmentsOf(letters: string): readonly string[] {
  const before = known.get(letters)
  if (before !== undefined) return before
  const segments = Array.from(segmenter.segment(letters), ({ segment }) => shortened(segment))
  if (letters.length > longestKnown) return segments
  if (known.size >= mostKnown) known.clear()
  known.set(letters, segments)
  return segments
}

function shortened(word: string): string {
  return word.length <= longestWord ? word : [...word].slice(0, longestWord).join('')
}
