import { OcdsError } from '../errors.ts'
import { maxReleaseDepth } from '../limits.ts'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json }

/** Where a member of the outermost object stands in the text, in characters. */
export type MemberSpan = { readonly key: string; readonly from: number; readonly to: number }

export type ParsedObject = {
  readonly value: JsonObject
  readonly members: readonly MemberSpan[]
  /** How many objects there are, the outermost included. */
  readonly objects: number
  /** The source text of each object's number `amount`: 0.1 must not become 0.1000000000000000055. */
  readonly amountTexts: ReadonlyMap<object, string>
}

/**
 * Parses one JSON object (RFC 8259) strictly: no repeated keys, which readers resolve differently, and no more than 64
 * levels. `at` in failures is a character of the text.
 * @throws {OcdsError} ocds-json-malformed, ocds-key-repeated, ocds-too-deep
 */
export function parseObject(text: string): ParsedObject {
  return new Parser(text).run()
}

const numberSyntax = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y

class Parser {
  readonly #text: string
  readonly #members: MemberSpan[] = []
  // PERF: it lives as long as the objects; a WeakMap a release was a quarter of the collector's work.
  readonly #amountTexts = new Map<object, string>()
  #at = 0
  #depth = 0
  #objects = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): ParsedObject {
    this.#space()
    if (this.#text.charCodeAt(this.#at) !== 0x7b) throw this.#malformed()
    const value = this.#object()
    this.#space()
    if (this.#at !== this.#text.length) throw this.#malformed()
    return { value, members: this.#members, objects: this.#objects, amountTexts: this.#amountTexts }
  }

  #value(): Json {
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#object()
      case 0x5b:
        return this.#array()
      case 0x22:
        return this.#string()
      case 0x74:
        return this.#word('true', true)
      case 0x66:
        return this.#word('false', false)
      case 0x6e:
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  #object(): JsonObject {
    this.#enter()
    this.#objects++
    const object: { [key: string]: Json } = {}
    for (let first = true; this.#more('}', first); first = false) {
      const key = this.#key()
      if (Object.hasOwn(object, key)) throw new OcdsError({ code: 'ocds-key-repeated', at: this.#at })
      const from = this.#at
      const value = this.#value()
      if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true })
      else object[key] = value
      if (this.#depth === 1) this.#members.push({ key, from, to: this.#at })
      if (key === 'amount' && typeof value === 'number') this.#amountTexts.set(object, this.#text.slice(from, this.#at))
    }
    this.#depth--
    return object
  }

  #array(): Json[] {
    this.#enter()
    const items: Json[] = []
    while (this.#more(']', items.length === 0)) items.push(this.#value())
    this.#depth--
    return items
  }

  #enter(): void {
    if (++this.#depth > maxReleaseDepth) throw new OcdsError({ code: 'ocds-too-deep', at: this.#at })
    this.#at++
  }

  /** Stands before the next item (true) or behind the closing bracket (false). */
  #more(close: '}' | ']', first: boolean): boolean {
    this.#space()
    const next = this.#text[this.#at]
    if (next === close) {
      this.#at++
      return false
    }
    if (first) return true
    if (next !== ',') throw this.#malformed()
    this.#at++
    this.#space()
    return true
  }

  #key(): string {
    if (this.#text.charCodeAt(this.#at) !== 0x22) throw this.#malformed()
    const key = this.#string()
    this.#space()
    if (this.#text.charCodeAt(this.#at) !== 0x3a) throw this.#malformed()
    this.#at++
    this.#space()
    return key
  }

  #string(): string {
    const text = this.#text // PERF: looked up once, not for each character
    const from = this.#at + 1
    let escaped = false
    for (let at = from; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit < 0x20) break
      if (unit === 0x5c) {
        escaped = true
        at++
      } else if (unit === 0x22) {
        this.#at = at + 1
        return escaped ? this.#unescape(from, at) : text.slice(from, at)
      }
    }
    throw this.#malformed()
  }

  #unescape(from: number, to: number): string {
    try {
      return JSON.parse(this.#text.slice(from - 1, to + 1)) as string
    } catch {
      throw this.#malformed()
    }
  }

  #number(): number {
    numberSyntax.lastIndex = this.#at
    const match = numberSyntax.exec(this.#text)
    if (match === null) throw this.#malformed()
    this.#at += match[0].length
    return Number(match[0])
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#malformed()
    this.#at += word.length
    return value
  }

  #space(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return
      this.#at++
    }
  }

  #malformed(): OcdsError {
    return new OcdsError({ code: 'ocds-json-malformed', at: this.#at })
  }
}
