import { type Cbor, decodeCbor, encodeCbor, toHex } from '@gongshi/protocol'
import type { Projections } from '../../projections/projections.ts'
import { affair } from './shapes.ts'

/** Words whose procedures are kept at a time: some hundred KB each where every procedure has it. */
const mostKept = 50
const keyLimits = { maxBytes: 1024, maxDepth: 32 }

/** A word, or how it begins. */
export type Word = { readonly word: string; readonly isPrefix: boolean }
type Matches = {
  /** Ids of procedures: canonical CBOR in hexadecimal. */
  readonly procedures: ReadonlySet<string>
  /** False where the word is so frequent that only its newest rows were looked at. */
  readonly isWhole: boolean
}

/** Which procedures have a word, in their own rows or in a lot. PERF: each is asked of the index once for a state of the views. */
export class WordMatches {
  readonly #views: Pick<Projections, 'matches' | 'progress'>
  readonly #known = new Map<string, Promise<Matches>>()
  #state = ''

  constructor(views: Pick<Projections, 'matches' | 'progress'>) {
    this.#views = views
  }

  /** @throws {NodeError} views-… */
  find({ word, isPrefix }: Word): Promise<Matches> {
    const { generation, entries, documents } = this.#views.progress()
    const state = `${generation} ${entries} ${documents}`
    if (state !== this.#state) this.#known.clear()
    this.#state = state
    const name = `${isPrefix} ${word}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const [oldest] = this.#known.keys()
    if (this.#known.size === mostKept) this.#known.delete(oldest!)
    const asked = this.#ask({ word, isPrefix })
    this.#known.set(name, asked)
    // A failure is no answer: the next one asks again.
    asked.catch(() => this.#known.get(name) === asked && this.#known.delete(name))
    return asked
  }

  async #ask({ word, isPrefix }: Word): Promise<Matches> {
    const words = isPrefix ? { words: [], prefix: word } : { words: [word], prefix: null }
    const { rows, isWhole } = await this.#views.matches({ affair, entities: ['procedure', 'lot'], words })
    const ids = rows.map(({ entity, key }) => toHex(entity === 'procedure' ? key : procedureOfLot(key)))
    return { procedures: new Set(ids), isWhole }
  }
}

function procedureOfLot(key: Uint8Array): Uint8Array {
  const [procedure] = decodeCbor(key, keyLimits) as readonly [Cbor]
  return encodeCbor(procedure)
}
