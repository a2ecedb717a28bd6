import type { Cbor } from '@gongshi/protocol'
import { type BackupRecord, damaged } from './stream.ts'

export type Begin = {
  readonly kind: 'begin'
  readonly chainId: string
  readonly genesisHash: Uint8Array
  readonly takenAt: number
}
/** The first record of what came since another backup, which is named by the digest that its signature covers. */
export type Increment = Omit<Begin, 'kind'> & {
  readonly kind: 'increment'
  readonly baseDigest: Uint8Array
  readonly baseHeight: number
}
/** In an increment: so many bytes of this file are those that the backup before has; pieces of what follows them may come next. */
export type Keep = { readonly kind: 'keep'; readonly name: string; readonly size: number }
/** In an increment: what a file of contents is now, whole. */
export type Sum = { readonly kind: 'sum'; readonly name: string; readonly size: number; readonly sha256: Uint8Array }
/** A file in pieces, one after the other. */
export type FilePiece = {
  readonly kind: 'file'
  readonly name: string
  readonly mode: number
  readonly bytes: Uint8Array
  readonly isLast: boolean
}
export type Block = { readonly kind: 'block'; readonly height: number; readonly payload: Uint8Array }
/** The last record: signed is everything before it, by its digest. */
export type End = { readonly kind: 'end'; readonly height: number; readonly signature: Uint8Array }

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value)
const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array

/** @throws {NodeError} backup-damaged with the place of a record that is none of these */
export function parseRecord({ record, at }: BackupRecord): Begin | Increment | Keep | Sum | FilePiece | Block | End {
  const [kind, one, two, three, four, five] = (Array.isArray(record) ? record : []) as readonly (Cbor | undefined)[]
  if (kind === 'begin' && isText(one) && isBytes(two) && isNumber(three))
    return { kind, chainId: one, genesisHash: two, takenAt: three }
  if (kind === 'increment' && isText(one) && isBytes(two) && isNumber(three) && isBytes(four) && isNumber(five))
    return { kind, chainId: one, genesisHash: two, takenAt: three, baseDigest: four, baseHeight: five }
  if (kind === 'keep' && isText(one) && isNumber(two)) return { kind, name: one, size: two }
  if (kind === 'sum' && isText(one) && isNumber(two) && isBytes(three))
    return { kind, name: one, size: two, sha256: three }
  if (kind === 'file' && isText(one) && isNumber(two) && isBytes(three) && typeof four === 'boolean')
    return { kind, name: one, mode: two, bytes: three, isLast: four }
  if (kind === 'block' && isNumber(one) && isBytes(two)) return { kind, height: one, payload: two }
  if (kind === 'end' && isNumber(one) && isBytes(two)) return { kind, height: one, signature: two }
  throw damaged(at, 'altered')
}
