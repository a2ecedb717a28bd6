import type { EntryBytes, RowChange } from './changes.ts'

/** Entries on their way to the writer's thread. */
export type EntryBatch = {
  readonly first: number
  readonly count: number
  /** Root of the log's first `first + count` leaves, in hex. */
  readonly root: string
  /** Entries of the whole log. */
  readonly size: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

const absent = 0xffffffff

/** Byte strings one after the other, each behind its length; null is kept. */
export function packBytes(parts: readonly (Uint8Array | null)[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + 4 + (part?.length ?? 0), 0)
  const packed = new Uint8Array(length)
  const view = new DataView(packed.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part?.length ?? absent)
    at += 4
    if (part === null) continue
    packed.set(part, at)
    at += part.length
  }
  return packed
}

export function unpackBytes(packed: Uint8Array): (Uint8Array | null)[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const parts: (Uint8Array | null)[] = []
  for (let at = 0; at < packed.length; ) {
    const length = view.getUint32(at)
    at += 4
    if (length === absent) {
      parts.push(null)
      continue
    }
    parts.push(packed.subarray(at, at + length))
    at += length
  }
  return parts
}

/** Of each entry: leaf, signed part, body. */
export function unpackEntries({ first, bytes }: EntryBatch): EntryBytes[] {
  const parts = unpackBytes(bytes)
  return Array.from({ length: parts.length / 3 }, (_, at) => ({
    index: first + at,
    leaf: parts[at * 3]!,
    signed: parts[at * 3 + 1]!,
    body: parts[at * 3 + 2]!,
  }))
}

/** Which rows, and at which revision: the tables by name, each row's as a number. */
export type RowsAsked = {
  readonly tables: readonly (readonly [affair: string, entity: string])[]
  readonly tableOf: Uint16Array
  readonly revisions: Uint32Array
  /** Their keys in canonical CBOR. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

export function packRows(rows: readonly RowChange[]): RowsAsked {
  const tables: (readonly [string, string])[] = []
  const numbers = new Map<string, number>()
  const tableOf = Uint16Array.from(rows, ({ affair, entity }) => {
    const name = `${affair}/${entity}`
    const number = numbers.get(name) ?? tables.push([affair, entity]) - 1
    numbers.set(name, number)
    return number
  })
  const revisions = Uint32Array.from(rows, ({ revision }) => revision)
  return { tables, tableOf, revisions, bytes: packBytes(rows.map(({ key }) => key)) }
}
