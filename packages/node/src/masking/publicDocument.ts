import { maskRelease, type ReleaseMember, releaseValue } from '@gongshi/ocds'

/**
 * The members that a published document has: `title/<language>`, `paragraph/<number>/<language>`, and `@synthetic`
 * where it is made up. A release has `@layout` and its own members.
 */
export const titlePath = /^title\/([a-z]{2,8})$/
export const paragraphPath = /^paragraph\/(\d{1,4})\/([a-z]{2,8})$/
export const layoutPath = '@layout'

/** Of one content, so much is looked into. Bytes. */
const mostBytes = 2 * 2 ** 20
/** What lies beyond is not found by its words. UTF-16 units. */
const mostText = 250_000

/** Which members a content's public text is made of: the title first, then the paragraphs, then whatever fits. */
export function membersOfText(members: readonly { readonly path: string; readonly size: number }[]): string[] {
  if (members.some(({ path }) => path === layoutPath)) {
    // Masking looks for the names of one member in all the others: all of them, or none.
    const size = members.reduce((sum, member) => sum + member.size, 0)
    return size > mostBytes ? [] : members.map(({ path }) => path)
  }
  let room = mostBytes
  const fits = (member: { readonly size: number }) => {
    if (member.size > room) return false
    room -= member.size
    return true
  }
  const open = members.filter(({ path }) => !path.startsWith('@'))
  return open
    .toSorted((left, right) => rankOf(left.path) - rankOf(right.path))
    .filter(fits)
    .map(({ path }) => path)
}

function rankOf(path: string): number {
  if (titlePath.test(path)) return -1
  const number = paragraphPath.exec(path)?.[1]
  return number === undefined ? Number.MAX_SAFE_INTEGER : Number(number)
}

/** `release`: of a procurement release what masking leaves of it, as JSON. */
export type PublicDocument = { readonly text: string; readonly release: string | null }

/**
 * What everybody may read of a content, a line each: of a release, what masking leaves of it; of a document that an organ
 * wrote for the public, every member that is text. In the order of `membersOfText`.
 * @throws {GongshiError} for a release that is none
 */
export function publicDocument(members: readonly ReleaseMember[]): PublicDocument {
  const isRelease = members.some(({ path }) => path === layoutPath)
  const release = isRelease ? maskRelease(releaseValue(members)) : null
  const lines = release === null ? members.flatMap(textOf) : stringsIn(release, [])
  const text = lines.join('\n').slice(0, mostText)
  // No database takes it, and it is no character of a text.
  return { text: text.replaceAll('\0', ' ').toWellFormed(), release: release && JSON.stringify(release) }
}

function textOf({ bytes }: ReleaseMember): string[] {
  try {
    return [new TextDecoder('utf-8', { fatal: true }).decode(bytes)]
  } catch {
    return [] // not a text
  }
}

function stringsIn(value: unknown, found: string[]): string[] {
  if (typeof value === 'string') found.push(value)
  else if (value !== null && typeof value === 'object') for (const part of Object.values(value)) stringsIn(part, found)
  return found
}
