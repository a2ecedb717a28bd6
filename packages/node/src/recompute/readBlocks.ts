import { findUnfit, type PastEntry, type ReplayEntry } from '@gongshi/ledger'
import { equalBytes, type Leaf } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { entriesAPart } from '../http/routes/parts.ts'
import { decodeParts } from '../join/fetchHistory.ts'

/** A copy of a log whose leaves are those that its publisher signed for; what belongs to them is anybody's word. */
export type LogCopy = {
  readonly size: number
  /** The entries of part `part`, 256 of them unless it is the last; `leaf` is null where the bytes are none. */
  readonly entries: (part: number) => Promise<readonly { readonly bytes: Uint8Array; readonly leaf: Leaf | null }[]>
  /** `GET /log/parts/PART` as each place answers it, in turn. Throws when no place is left that answers. */
  readonly parts: (part: number) => AsyncIterable<Uint8Array>
  readonly rootAt: (size: number) => Promise<Uint8Array>
}

/** More entries than any block has: a log that goes on without a block's leaf is none of a ledger's. */
const mostInBlock = 2 ** 18

/** The blocks of a log, one after the other; the part that follows is under way while one is executed. */
export class BlockReader {
  readonly #log: LogCopy
  readonly #parts = new Map<number, Promise<readonly ReplayEntry[]>>()
  /** Whether what belongs to an entry is compared with its leaf as it comes. */
  isWary = false

  constructor(log: LogCopy) {
    this.#log = log
  }

  /** From entry `from` to the leaf of its block; null where the log has no whole one there yet. */
  async next(from: number): Promise<ReplayEntry[] | null> {
    const block: ReplayEntry[] = []
    for (let index = from; index < this.#log.size; ) {
      const part = Math.floor(index / entriesAPart)
      const entries = await this.#part(part)
      for (const entry of entries.slice(index - part * entriesAPart)) {
        block.push(entry)
        if (entry.read === null || entry.read.kind === 'block' || block.length === mostInBlock) return block
      }
      index = (part + 1) * entriesAPart
    }
    return null
  }

  /** Somebody hands over what was never signed: what was read is read again, warily. */
  distrust(): void {
    this.isWary = true
    this.#parts.clear()
  }

  /** Whether the entry that is said to have erased this one's body is in the log. */
  async wasErased({ erased }: ReplayEntry): Promise<boolean> {
    if (erased === null || erased.by >= this.#log.size) return false
    const entries = await this.#log.entries(Math.floor(erased.by / entriesAPart))
    return equalBytes(entries[erased.by % entriesAPart]!.bytes, erased.leaf)
  }

  async leafAt(index: number): Promise<Leaf | null> {
    const entries = await this.#log.entries(Math.floor(index / entriesAPart))
    return entries[index % entriesAPart]?.leaf ?? null
  }

  #part(part: number): Promise<readonly ReplayEntry[]> {
    const found = this.#begun(part)
    for (const known of this.#parts.keys()) if (known < part) this.#parts.delete(known)
    if ((part + 1) * entriesAPart < this.#log.size) this.#begun(part + 1).catch(() => undefined) // whoever asks for it is told
    return found
  }

  #begun(part: number): Promise<readonly ReplayEntry[]> {
    const begun = this.#parts.get(part) ?? this.#read(part)
    this.#parts.set(part, begun)
    return begun
  }

  /** As the first place has it that lacks nothing; else as the one that lacks least. */
  async #read(part: number): Promise<readonly ReplayEntry[]> {
    const leaves = await this.#log.entries(part)
    let best: readonly ReplayEntry[] = leaves.map(({ bytes, leaf }) => without(bytes, leaf))
    for await (const bytes of this.#log.parts(part)) {
      const given = partsIn(bytes)
      const entries = leaves.map(({ bytes: leaf, leaf: read }, at): ReplayEntry => {
        const found = given[at]
        return found !== undefined && equalBytes(found.leaf, leaf) ? { ...found, read } : without(leaf, read)
      })
      if (this.isWary && findUnfit(entries) >= 0) continue
      if (lacking(entries) < lacking(best)) best = entries
      if (lacking(best) === 0) break
    }
    return best
  }
}

/** Nothing, from a place that answers something else. */
function partsIn(bytes: Uint8Array): readonly PastEntry[] {
  try {
    return decodeParts(bytes)
  } catch (error) {
    if (error instanceof NodeError) return []
    throw error
  }
}

function without(leaf: Uint8Array, read: Leaf | null): ReplayEntry {
  return { leaf, read, signed: null, body: null, erased: null }
}

/** Bodies that are neither there nor said to be erased weigh more than those that are. */
function lacking(entries: readonly ReplayEntry[]): number {
  const weights = entries.map(({ read, signed, body, erased }) => {
    if (read?.kind !== 'tx' || (signed !== null && body !== null)) return 0
    return erased === null ? entriesAPart : 1
  })
  return weights.reduce<number>((sum, weight) => sum + weight, 0)
}
