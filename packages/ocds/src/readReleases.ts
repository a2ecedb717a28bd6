import { OcdsError, type Refusal, type Warning } from './errors.ts'
import { factsOf, type ReleaseFacts } from './facts.ts'
import { type Found, ReleaseFinder } from './findReleases.ts'
import { type JsonObject, type ParsedObject, parseObject } from './json/parse.ts'
import { maxRemembered, maxTopMembers } from './limits.ts'
import { type ReleaseMember, releaseMembers } from './members.ts'
import { checkSchema, type SchemaFinding } from './schema/check.ts'

/** What is wrong with a release that can be published all the same. */
export type Finding =
  | { readonly code: Exclude<Warning, 'ocds-schema'> }
  | ({ readonly code: 'ocds-schema' } & SchemaFinding)

/** Where in the input: which release, counted from 0, and its first byte. */
export type Place = { readonly index: number; readonly byte: number }

export type ReadRelease =
  | {
      readonly ok: true
      readonly at: Place
      readonly release: ReleaseFacts
      /** The exact source, cut into members for the content store. */
      readonly source: readonly ReleaseMember[]
      /** The source as data. It may name natural persons: `maskRelease` before showing it. */
      readonly value: JsonObject
      readonly warnings: readonly Finding[]
    }
  | {
      readonly ok: false
      readonly at: Place
      readonly code: Refusal
      /** Known if the release got that far. */
      readonly ocid?: string
      readonly id?: string
      readonly warnings: readonly Finding[]
    }

export type ReadOptions = {
  /** Refuses what would otherwise only be reported; not for want of a buyer or of its id. */
  readonly strict?: boolean
}

/**
 * Reads release packages, record packages (each release once; a record that only links to its releases gives its
 * compiled release), JSON arrays and JSON lines of OCDS 1.1, a release at a time, in memory bounded by the largest
 * release. Nothing in the input makes it throw: what can't be read comes out as `ok: false`, and reading goes on
 * wherever that is possible.
 */
export async function* readReleases(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<ReadRelease> {
  const reading = new Reading(options.strict ?? false)
  for await (const chunk of bytes) {
    yield* reading.take(chunk)
    if (reading.over) return
  }
  yield* reading.finish()
}

class Reading {
  readonly #finder = new ReleaseFinder()
  readonly #strict: boolean
  readonly #seen = new Set<string>()
  #packageWarnings: Finding[] = []
  /** Of the record under way: how many releases it embeds, where one is only linked, and its compiled release. */
  #record = freshRecord()
  #index = 0
  #bytes = 0
  #skippingLine = false
  #over = false

  constructor(strict: boolean) {
    this.#strict = strict
  }

  /** True when nothing more can be read. */
  get over(): boolean {
    return this.#over
  }

  *take(chunk: Uint8Array): Generator<ReadRelease> {
    let rest = chunk
    let base = this.#bytes
    this.#bytes += chunk.length
    while (rest.length > 0 && !this.#over) {
      if (this.#skippingLine) {
        const end = rest.indexOf(0x0a)
        if (end < 0) return
        base += end + 1
        rest = rest.subarray(end + 1)
        this.#finder.restart(base)
        this.#skippingLine = false
        continue
      }
      const { found, failure } = this.#finder.feed(rest)
      for (const item of found) yield* this.#read(item)
      if (failure === undefined) return
      yield this.#refuse(failure.failure.code, failure.failure.at)
      if (!this.#finder.lines) this.#over = true
      // A word that began in an earlier chunk is reported where it began.
      const next = Math.max(0, failure.failure.at - base)
      base += next
      rest = rest.subarray(next)
      this.#skippingLine = true
    }
  }

  *finish(): Generator<ReadRelease> {
    const { found, failure } = this.#skippingLine ? { found: [], failure: undefined } : this.#finder.finish()
    for (const item of found) yield* this.#read(item)
    if (failure !== undefined) yield this.#refuse(failure.failure.code, failure.failure.at)
    else if (this.#index === 0) yield this.#refuse('ocds-no-releases', this.#bytes)
  }

  *#read(found: Found): Generator<ReadRelease> {
    switch (found.kind) {
      case 'refused':
        yield this.#refuse(found.code, found.at)
        return
      case 'version':
        if (new TextDecoder().decode(found.bytes) !== '"1.1"')
          this.#packageWarnings = [{ code: 'ocds-package-version' }]
        return
      case 'compiled':
        this.#record.compiled = found
        return
      case 'recordEnd':
        yield* this.#endRecord(found.at)
        return
      default:
        yield* this.#readRelease(found)
    }
  }

  *#readRelease(found: { at: number; bytes: Uint8Array; record?: number }): Generator<ReadRelease> {
    const parsed = parse(found.bytes)
    if (found.record !== undefined && typeof parsed === 'object' && isLink(parsed.value)) {
      this.#record.linkedAt ??= found.at
      return
    }
    if (found.record !== undefined) this.#record.embedded++
    yield this.#judge(parsed, found.at)
  }

  *#endRecord(at: number): Generator<ReadRelease> {
    const { embedded, linkedAt, compiled } = this.#record
    this.#record = freshRecord()
    if (embedded > 0) return
    if (compiled !== undefined) yield this.#judge(parse(compiled.bytes), compiled.at)
    else yield this.#refuse('ocds-release-linked', linkedAt ?? at)
  }

  #judge(parsed: Parsed | Refusal, byte: number): ReadRelease {
    if (typeof parsed === 'string') return this.#refuse(parsed, byte)
    const result = factsOf(parsed)
    if (!result.ok) return this.#refuse(result.code, byte)
    const { ocid, id } = result.facts
    const warnings = [
      ...this.#packageWarnings,
      ...checkSchema(parsed).map((finding) => ({ code: 'ocds-schema' as const, ...finding })),
      ...result.warnings.map((code) => ({ code }) as Finding),
    ]
    const identity = JSON.stringify([ocid, id])
    if (this.#seen.has(identity)) return { ...this.#refuse('ocds-release-repeated', byte), ocid, id }
    if (this.#seen.size < maxRemembered) this.#seen.add(identity)
    if (this.#strict && warnings.some(({ code }) => !isNote(code)))
      return { ...this.#refuse('ocds-not-strict', byte), ocid, id, warnings }
    const at = { index: this.#index++, byte }
    return {
      ok: true,
      at,
      release: result.facts,
      source: releaseMembers(parsed.text, parsed.members, parsed.source),
      value: parsed.value,
      warnings,
    }
  }

  #refuse(code: Refusal, byte: number): ReadRelease & { ok: false } {
    return { ok: false, at: { index: this.#index++, byte }, code, warnings: [] }
  }
}

/** Says how a missing identifier was made up for; the standard does not ask for one. */
function isNote(code: Warning): boolean {
  return code === 'ocds-buyer-absent' || code === 'ocds-buyer-id-absent'
}

type Parsed = ParsedObject & { readonly text: string; readonly source: Uint8Array }

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function freshRecord(): { embedded: number; linkedAt?: number; compiled?: { at: number; bytes: Uint8Array } } {
  return { embedded: 0 }
}

/** OCDS 1.1 records may list their releases as links only. */
function isLink(value: JsonObject): boolean {
  return value.ocid === undefined && typeof value.url === 'string'
}

function parse(bytes: Uint8Array): Parsed | Refusal {
  let text: string
  try {
    text = strictUtf8.decode(bytes)
  } catch {
    return 'ocds-not-utf8'
  }
  try {
    const parsed = parseObject(text)
    return parsed.members.length > maxTopMembers ? 'ocds-release-malformed' : { ...parsed, text, source: bytes }
  } catch (error) {
    if (error instanceof OcdsError) return error.code
    throw error
  }
}
