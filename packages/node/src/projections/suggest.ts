import type { Kysely } from 'kysely'
import type { ReadDatabase } from './database/database.ts'
import { type Bounds, boundsOf, hitsWithin } from './filtered.ts'
import { oneState } from './oneState.ts'
import type { SuggestionsAnswer, SuggestionsQuestion } from './question.ts'
import { editDistance, isSpelled, mostWrong, spellingKeys } from './spelling.ts'
import type { Tables } from './tables.ts'
import { type WordPlace, wordPlaces, wordQuery } from './words.ts'

type Within = Kysely<Tables>

/** A longer question is no misspelt one. Words. */
const mostWords = 12
const mostSpots = 3
const mostReadings = 4
const mostTried = 6
/** Of one key, so many words are looked at, in the order of their bytes. */
const mostOfKey = 300
const mostCompared = 40
/** How often a word is used is told by so many of the newest rows. */
const usesAmong = 1000

/** Part of a text, and what could be meant by it, the likeliest first. */
type Spot = { readonly from: number; readonly to: number; readonly readings: readonly string[] }
type Change = { readonly from: number; readonly to: number; readonly text: string }

/**
 * Questions that find something, for one that finds nothing: its unknown words spelled as the nearest that rows have, or,
 * where that finds nothing either, with a word less. In plain form, the likeliest first.
 */
export function suggestions(database: ReadDatabase, question: SuggestionsQuestion): Promise<SuggestionsAnswer> {
  return oneState(database, async (within, asOf) => {
    const { plain, places } = wordPlaces(question.text)
    if (places.length === 0 || places.length > mostWords) return { asOf, texts: [] }
    const search = new Known(database, within, await boundsOf(within, question.filter))
    const unknown = await search.unknown(places.map(({ word }) => word))
    const spots: Spot[] = []
    for (const group of doubtful(places, unknown).slice(0, mostSpots)) {
      const readings = await nearest(search, group, plain)
      if (readings !== null) spots.push(readings)
    }
    const spelled = await found(search, combinations(plain, spots), question.limit)
    if (spelled.length > 0 || places.length === 1) return { asOf, texts: spelled }
    const corrected = change(
      plain,
      spots.map(({ from, to, readings: [text] }) => ({ from, to, text: text! })),
    )
    return { asOf, texts: await found(search, withoutOne(corrected, unknown), 1) }
  })
}

/** What rows of one state of a database have. */
class Known {
  readonly #database: ReadDatabase
  readonly #bounds: Bounds
  readonly within: Within

  constructor(database: ReadDatabase, within: Within, bounds: Bounds) {
    this.#database = database
    this.#bounds = bounds
    this.within = within
  }

  async finds(text: string): Promise<boolean> {
    const { rows } = await hitsWithin(this.#database, wordQuery(text), this.#bounds, null, 1).execute(this.within)
    return rows.length > 0
  }

  async uses(words: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.#database.uses(words, usesAmong).execute(this.within)
    return new Map(rows.map(({ word, count }) => [word, count]))
  }

  async has(word: string): Promise<boolean> {
    const query = { words: [word], prefix: null }
    const { rows } = await this.#database.search(query, Number.MAX_SAFE_INTEGER, 1).execute(this.within)
    return rows.length > 0
  }

  async unknown(words: readonly string[]): Promise<ReadonlySet<string>> {
    const uses = await this.uses([...new Set(words)])
    const unknown = new Set<string>()
    for (const [word, count] of uses) if (count === 0 && !(await this.has(word))) unknown.add(word)
    return unknown
  }
}

const isHan = (word: string) => /^\p{Script=Han}+$/u.test(word)
const isOneHan = (word: string) => /^\p{Script=Han}$/u.test(word)

/**
 * What may be misspelt, each as the ranges that could be one word: a word that no row has; in Chinese what the dictionary left over
 * in single characters, together, and where it is one character, with its neighbour on either side.
 */
function doubtful(places: readonly WordPlace[], unknown: ReadonlySet<string>): Pick<WordPlace, 'from' | 'to'>[][] {
  const groups: Pick<WordPlace, 'from' | 'to'>[][] = []
  for (let at = 0; at < places.length; ) {
    const { word, from } = places[at]!
    let end = at + 1
    if (isHan(word) && (unknown.has(word) || isOneHan(word))) {
      while (isLeftOver(places[end], unknown) && places[end]!.from === places[end - 1]!.to) end++
      const [before, after] = [places[at - 1], places[end]]
      const to = places[end - 1]!.to
      const isAlone = to - from === word.length && isOneHan(word)
      const ranges = isAlone ? [] : [{ from, to }]
      if (before && isHan(before.word) && before.to === from) ranges.push({ from: before.from, to })
      if (after && isHan(after.word) && after.from === to) ranges.push({ from, to: after.to })
      groups.push(ranges)
    } else if (unknown.has(word)) groups.push([{ from, to: places[at]!.to }])
    at = end
  }
  return groups
}

function isLeftOver(place: WordPlace | undefined, unknown: ReadonlySet<string>): boolean {
  return place !== undefined && isHan(place.word) && (unknown.has(place.word) || isOneHan(place.word))
}

/** Words that rows have and that differ little from what stands at one of the ranges; null where there are none. */
async function nearest(
  known: Known,
  ranges: readonly Pick<WordPlace, 'from' | 'to'>[],
  plain: string,
): Promise<Spot | null> {
  for (const { from, to } of ranges) {
    const typed = plain.slice(from, to)
    const near = (await withSharedKeys(known.within, typed))
      .map((word) => ({ word, distance: editDistance(typed, word) }))
      .filter(({ word, distance }) => distance > 0 && distance <= Math.min(mostWrong(typed), mostWrong(word)))
      .sort((left, right) => left.distance - right.distance)
      .slice(0, mostCompared)
    if (near.length === 0) continue
    const uses = await known.uses(near.map(({ word }) => word))
    const likeliest = near.sort(
      (left, right) => left.distance - right.distance || (uses.get(right.word) ?? 0) - (uses.get(left.word) ?? 0),
    )
    const readings: string[] = []
    for (const { word } of likeliest.slice(0, 2 * mostReadings))
      if (readings.length < mostReadings && ((uses.get(word) ?? 0) > 0 || (await known.has(word)))) readings.push(word)
    if (readings.length > 0) return { from, to, readings }
  }
  return null
}

async function withSharedKeys(within: Within, typed: string): Promise<string[]> {
  if (!isSpelled(typed) && [...typed].length > 3) return []
  const words = new Set<string>()
  for (const key of spellingKeys(typed)) {
    const rows = within
      .selectFrom('spelling')
      .select('word')
      .where('key', '=', Buffer.from(key))
      .orderBy('word')
      .limit(mostOfKey)
    for (const { word } of await rows.execute()) words.add(Buffer.from(word).toString())
  }
  return [...words].sort()
}

/** The text with a reading at each spot: the likeliest of all first, then each other one with the likeliest of the rest. */
function combinations(plain: string, spots: readonly Spot[]): string[] {
  if (spots.length === 0) return []
  const first = spots.map(({ from, to, readings: [text] }) => ({ from, to, text: text! }))
  const others = spots.flatMap(({ from, to, readings }, at) =>
    readings.slice(1).map((text) => change(plain, first.with(at, { from, to, text }))),
  )
  return [change(plain, first), ...others]
}

function change(plain: string, changes: readonly Change[]): string {
  let text = plain
  for (const { from, to, text: other } of changes.toSorted((left, right) => right.from - left.from))
    text = `${text.slice(0, from)}${other}${text.slice(to)}`
  return text.trim()
}

/** First without all words that no row has, then without each. */
function withoutOne(text: string, unknown: ReadonlySet<string>): string[] {
  const { plain, places } = wordPlaces(text)
  const without = (isLeft: (place: WordPlace, at: number) => boolean) =>
    change(
      plain,
      places.filter(isLeft).map(({ from, to }) => ({ from, to, text: ' ' })),
    ).replace(/\s+/gu, ' ')
  const all = places.some(({ word }) => unknown.has(word)) ? [without(({ word }) => unknown.has(word))] : []
  return [...all, ...places.map((_, left) => without((_place, at) => at === left)).reverse()]
}

async function found(known: Known, texts: readonly string[], most: number): Promise<string[]> {
  const found: string[] = []
  for (const text of new Set(texts.filter((each) => wordPlaces(each).places.length > 0).slice(0, mostTried)))
    if (found.length < most && (await known.finds(text))) found.push(text)
  return found
}
