import type { VerifierFile } from './data.ts'

type Titles = { readonly zh: string; readonly en: string }

/** A field of a register, as the declaration of its affair has it. */
export type RegisterField = {
  readonly name: string
  readonly title: Titles
  /** Of the declaration: `text`, `time`, `list`, … */
  readonly kind: string
  readonly isOptional: boolean
  readonly filters: boolean
}

/** All rows of an entity: a table that can be taken along. */
export type Register = { readonly view: string; readonly title: Titles; readonly fields: readonly RegisterField[] }

export type RegistersData = { readonly affair: string; readonly registers: readonly Register[] }

/** Under which licence the operator offers the data. */
export type Licence = Titles & { readonly url: string }

/** What can be taken along, and how far it has come. */
export type OpenData = {
  readonly asOf: { readonly entries: number; readonly height: number; readonly time: number }
  readonly affairs: readonly { readonly affair: string; readonly registers: number }[]
  readonly isProcuring: boolean
  /** Null where the operator has set none. */
  readonly licence: Licence | null
  readonly verifier: VerifierFile
  /** Of the log's first tile; null before there is a checkpoint. */
  readonly firstTile: string | null
  /** Sizes of files that are made of nothing else, in bytes. */
  readonly bytes: { readonly genesis: number; readonly trust: number; readonly checkpoint: number | null }
}
