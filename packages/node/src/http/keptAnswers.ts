/** What is kept: the entry as JSON, or its evidence as a file. */
export type KeptKind = 'entry' | 'evidence'

/** One answer that takes more is not kept. Bytes. */
const largestBytes = 64 * 1024

/**
 * Finished answers about committed entries. An entry never changes but by the erasure of its body: whoever erases says so
 * in the same turn, and nothing of it is left here or comes in late.
 *
 * Half of the room is for answers asked for of late; when it is full they become the older half, and what nobody asked
 * for meanwhile goes. PERF: being asked for again costs one look into a map; an order by use costs a delete and a set.
 */
export class KeptAnswers {
  readonly #halfBytes: number
  #young = new Map<number, Buffer>()
  #old = new Map<number, Buffer>()
  #youngBytes = 0
  #erasures = 0

  constructor(limitBytes: number) {
    this.#halfBytes = limitBytes / 2
  }

  /** Another number after each erasure: taken before an answer is made, it tells `keep` whether that may be old. */
  get erasures(): number {
    return this.#erasures
  }

  /** Of all that is kept. */
  get bytes(): number {
    return [...this.#young.values(), ...this.#old.values()].reduce((sum, { length }) => sum + length, 0)
  }

  find(kind: KeptKind, index: number): Buffer | undefined {
    const name = nameOf(kind, index)
    const young = this.#young.get(name)
    if (young !== undefined) return young
    const old = this.#old.get(name)
    if (old !== undefined) this.#add(name, old)
    return old
  }

  keep(kind: KeptKind, index: number, answer: Buffer, erasures: number): void {
    if (erasures !== this.#erasures || answer.length > largestBytes) return
    const name = nameOf(kind, index)
    this.#remove(name)
    this.#add(name, answer)
  }

  /** In the very turn in which the body of an entry is erased. */
  forget(index: number): void {
    this.#erasures += 1
    for (const kind of ['entry', 'evidence'] as const) this.#remove(nameOf(kind, index))
  }

  #add(name: number, answer: Buffer): void {
    if (this.#youngBytes + answer.length > this.#halfBytes) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#old.delete(name)
    this.#young.set(name, answer)
    this.#youngBytes += answer.length
  }

  #remove(name: number): void {
    this.#youngBytes -= this.#young.get(name)?.length ?? 0
    this.#young.delete(name)
    this.#old.delete(name)
  }
}

function nameOf(kind: KeptKind, index: number): number {
  return 2 * index + (kind === 'entry' ? 0 : 1)
}
