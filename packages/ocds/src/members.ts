import { concat, utf8 } from '@gongshi/protocol'
import { OcdsError } from './errors.ts'
import { type JsonObject, type MemberSpan, parseObject } from './json/parse.ts'

/** A part of a release's content, under the path that evidence discloses it by. */
export type ReleaseMember = { readonly path: string; readonly bytes: Uint8Array }

const typePath = '@type'
const layoutPath = '@layout'
const mediaType = utf8('application/json')

/**
 * What stands on the ledger itself, or is a word of the standard's: nobody discloses it for itself. PERF: a salt, a hash and a
 * look into the store less for each, on both sides of an import, where a release has twelve members.
 */
const facts = new Set(['ocid', 'id', 'date', 'tag', 'language', 'initiationType'])
const longestFact = 256

/**
 * Cuts a release into one member for each member of its outermost object (path: JSON Pointer, RFC 6901; bytes: the
 * value's exact source), so that single ones can be disclosed. `@layout` keeps what stands between the values (names,
 * punctuation, white space, and the release's few facts, which the ledger has as well) and the paths of these, in turn, as a JSON array of texts, so that the whole can be put
 * together again, byte for byte, in whatever order a store gives the members back.
 *
 * @param source the text's UTF-8; what is given out may be parts of it
 */
export function releaseMembers(
  text: string,
  spans: readonly MemberSpan[],
  source: Uint8Array = utf8(text),
): ReleaseMember[] {
  // PERF: in ASCII, bytes stand where their characters do; counting the others' is a tenth of encoding them again.
  const bytesOf =
    source.length === text.length ? (part: string) => part.length : (part: string) => Buffer.byteLength(part)
  const layout: string[] = []
  const members: ReleaseMember[] = []
  let done = 0
  let byte = 0
  for (const [at, { key, from, to }] of spans.entries()) {
    if (facts.has(key) && to - from <= longestFact) continue
    const path = pathOf(key, at)
    const between = text.slice(done, from)
    layout.push(between, path)
    const begin = byte + bytesOf(between)
    byte = begin + bytesOf(text.slice(from, to))
    members.push({ path, bytes: source.subarray(begin, byte) })
    done = to
  }
  layout.push(text.slice(done))
  return [{ path: typePath, bytes: mediaType }, { path: layoutPath, bytes: utf8(JSON.stringify(layout)) }, ...members]
}

/**
 * The release's exact source bytes. Members that its layout doesn't name are passed over.
 * @throws {OcdsError} ocds-release-malformed if these are not the members of a release
 */
export function joinRelease(members: readonly ReleaseMember[]): Uint8Array {
  const byPath = new Map(members.map(({ path, bytes }) => [path, bytes]))
  const layout = parseLayout(byPath.get(layoutPath))
  const parts = layout.map((text, at) => (at % 2 === 0 ? utf8(text) : byPath.get(text)))
  if (!parts.every((part) => part !== undefined)) throw malformed()
  return concat(...parts)
}

/** The release as data, in bounds as `readReleases` keeps them. @throws {OcdsError} whatever the members hold */
export function releaseValue(members: readonly ReleaseMember[]): JsonObject {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(joinRelease(members))
  } catch (error) {
    if (error instanceof TypeError) throw new OcdsError({ code: 'ocds-not-utf8', at: 0 }, { cause: error })
    throw error
  }
  return parseObject(text).value
}

function parseLayout(bytes: Uint8Array | undefined): readonly string[] {
  try {
    const layout: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (Array.isArray(layout) && layout.every((text) => typeof text === 'string' && text.isWellFormed())) return layout
  } catch (error) {
    throw malformed(error)
  }
  throw malformed()
}

function malformed(cause?: unknown): OcdsError {
  return new OcdsError({ code: 'ocds-release-malformed', at: 0 }, { cause })
}

/** PERF: what nearly all names are. */
const plainName = /^[A-Za-z0-9_:]+$/

/** A name that no label can hold (control characters, endless length) stands in the layout only. */
function pathOf(key: string, at: number): string {
  if (key.length <= 128 && plainName.test(key)) return `/${key}`
  const plain = key.length <= 128 && key.isWellFormed() && !/[\p{C}\u2028\u2029]/u.test(key)
  return plain ? `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` : `@member/${at}`
}
