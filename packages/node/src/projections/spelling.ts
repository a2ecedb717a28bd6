/**
 * Words that are written almost alike, found by what is left of both when a letter is taken out: the symmetric deletes of
 * Garbe's SymSpell. Every database keeps the same keys and needs nothing of its own for that.
 */
import type { Transaction } from 'kysely'
import type { WriteDatabase } from './database/database.ts'
import type { SpellingRow, Tables } from './tables.ts'

/** Letters only: who mistypes a number means another thing, and the nearest one would be a wrong answer. */
const spacedWord = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]{4,24}$/u
const hanWord = /^\p{Script=Han}{2,8}$/u
/** From so many letters on, two may be wrong. */
const longFrom = 8
/** Of a long word, keys are made of so many of its first letters: their number does not grow with its length. */
const prefixOfLong = 7
/** Of one row, so many words: what a long document adds is bounded, and titles come first. */
const mostOfRow = 500
const mostRemembered = 50_000
const mostAtOnce = 200

const encoder = new TextEncoder()

/** Whether a word is of a kind that suggestions are made of. */
export function isSpelled(word: string): boolean {
  return spacedWord.test(word) || hanWord.test(word)
}

/** How many letters may be wrong in what was typed. */
export function mostWrong(typed: string): number {
  return !hanWord.test(typed) && [...typed].length >= longFrom ? 2 : 1
}

/** Two words that differ by no more than `mostWrong` of either share one of these. The first is that of no other length. */
export function spellingKeys(word: string): string[] {
  const letters = [...word]
  const isLong = mostWrong(word) === 2
  const start = isLong ? letters.slice(0, prefixOfLong) : letters
  const keys = new Set([start.join('')])
  let last = [start]
  for (let round = 0; round < (isLong ? 2 : 1); round++) {
    last = last.flatMap((some) => some.map((_, at) => some.toSpliced(at, 1)))
    for (const some of last) keys.add(some.join(''))
  }
  return [...keys]
}

/**
 * How many letters have to be put in, taken out, replaced, or swapped with their neighbour to make one word of the other
 * (optimal string alignment, https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
 */
export function editDistance(left: string, right: string): number {
  const [from, to] = [[...left], [...right]]
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [row, letter] of from.entries()) {
    const next = [row + 1]
    for (const [column, other] of to.entries()) {
      const replaced = last[column]! + (letter === other ? 0 : 1)
      const isSwapped = letter === to[column - 1] && other === from[row - 1]
      const swapped = isSwapped ? beforeLast[column - 1]! + 1 : replaced
      next.push(Math.min(last[column + 1]! + 1, next[column]! + 1, replaced, swapped))
    }
    ;[beforeLast, last] = [last, next]
  }
  return last[to.length]!
}

/** PERF: most words of a row have been there before, and a set tells it in a fraction of a question's time. */
const remembered = new WeakMap<WriteDatabase, Set<string>>()

/** What was written may be gone again: after a transaction that failed, and after words were taken out. */
export function forgetSpelled(database: WriteDatabase): void {
  remembered.delete(database)
}

/** Writes the keys of words that have none yet. */
export async function spell(
  database: WriteDatabase,
  within: Transaction<Tables>,
  rows: readonly (readonly string[])[],
): Promise<void> {
  const known = remembered.get(database) ?? new Set()
  const fresh = new Set<string>()
  for (const words of rows)
    for (const word of words.slice(0, mostOfRow)) if (!known.has(word) && isSpelled(word)) fresh.add(word)
  if (fresh.size === 0) return
  if (known.size + fresh.size > mostRemembered) known.clear()
  remembered.set(database, known)
  const all = [...fresh]
  for (let at = 0; at < all.length; at += mostAtOnce) {
    const part = all.slice(at, at + mostAtOnce)
    const there = await within
      .selectFrom('spelling')
      .select('word')
      .where(
        'key',
        'in',
        part.map((word) => encoder.encode(spellingKeys(word)[0])),
      )
      .where(
        'word',
        'in',
        part.map((word) => encoder.encode(word)),
      )
      .execute()
    const written = new Set(there.map(({ word }) => Buffer.from(word).toString()))
    await database.insert(within, 'spelling', part.filter((word) => !written.has(word)).flatMap(spellingRows))
  }
  for (const word of all) known.add(word)
}

function spellingRows(word: string): SpellingRow[] {
  const bytes = encoder.encode(word)
  return spellingKeys(word).map((key) => ({ key: encoder.encode(key), word: bytes }))
}
