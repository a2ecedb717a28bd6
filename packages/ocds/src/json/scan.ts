import { OcdsError } from '../errors.ts'
import { maxInputDepth, maxScalarBytes } from '../limits.ts'

/** What a reader of tokens decides: which values it wants, and what to do with them. */
export interface ScanListener {
  /** A value begins at this byte; `key` is the member's name (up to 64 bytes of it) if it stands in an object. */
  begin(kind: ValueKind, depth: number, key: string | undefined, at: number): void
  /** The value that began last at this depth ended before this byte. */
  end(depth: number, at: number): void
}
export type ValueKind = 'object' | 'array' | 'string' | 'scalar'

const state = { value: 0, firstItem: 1, firstKey: 2, key: 3, colon: 4, after: 5, string: 6, scalar: 7 } as const
type State = (typeof state)[keyof typeof state]

/** - 0 … 9 f n t */
const scalarStart = new Set([0x2d, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x66, 0x6e, 0x74])
const scalarSyntax = /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)$/
/** The UTF-8 byte order mark: RFC 8259 §8.1 lets a reader ignore it. */
const mark = [0xef, 0xbb, 0xbf]
const keyBytes = 64
/** Listeners look no deeper than this for names. */
const keyDepth = 4

/**
 * Checks a stream of JSON values (RFC 8259), byte by byte, and tells a listener where each begins and ends. Memory is
 * a bit for each open bracket and one token; nothing is decoded.
 */
export class JsonScanner {
  readonly #listener: ScanListener
  /** True where the open container is an object. */
  readonly #open: boolean[] = []
  #state: State = state.value
  #at = 0
  #escaped = false
  #inKey = false
  #token: number[] = []
  #key: string | undefined

  constructor(listener: ScanListener) {
    this.#listener = listener
  }

  /** How many brackets are open. */
  get depth(): number {
    return this.#open.length
  }

  /** Bytes seen. */
  get at(): number {
    return this.#at
  }

  /** True between two values of the outermost sequence. */
  get idle(): boolean {
    return this.#open.length === 0 && (this.#state === state.value || this.#state === state.after)
  }

  /** @throws {OcdsError} ocds-json-malformed, ocds-too-deep */
  feed(chunk: Uint8Array): void {
    const base = this.#at
    for (let index = 0; index < chunk.length; index++) {
      this.#at = base + index
      if (this.#state === state.string) index = this.#string(chunk, index, base)
      else this.#byte(chunk[index]!)
    }
    this.#at = base + chunk.length
  }

  /** @throws {OcdsError} ocds-truncated, ocds-json-malformed */
  finish(): void {
    if (this.#state === state.scalar) this.#endScalar()
    if (!this.idle) throw new OcdsError({ code: 'ocds-truncated', at: this.#at })
  }

  /** Forgets the value under way: what follows is read as a new one. */
  restart(at: number): void {
    this.#open.length = 0
    this.#state = state.value
    this.#token = []
    this.#at = at
  }

  /** PERF: most bytes stand in strings; this loop looks at nothing but quote, backslash and controls. */
  #string(chunk: Uint8Array, from: number, base: number): number {
    const collect = this.#inKey && this.#open.length <= keyDepth
    let at = from
    for (; at < chunk.length; at++) {
      if (!collect && !this.#escaped) at = endOfPlain(chunk, at)
      if (at === chunk.length) break
      const byte = chunk[at]!
      if (byte < 0x20) throw this.#malformed(base + at)
      if (this.#escaped) this.#escaped = false
      else if (byte === 0x5c) this.#escaped = true
      else if (byte === 0x22) {
        this.#endString(base + at + 1)
        return at
      }
      if (collect && this.#token.length < keyBytes) this.#token.push(byte)
    }
    return at
  }

  #endString(end: number): void {
    if (!this.#inKey) {
      this.#state = state.after
      this.#listener.end(this.#open.length, end)
      return
    }
    this.#key = keyOf(this.#token)
    this.#token = []
    this.#state = state.colon
  }

  #byte(byte: number): void {
    if (this.#state === state.scalar) {
      if (!isDelimiter(byte)) {
        if (this.#token.push(byte) > maxScalarBytes) throw this.#malformed(this.#at)
        return
      }
      this.#endScalar()
    }
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return
    if (this.#at < mark.length && byte === mark[this.#at]) return
    switch (this.#state) {
      case state.value:
      case state.firstItem:
        if (byte === 0x5d && this.#state === state.firstItem) this.#close(false)
        else this.#begin(byte)
        return
      case state.firstKey:
      case state.key:
        if (byte === 0x7d && this.#state === state.firstKey) this.#close(true)
        else if (byte === 0x22) this.#beginString(true)
        else throw this.#malformed(this.#at)
        return
      case state.colon:
        if (byte !== 0x3a) throw this.#malformed(this.#at)
        this.#state = state.value
        return
      default:
        this.#after(byte)
    }
  }

  #after(byte: number): void {
    const inObject = this.#open.at(-1)
    if (inObject === undefined) this.#begin(byte)
    else if (byte === 0x2c) this.#state = inObject ? state.key : state.value
    else if (byte === (inObject ? 0x7d : 0x5d)) this.#close(inObject)
    else throw this.#malformed(this.#at)
  }

  #begin(byte: number): void {
    const depth = this.#open.length
    const key = this.#key
    this.#key = undefined
    if (byte === 0x7b || byte === 0x5b) {
      if (depth >= maxInputDepth) throw new OcdsError({ code: 'ocds-too-deep', at: this.#at })
      this.#listener.begin(byte === 0x7b ? 'object' : 'array', depth, key, this.#at)
      this.#open.push(byte === 0x7b)
      this.#state = byte === 0x7b ? state.firstKey : state.firstItem
    } else if (byte === 0x22) {
      this.#listener.begin('string', depth, key, this.#at)
      this.#beginString(false)
    } else {
      if (!scalarStart.has(byte)) throw this.#malformed(this.#at, byte)
      this.#key = key
      this.#token = [byte]
      this.#state = state.scalar
    }
  }

  #beginString(isKey: boolean): void {
    this.#inKey = isKey
    this.#escaped = false
    this.#state = state.string
  }

  #endScalar(): void {
    const token = String.fromCharCode(...this.#token)
    const from = this.#at - this.#token.length
    this.#token = []
    if (!scalarSyntax.test(token)) throw this.#malformed(from)
    this.#state = state.after
    this.#listener.begin('scalar', this.#open.length, this.#key, from)
    this.#key = undefined
    this.#listener.end(this.#open.length, this.#at)
  }

  #close(object: boolean): void {
    if (this.#open.pop() !== object) throw this.#malformed(this.#at)
    this.#state = state.after
    this.#listener.end(this.#open.length, this.#at + 1)
  }

  /** Outside of strings JSON is ASCII: other bytes tell of another encoding, or of a compressed file. */
  #malformed(at: number, byte = 0x20): OcdsError {
    return new OcdsError({ code: byte < 0x20 || byte > 0x7e ? 'ocds-not-utf8' : 'ocds-json-malformed', at })
  }
}

/** Where the next quote, backslash or control stands, or the end. */
function endOfPlain(chunk: Uint8Array, from: number): number {
  let at = from
  for (; at < chunk.length; at++) {
    const byte = chunk[at]!
    if (byte === 0x22 || byte === 0x5c || byte < 0x20) return at
  }
  return at
}

function isDelimiter(byte: number): boolean {
  return (
    byte === 0x20 || byte === 0x2c || byte === 0x7d || byte === 0x5d || (byte >= 0x09 && byte <= 0x0d) || byte === 0x3a
  )
}

/** A name may be written with escapes; one cut short by the limit is no name that anybody looks for. */
function keyOf(token: readonly number[]): string {
  const raw = String.fromCharCode(...token)
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return raw
  }
}
