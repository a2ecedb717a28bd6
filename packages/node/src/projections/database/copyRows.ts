import type pg from 'pg'
import type { ColumnType } from '../tables.ts'

/** Bytes of several words, as `tsvector` has them. */
type CopyType = ColumnType | 'words'

/** https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format": signature, flags, extension. */
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const trailer = -1
const absent = -1
/** In UTF-8 a UTF-16 unit takes at most so many bytes. */
const bytesOfUnit = 3

/**
 * Writes rows by COPY, in binary: PERF: as parameters of a statement each value would be written as text, with its
 * quotation marks, and read again. Within the transaction that is open on the connection.
 */
export function copyRows<Row>(
  client: pg.ClientBase,
  table: string,
  types: { readonly [Column in keyof Row & string]: CopyType },
  rows: readonly Row[],
): Promise<void> {
  const columns = Object.entries(types) as [keyof Row & string, CopyType][]
  const names = columns.map(([name]) => `"${name}"`).join(', ')
  const bytes = encodeRows(columns, rows)
  return new Promise((resolve, reject) => {
    client.query(new Copy(`COPY ${table} (${names}) FROM STDIN (FORMAT binary)`, bytes, resolve, reject))
  })
}

/** What pg calls on a query of another class than its own, and the part of its connection that COPY needs. */
type CopyConnection = pg.Connection & { sendCopyFromChunk(bytes: Buffer): void; endCopyFrom(): void }

class Copy implements pg.Submittable {
  readonly #text: string
  readonly #bytes: Buffer
  readonly #resolve: () => void
  readonly #reject: (error: Error) => void

  constructor(text: string, bytes: Buffer, resolve: () => void, reject: (error: Error) => void) {
    this.#text = text
    this.#bytes = bytes
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#text)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#bytes)
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#resolve()
  }

  handleError(error: Error): void {
    this.#reject(error)
  }
}

function encodeRows<Row>(columns: readonly [keyof Row & string, CopyType][], rows: readonly Row[]): Buffer {
  const writer = new Writer()
  for (const row of rows) {
    writer.int16(columns.length)
    for (const [name, type] of columns) writer.value(type, row[name])
  }
  writer.int16(trailer)
  return writer.taken()
}

class Writer {
  #bytes = Buffer.allocUnsafe(64 * 1024)
  #at = header.copy(this.#bytes)

  value(type: CopyType, value: unknown): void {
    if (value === null) this.#int32(absent)
    else if (type === 'integer') this.#int64(value as number)
    else if (type === 'bytes') this.#raw(value as Uint8Array)
    else if (type === 'text') this.#text(value as string)
    else this.#words((value as string).split(' '))
  }

  int16(value: number): void {
    this.#room(2)
    this.#at = this.#bytes.writeInt16BE(value, this.#at)
  }

  taken(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }

  #int32(value: number): void {
    this.#room(4)
    this.#at = this.#bytes.writeInt32BE(value, this.#at)
  }

  #int64(value: number): void {
    this.#room(12)
    this.#at = this.#bytes.writeInt32BE(8, this.#at)
    this.#at = this.#bytes.writeInt32BE(Math.floor(value / 2 ** 32), this.#at)
    this.#at = this.#bytes.writeUInt32BE(((value % 2 ** 32) + 2 ** 32) % 2 ** 32, this.#at)
  }

  #raw(value: Uint8Array): void {
    this.#int32(value.length)
    this.#room(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  #text(value: string): void {
    this.#room(4 + value.length * bytesOfUnit)
    const length = this.#bytes.write(value, this.#at + 4)
    this.#bytes.writeInt32BE(length, this.#at)
    this.#at += 4 + length
  }

  /** As `tsvectorrecv` reads them: their number, then each, ended by a zero, with how many places follow: none. */
  #words(words: readonly string[]): void {
    const from = this.#at
    this.#int32(0)
    this.#int32(words.length)
    for (const word of words) {
      this.#room(word.length * bytesOfUnit + 3)
      this.#at += this.#bytes.write(word, this.#at)
      this.#bytes.fill(0, this.#at, this.#at + 3)
      this.#at += 3
    }
    this.#bytes.writeInt32BE(this.#at - from - 4, from)
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + bytes))
    this.#bytes.copy(larger, 0, 0, this.#at)
    this.#bytes = larger
  }
}
