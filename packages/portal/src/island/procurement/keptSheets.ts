import {
  digestRecord,
  type Fields,
  type Json,
  rowLabel,
  type Value,
  valueFromJson,
  valueToJson,
} from '@gongshi/affair-kit'
import { fromHex, toHex } from '@gongshi/protocol'
import { parseRowKey, rowKeyText } from '@gongshi/sdk'
import type { ScoringSpec } from '../../workspace/procurement/scoring.ts'

/** What an expert hands in by its digest, and shows later. */
export type Sheet = { readonly points: Value; readonly salt: Uint8Array }

/** As it lies in the browser and in a file: every sheet of which a digest was made, by the digest, and what is being typed. */
type Kept = {
  readonly format: 'gongshi/score-sheet/1'
  readonly sheet: string
  readonly typed: { readonly [input: string]: string }
  readonly sheets: { readonly [digest: string]: { readonly points: Json; readonly salt: string } }
}

/**
 * The points of one expert for one lot, kept in this browser. A sheet whose digest was made is never overwritten: which one the
 * ledger has is told by the digest alone, whatever became of an answer on the way.
 */
export class KeptSheets {
  readonly #spec: ScoringSpec
  readonly #id: readonly Value[]
  readonly #place: string
  #kept: Kept

  constructor(spec: ScoringSpec) {
    this.#spec = spec
    this.#id = [parseRowKey(spec.lot) as Value, parseRowKey(spec.seat) as Value]
    const sheet = rowKeyText(this.#id as never)
    this.#place = `gongshi-sheet-${spec.chainId}-${sheet}`
    this.#kept = this.#read(localStorage.getItem(this.#place) ?? '') ?? {
      format: 'gongshi/score-sheet/1',
      sheet,
      typed: {},
      sheets: {},
    }
  }

  /** The id of the sheet's row. */
  get id(): Value {
    return this.#id
  }

  get typed(): Kept['typed'] {
    return this.#kept.typed
  }

  get text(): string {
    return JSON.stringify(this.#kept, null, 1)
  }

  /** What somebody has typed so far; lost without harm where the browser keeps nothing. */
  type(typed: Kept['typed']): void {
    this.#kept = { ...this.#kept, typed }
    this.#write()
  }

  /** Makes the digest and keeps the sheet before it is told; null where the browser keeps nothing. */
  add({ points, salt }: Sheet): Uint8Array | null {
    const digest = this.#digest({ points, salt })
    const kept = { points: valueToJson(this.#kinds.points!, points), salt: toHex(salt) }
    this.#kept = { ...this.#kept, sheets: { ...this.#kept.sheets, [toHex(digest)]: kept } }
    return this.#write() ? digest : null
  }

  /** The sheet whose digest this is, computed anew. */
  find(digest: string): Sheet | undefined {
    const kept = Object.hasOwn(this.#kept.sheets, digest) ? this.#kept.sheets[digest] : undefined
    return kept && { points: valueFromJson(this.#kinds.points!, kept.points), salt: fromHex(kept.salt) }
  }

  /** Adds what a file holds; false where it is none of this sheet's. */
  load(text: string): boolean {
    const read = this.#read(text)
    if (read === null) return false
    this.#kept = { ...read, sheets: { ...this.#kept.sheets, ...read.sheets } }
    this.#write()
    return true
  }

  get #kinds(): Fields {
    return this.#spec.record
  }

  #digest({ points, salt }: Sheet): Uint8Array {
    const label = rowLabel(this.#spec.chainId, 'procurement', 'sheet', this.#id as never)
    return digestRecord(this.#kinds, { points, salt }, label)
  }

  #write(): boolean {
    try {
      localStorage.setItem(this.#place, JSON.stringify(this.#kept))
      return localStorage.getItem(this.#place) !== null
    } catch {
      return false
    }
  }

  /** Null for what is no sheet of this row, or says a digest that is not its own. */
  #read(text: string): Kept | null {
    try {
      const json = JSON.parse(text) as Kept
      if (json.format !== 'gongshi/score-sheet/1' || json.sheet !== rowKeyText(this.#id as never)) return null
      for (const [digest, { points, salt }] of Object.entries(json.sheets)) {
        const sheet = { points: valueFromJson(this.#kinds.points!, points), salt: fromHex(salt) }
        if (toHex(this.#digest(sheet)) !== digest) return null
      }
      const typed = Object.entries(json.typed).filter(([, value]) => typeof value === 'string')
      return { ...json, typed: Object.fromEntries(typed) }
    } catch {
      return null
    }
  }
}
