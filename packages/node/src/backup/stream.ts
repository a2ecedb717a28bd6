import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Cbor, decodeCbor, encodeCbor, equalBytes } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { AgeSink, isAge, openAge } from './age.ts'

/** 1: a whole ledger. 2: what came to it since another backup. */
export type BackupFormat = 1 | 2
const newestFormat = 2
/** How a backup begins; each record then is its length (4 bytes, big-endian), canonical CBOR, and the digest up to here. */
const magicOf = (format: BackupFormat): Buffer => Buffer.from(`gongshi/backup/${format}\n`)
const magicBytes = magicOf(1).length
const digestBytes = 32
/** A block of 64 MiB and its head. */
const largestRecord = 65 * 2 ** 20
const partName = (number: number): string => `${String(number).padStart(6, '0')}.part`

/** SHA-256(digest before ‖ record): who changes, drops, repeats or moves a record changes every digest after it. */
const nextDigest = (before: Uint8Array, record: Uint8Array): Buffer =>
  createHash('sha256').update(before).update(record).digest()
const firstDigest = (magic: Uint8Array): Buffer => createHash('sha256').update(magic).digest()

/** Writes records one after the other to one file, or to parts of a folder; under its name only once it is whole. */
export class BackupWriter {
  readonly #target: string
  readonly #partBytes: number | null
  readonly #magic: Buffer
  #digest: Buffer
  readonly #recipients: readonly string[]
  #sink: AgeSink | null = null
  #stream: WriteStream | null = null
  #parts = 0
  #written = 0

  /**
   * @param partBytes about how long each part is; null writes one file
   * @param recipients of age, for whom it is encrypted; none: it is not
   */
  constructor(target: string, partBytes: number | null, format: BackupFormat = 1, recipients: readonly string[] = []) {
    this.#target = target
    this.#partBytes = partBytes
    this.#recipients = recipients
    this.#magic = magicOf(format)
    this.#digest = firstDigest(this.#magic)
  }

  get digest(): Uint8Array {
    return this.#digest
  }

  /** @throws {NodeError} backup-exists */
  async begin(): Promise<void> {
    if ((await stat(this.#target).catch(() => null)) !== null)
      throw new NodeError({ code: 'backup-exists', path: this.#target })
    await rm(this.#unfinished, { recursive: true, force: true })
    await mkdir(this.#partBytes === null ? dirname(this.#unfinished) : this.#unfinished, {
      recursive: true,
      mode: 0o700,
    })
    if (this.#recipients.length > 0)
      this.#sink = await AgeSink.open(this.#recipients, (bytes) => this.#writePart(bytes))
    await this.#write(this.#magic)
  }

  async add(record: Cbor): Promise<void> {
    const bytes = encodeCbor(record)
    const head = Buffer.alloc(4)
    head.writeUInt32BE(bytes.length)
    this.#digest = nextDigest(this.#digest, bytes)
    await this.#write(Buffer.concat([head, bytes, this.#digest]))
  }

  /** Afterwards it is there, whole and durable. */
  async end(): Promise<void> {
    await this.#sink?.end()
    await this.#closePart()
    await syncPath(dirname(this.#target))
    await rename(this.#unfinished, this.#target)
    await syncPath(dirname(this.#target))
  }

  async abandon(): Promise<void> {
    this.#sink?.abandon()
    this.#stream?.destroy()
    await rm(this.#unfinished, { recursive: true, force: true })
  }

  get #unfinished(): string {
    return `${this.#target}.unfinished`
  }

  #write(bytes: Uint8Array): Promise<void> {
    return this.#sink === null ? this.#writePart(bytes) : this.#sink.write(bytes)
  }

  async #writePart(bytes: Uint8Array): Promise<void> {
    if (this.#partBytes !== null && this.#written >= this.#partBytes) await this.#closePart()
    this.#stream ??= this.#openPart()
    this.#written += bytes.length
    if (!this.#stream.write(bytes)) await once(this.#stream, 'drain')
  }

  #openPart(): WriteStream {
    this.#parts += 1
    this.#written = 0
    const path = this.#partBytes === null ? this.#unfinished : join(this.#unfinished, partName(this.#parts))
    return createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  }

  async #closePart(): Promise<void> {
    const stream = this.#stream
    this.#stream = null
    if (stream === null) return
    stream.end()
    await once(stream, 'close')
  }
}

export type BackupRecord = {
  readonly record: readonly Cbor[]
  /** The digest before this record, which its signature covers where it has one. */
  readonly before: Uint8Array
  /** Where it begins, for who looks at the file. */
  readonly at: Place
}
export type Place = { readonly file: string; readonly position: number }

/**
 * Reads a backup from its file or its folder of parts, each record once its digest was checked.
 * @param identities of age, for one that is encrypted
 * @throws {NodeError} backup-…
 */
export async function* readBackup(path: string, identities: readonly string[] = []): AsyncGenerator<BackupRecord> {
  const bytes = new Bytes(await piecesOf(await partsOf(path), identities))
  const magic = await bytes.take(magicBytes, 'cut-short')
  assertKnown(magic)
  let digest = firstDigest(magic)
  while (!(await bytes.isAtEnd())) {
    const at = bytes.place
    const length = Buffer.from(await bytes.take(4, 'cut-short')).readUInt32BE()
    if (length > largestRecord) throw damaged(at, 'altered')
    const record = await bytes.take(length, 'cut-short')
    const before = digest
    digest = nextDigest(before, record)
    if (!equalBytes(await bytes.take(digestBytes, 'cut-short'), digest)) throw damaged(at, 'altered')
    yield { record: decodeCbor(record, { maxBytes: largestRecord, maxDepth: 4 }) as readonly Cbor[], before, at }
  }
}

/** @throws {NodeError} backup-unreadable, backup-format */
function assertKnown(magic: Uint8Array): void {
  const [, format] = /^gongshi\/backup\/([1-9]\d?)/.exec(Buffer.from(magic).toString('latin1')) ?? []
  if (format === undefined) throw new NodeError({ code: 'backup-unreadable' })
  if (Number(format) > newestFormat)
    throw new NodeError({ code: 'backup-format', format: Number(format), known: newestFormat })
}

export function damaged({ file, position }: Place, reason: 'altered' | 'cut-short'): NodeError {
  return new NodeError({ code: 'backup-damaged', file, position, reason })
}

/** @throws {NodeError} backup-unreadable */
async function partsOf(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause) => {
    throw new NodeError({ code: 'backup-unreadable' }, { cause })
  })
  if (!found.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => name.endsWith('.part')).sort()
  if (names.length === 0) throw new NodeError({ code: 'backup-unreadable' })
  return names.map((name) => join(path, name))
}

type Piece = { readonly file: string; readonly bytes: Uint8Array }

/** What lies in files one after the other; decrypted as one where they begin as age's do. */
async function piecesOf(files: readonly string[], identities: readonly string[]): Promise<AsyncIterator<Piece>> {
  const plain = readAll(files)
  const first = await plain.next()
  if (first.done === true || !isAge(first.value.bytes)) return follow(first, plain)
  const sealed = async function* () {
    yield first.value.bytes
    for await (const { bytes } of plain) yield bytes
  }
  return decrypted(first.value.file, await openAge(sealed(), identities))
}

async function* readAll(files: readonly string[]): AsyncGenerator<Piece> {
  for (const file of files)
    for await (const bytes of createReadStream(file, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>)
      yield { file, bytes }
}

async function* follow(first: IteratorResult<Piece>, rest: AsyncGenerator<Piece>): AsyncGenerator<Piece> {
  if (first.done === true) return
  yield first.value
  yield* rest
}

/** @throws {NodeError} backup-damaged, where age finds something altered or its end missing */
async function* decrypted(file: string, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let position = 0
  try {
    for await (const bytes of plain) {
      yield { file, bytes }
      position += bytes.length
    }
  } catch (cause) {
    throw cause instanceof NodeError ? cause : damaged({ file: basename(file), position }, 'altered')
  }
}

/** The bytes of pieces one after the other, with the place where the next ones stand. */
class Bytes {
  readonly #pieces: AsyncIterator<Piece>
  #held: Uint8Array = new Uint8Array()
  #file = ''
  #position = 0

  constructor(pieces: AsyncIterator<Piece>) {
    this.#pieces = pieces
  }

  get place(): Place {
    return { file: basename(this.#file), position: this.#position }
  }

  async isAtEnd(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#fill())
  }

  async take(length: number, reason: 'cut-short'): Promise<Uint8Array> {
    const pieces: Uint8Array[] = []
    for (let left = length; left > 0; ) {
      if (this.#held.length === 0 && !(await this.#fill())) throw damaged(this.place, reason)
      const piece = this.#held.subarray(0, left)
      this.#held = this.#held.subarray(piece.length)
      this.#position += piece.length
      left -= piece.length
      pieces.push(piece)
    }
    return new Uint8Array(Buffer.concat(pieces))
  }

  async #fill(): Promise<boolean> {
    const next = await this.#pieces.next()
    if (next.done === true) return false
    if (next.value.file !== this.#file) this.#position = 0
    this.#file = next.value.file
    this.#held = next.value.bytes
    return true
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
