import type { Memory, Named } from './host.ts'

/** Organs and places that stay in memory. Signers stay as long as the bytes of their keys do. */
const mostNamed = 100_000

/**
 * PERF: a map a word, so that no text has to be put together and hashed to ask. When it is full it starts anew: what was
 * dropped is worked out again.
 */
export function newMemory(): Memory {
  const signers = new WeakMap<Uint8Array, unknown>()
  let named = new Map<string | number, unknown>()
  let count = 0
  return {
    recall: (of) => (of instanceof Uint8Array ? signers.get(of) : find(named, of)),
    keep(of, value) {
      if (of instanceof Uint8Array) return void signers.set(of, value)
      if (count >= mostNamed) [named, count] = [new Map(), 0]
      put(named, of, value)
      count++
    },
  }
}

function find(named: ReadonlyMap<string | number, unknown>, words: Named): unknown {
  let at: unknown = named
  for (const word of words) {
    at = (at as ReadonlyMap<string | number, unknown>).get(word)
    if (at === undefined) return undefined
  }
  return at
}

function put(named: Map<string | number, unknown>, words: Named, value: unknown): void {
  let at = named
  for (const word of words.slice(0, -1)) {
    const next = (at.get(word) as Map<string | number, unknown> | undefined) ?? new Map()
    at.set(word, next)
    at = next
  }
  at.set(words.at(-1)!, value)
}
