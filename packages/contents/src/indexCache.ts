import type { ContentIndex } from './image.ts'

/** Members of so many make a content large; what is kept of each kind counts its members, some 300 bytes each. */
const largeMembers = 1_000
const mostMembers = { small: 20_000, large: 200_000 } as const

/**
 * Indexes that were checked against their commitment: of large contents, and of the small ones that were put or read last.
 * PERF: checking the tree of 65,536 members takes 0.2 s; a page that reads its members one by one asks 65,536 times. A small one
 * takes 40 us: worth it for who reads soon what was put, and no more memory than that.
 */
export class IndexCache {
  readonly #small = new LastUsed(mostMembers.small)
  readonly #large = new LastUsed(mostMembers.large)

  find(id: string): ContentIndex | undefined {
    return this.#small.find(id) ?? this.#large.find(id)
  }

  add(id: string, index: ContentIndex): void {
    const indexes = index.members.length < largeMembers ? this.#small : this.#large
    indexes.add(id, index)
  }

  /** Must be called before the content is erased, since an index holds its record key, and when it is written anew. */
  forget(id: string): void {
    this.#small.forget(id)
    this.#large.forget(id)
  }
}

/** Least recently used first. */
class LastUsed {
  readonly #mostMembers: number
  readonly #indexes = new Map<string, ContentIndex>()
  #members = 0

  constructor(mostMembers: number) {
    this.#mostMembers = mostMembers
  }

  find(id: string): ContentIndex | undefined {
    const index = this.#indexes.get(id)
    if (index === undefined) return undefined
    this.#indexes.delete(id)
    this.#indexes.set(id, index)
    return index
  }

  add(id: string, index: ContentIndex): void {
    this.forget(id)
    this.#indexes.set(id, index)
    this.#members += index.members.length
    for (const oldest of this.#indexes.keys()) {
      if (this.#members <= this.#mostMembers) break
      this.forget(oldest)
    }
  }

  forget(id: string): void {
    this.#members -= this.#indexes.get(id)?.members.length ?? 0
    this.#indexes.delete(id)
  }
}
