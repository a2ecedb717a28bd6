import { encodeEntryBundle, NoteError, parseEntryBundle, type TileName, tilePath, tileWidth } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { openAnswer } from '../http/request.ts'
import { MirrorError } from './errors.ts'

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'sleep'>

const hashBytes = 32
/** Notes hold at most 65,536 characters, of up to three bytes. */
const mostNoteBytes = 3 * 65_536
const mostBundleBytes = tileWidth * (2 + 65_535)
/** Leaf, signed part, body and the order that erased it, of each entry. */
const mostPartsBytes = tileWidth * 4 * 65_536
const answerMs = 60_000
const attempts = 5
const firstPauseMs = 200

/** A log as it is served (c2sp.org/tlog-tiles): by a node, or by any static web server. Nothing it gives is verified yet. */
export class LogSource {
  readonly #asking: Asking
  readonly #prefix: string
  readonly #signal: AbortSignal
  /** Bytes that came, of tiles and bundles. */
  bytes = 0

  private constructor(asking: Asking, prefix: string, signal: AbortSignal) {
    this.#asking = asking
    this.#prefix = prefix
    this.#signal = signal
  }

  /**
   * The log of a node at `asking.url`, or one whose files lie right below that address.
   * @throws {MirrorError} mirror-log-absent; {ClientError} client-node-unreachable, client-cancelled
   */
  static async open(asking: Asking, signal: AbortSignal): Promise<{ source: LogSource; note: string }> {
    for (const prefix of ['/log/', '/']) {
      const source = new LogSource(asking, prefix, signal)
      const note = await source.#find('checkpoint', mostNoteBytes)
      if (note !== null) return { source, note: decode(note) }
    }
    throw new MirrorError({ code: 'mirror-log-absent', url: asking.url })
  }

  /**
   * A tile of hashes or a bundle of entries, of the length or number of entries that its name says. A partial one that is
   * gone is cut from the full one, as the standard lets logs have it.
   * @throws {MirrorError} mirror-tile-missing, mirror-tile-malformed; {ClientError} client-node-unreachable, client-cancelled
   */
  async tile(name: TileName): Promise<Uint8Array> {
    const path = tilePath(name)
    const whole = { ...name, width: tileWidth }
    const found = await this.#find(path, mostBytes(name))
    const bytes = found ?? (name.width < tileWidth ? await this.#find(tilePath(whole), mostBytes(whole)) : null)
    if (bytes === null) throw new MirrorError({ code: 'mirror-tile-missing', path, status: 404 })
    this.bytes += bytes.length
    return fitted(bytes, name, found === null ? tileWidth : name.width)
  }

  /**
   * What belongs to the entries of part `part`, 256 of them, as a node hands it over: of no length that is known, and unverified.
   * Null where there is none, as with a static server. @throws {ClientError} client-node-unreachable, client-cancelled
   */
  findParts(part: number): Promise<Uint8Array | null> {
    return this.#find(`parts/${part}`, mostPartsBytes)
  }

  /** Null where there is none. */
  async #find(path: string, most: number): Promise<Uint8Array | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(path, most)
      } catch (error) {
        const status = statusOf(error)
        if (status === 404 || status === 410) return null
        if (this.#signal.aborted || !(error instanceof ClientError)) throw error
        const isPassing = status === null || status === 429 || status >= 500
        if (!isPassing) throw new MirrorError({ code: 'mirror-tile-missing', path, status }, { cause: error })
        if (attempt === attempts) throw new ClientError({ code: 'client-node-unreachable' }, { cause: error })
        await this.#asking.sleep(firstPauseMs * 2 ** attempt)
      }
    }
  }

  async #ask(path: string, most: number): Promise<Uint8Array> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(answerMs)])
    const { body } = await openAnswer(this.#asking, `${this.#prefix}${path}`, { signal })
    return readAtMost(body, most, path)
  }
}

function statusOf(error: unknown): number | null {
  const refused = error instanceof ClientError && error.failure.code === 'client-node-refused'
  return refused ? (error.failure as { readonly problem: { readonly status: number } }).problem.status : null
}

function mostBytes({ level, width }: TileName): number {
  return level === 'entries' ? mostBundleBytes : width * hashBytes
}

/** Whoever serves a log may serve without end. @throws {MirrorError} mirror-tile-malformed */
async function readAtMost(body: ReadableStream<Uint8Array> | null, most: number, path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of body ?? []) {
      length += piece.length
      if (length > most) throw new MirrorError({ code: 'mirror-tile-malformed', path })
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof MirrorError) throw error
    throw new ClientError({ code: 'client-node-unreachable' }, { cause: error })
  }
  return Buffer.concat(pieces)
}

/** The first `name.width` hashes or entries of what has `width` of them. @throws {MirrorError} mirror-tile-malformed */
function fitted(bytes: Uint8Array, name: TileName, width: number): Uint8Array {
  const malformed = { code: 'mirror-tile-malformed', path: tilePath(name) } as const
  if (name.level !== 'entries') {
    if (bytes.length !== width * hashBytes) throw new MirrorError(malformed)
    return bytes.subarray(0, name.width * hashBytes)
  }
  try {
    const entries = parseEntryBundle(bytes)
    if (entries.length !== width) throw new MirrorError(malformed)
    return width === name.width ? bytes : encodeEntryBundle(entries.slice(0, name.width))
  } catch (error) {
    if (error instanceof NoteError) throw new MirrorError(malformed, { cause: error })
    throw error
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new NoteError({ code: 'note-malformed' }, { cause: error })
  }
}
