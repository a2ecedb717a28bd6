import type { ContentStore, Tombstone } from '@gongshi/contents'
import { type JsonObject, maskRelease, type ReleaseMember, releaseValue } from '@gongshi/ocds'
import { GongshiError, toHex } from '@gongshi/protocol'
import type { LocalText } from '@gongshi/ui'
import { layoutPath, paragraphPath, titlePath } from '../masking/publicDocument.ts'
import { readMember } from '../masking/readMember.ts'

/** A content as pages show it: natural persons in a release are masked before anything here is kept. */
export type Document =
  | { readonly state: 'held'; readonly title: LocalText; readonly synthetic: boolean; readonly parts: DocumentParts }
  | { readonly state: 'erased'; readonly tombstone: Tombstone }
  | { readonly state: 'absent' }

export type DocumentParts =
  | { readonly kind: 'paragraphs'; readonly byLanguage: ReadonlyMap<string, readonly { path: string; text: string }[]> }
  | { readonly kind: 'release'; readonly release: JsonObject; readonly fields: number }
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number; readonly mediaType: string }

/** A content larger than this is offered as a file. Bytes. */
const maxShownBytes = 2 * 2 ** 20
const remembered = 500

/** Contents read for pages, the last ones kept: what stands under a commitment never changes, it can only go. */
export class Documents {
  readonly #contents: ContentStore
  readonly #known = new Map<string, Document>()

  constructor(contents: ContentStore) {
    this.#contents = contents
  }

  async read(commitment: Uint8Array): Promise<Document> {
    const status = await this.#contents.status(commitment)
    if (status.state === 'erased') return { state: 'erased', tombstone: status.tombstone }
    if (status.state !== 'present') return { state: 'absent' }
    const id = toHex(commitment)
    const known = this.#known.get(id) ?? (await this.#open(commitment))
    this.#known.delete(id)
    if (known.state === 'held') this.#known.set(id, known)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= remembered) break
      this.#known.delete(oldest)
    }
    return known
  }

  async #open(commitment: Uint8Array): Promise<Document> {
    try {
      const members = await this.#contents.members(commitment)
      const size = members.reduce((sum, member) => sum + member.size, 0)
      if (size > maxShownBytes) return this.#asFile(members)
      const read: ReleaseMember[] = []
      for (const { path } of members) read.push({ path, bytes: await readMember(this.#contents, commitment, path) })
      return read.some(({ path }) => path === layoutPath)
        ? asRelease(read)
        : (asParagraphs(read) ?? this.#asFile(members))
    } catch (error) {
      if (error instanceof GongshiError) return { state: 'absent' }
      throw error
    }
  }

  #asFile(members: readonly { readonly path: string; readonly size: number }[]): Document {
    const file = members.find(({ path }) => !path.startsWith('@'))
    if (file === undefined) return { state: 'absent' }
    const parts = { kind: 'file', path: file.path, bytes: file.size, mediaType: 'application/octet-stream' } as const
    return { state: 'held', title: [], synthetic: false, parts }
  }
}

function asRelease(members: readonly ReleaseMember[]): Document {
  const release = releaseValue(members)
  const shown = maskRelease(release)
  const { tender, language } = shown as { readonly tender?: { readonly title?: unknown }; readonly language?: unknown }
  const title =
    typeof tender?.title === 'string'
      ? [{ lang: typeof language === 'string' ? language : 'und', text: tender.title }]
      : []
  return {
    state: 'held',
    title,
    synthetic: isSynthetic(members),
    parts: { kind: 'release', release: shown, fields: countFields(release) },
  }
}

function asParagraphs(members: readonly ReleaseMember[]): Document | null {
  const title = members.flatMap(({ path, bytes }) => {
    const lang = titlePath.exec(path)?.[1]
    return lang === undefined ? [] : [{ lang, text: text(bytes) }]
  })
  const byLanguage = new Map<string, { number: number; path: string; text: string }[]>()
  for (const { path, bytes } of members) {
    const [, number, lang] = paragraphPath.exec(path) ?? []
    if (lang !== undefined)
      byLanguage.set(lang, [...(byLanguage.get(lang) ?? []), { number: Number(number), path, text: text(bytes) }])
  }
  if (title.length === 0 && byLanguage.size === 0) return null
  for (const paragraphs of byLanguage.values()) paragraphs.sort((left, right) => left.number - right.number)
  return { state: 'held', title, synthetic: isSynthetic(members), parts: { kind: 'paragraphs', byLanguage } }
}

function isSynthetic(members: readonly ReleaseMember[]): boolean {
  return members.some(({ path }) => path === '@synthetic')
}

function countFields(value: unknown): number {
  if (value === null || typeof value !== 'object') return 1
  return Object.values(value).reduce((sum: number, member) => sum + countFields(member), 0)
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
