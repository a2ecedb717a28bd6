/** What is kept: the entry as JSON, or its evidence as a file. */
export type KeptKind = 'entry' | 'evidence'

/** One answer that takes more is not kept. Bytes. */
const largestBytes = 64 * 1024

/**
 * Finished answers about committed entries, the least recently asked for first out. An entry never changes but by the
 * erasure of its body: whoever erases says so in the same turn, and nothing of it is left here or comes in late.
 */
export class KeptAnswers {
  readonly #limitBytes: number
  readonly #kept = new Map<string, Buffer>()
  #bytes = 0
  #erasures = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** Another number after each erasure: taken before an answer is made, it tells `keep` whether that may be old. */
  get erasures(): number {
    return this.#erasures
  }

  find(kind: KeptKind, index: number): Buffer | undefined {
    const name = `${kind}/${index}`
    const kept = this.#kept.get(name)
    if (kept === undefined) return undefined
    this.#kept.delete(name)
    this.#kept.set(name, kept)
    return kept
  }

  keep(kind: KeptKind, index: number, answer: Buffer, erasures: number): void {
    if (erasures !== this.#erasures || answer.length > largestBytes) return
    const name = `${kind}/${index}`
    this.#remove(name)
    this.#kept.set(name, answer)
    this.#bytes += answer.length
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#limitBytes) break
      this.#remove(oldest)
    }
  }

  /** In the very turn in which the body of an entry is erased. */
  forget(index: number): void {
    this.#erasures += 1
    for (const kind of ['entry', 'evidence'] as const) this.#remove(`${kind}/${index}`)
  }

  #remove(name: string): void {
    this.#bytes -= this.#kept.get(name)?.length ?? 0
    this.#kept.delete(name)
  }
}
