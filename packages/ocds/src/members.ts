import { concat, utf8 } from '@gongshi/protocol'
import type { MemberSpan } from './json/parse.ts'

/** A part of a release's content, under the path that evidence discloses it by. */
export type ReleaseMember = { readonly path: string; readonly bytes: Uint8Array }

const typePath = '@type'
const layoutPath = '@layout'
const mediaType = utf8('application/json')

/**
 * Cuts a release into one member for each member of its outermost object (path: JSON Pointer, RFC 6901; bytes: the
 * value's exact source), so that single ones can be disclosed. `@layout` keeps what stands between the values (names,
 * punctuation, white space) as a JSON array of texts, so that the whole can be put together again, byte for byte.
 */
export function releaseMembers(text: string, spans: readonly MemberSpan[]): ReleaseMember[] {
  const layout: string[] = []
  const members: ReleaseMember[] = []
  let done = 0
  for (const [at, { key, from, to }] of spans.entries()) {
    layout.push(text.slice(done, from))
    members.push({ path: pathOf(key, at), bytes: utf8(text.slice(from, to)) })
    done = to
  }
  layout.push(text.slice(done))
  return [{ path: typePath, bytes: mediaType }, { path: layoutPath, bytes: utf8(JSON.stringify(layout)) }, ...members]
}

/** The release's exact source bytes. The members come in the order in which `releaseMembers` gave them. */
export function joinRelease(members: readonly ReleaseMember[]): Uint8Array {
  const layoutBytes = members.find((member) => member.path === layoutPath)?.bytes
  if (layoutBytes === undefined) throw new RangeError('not the members of a release')
  const layout = (JSON.parse(new TextDecoder().decode(layoutBytes)) as string[]).map((text) => utf8(text))
  const values = members.filter(({ path }) => path !== typePath && path !== layoutPath).map((member) => member.bytes)
  return concat(...layout.flatMap((between, at) => [between, values[at] ?? new Uint8Array(0)]))
}

/** A name that no label can hold (control characters, endless length) stands in the layout only. */
function pathOf(key: string, at: number): string {
  const plain = key.length <= 128 && key.isWellFormed() && !/[\p{C}\u2028\u2029]/u.test(key)
  return plain ? `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` : `@member/${at}`
}
