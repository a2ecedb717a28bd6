import type { ContentIndex } from './image.ts'

const maxMembers = 200_000

/**
 * Indexes that were checked against their commitment, least recently used first.
 * PERF: checking the tree of 65,536 members takes 0.2 s; a page that reads its members one by one asks 65,536 times.
 */
export class IndexCache {
  readonly #indexes = new Map<string, ContentIndex>()
  #members = 0

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
      if (this.#members <= maxMembers) break
      this.forget(oldest)
    }
  }

  /** Must be called before the content is erased, since an index holds its record key, and when it is written anew. */
  forget(id: string): void {
    this.#members -= this.#indexes.get(id)?.members.length ?? 0
    this.#indexes.delete(id)
  }
}
