import type { FactChange, RecordChangesData, TextChange } from '@gongshi/portal'
import { fromHex } from '@gongshi/protocol'
import type { DiffPart } from '@gongshi/ui'
import { diffArrays } from 'diff'
import { NodeError } from '../errors.ts'
import type { Document } from './documents.ts'
import { type Edition, noticeOf, type RecordNeeds, readEditions, versionOf } from './records.ts'

/** Texts that differ by more pieces are shown as one that went and one that came. */
const mostEdits = 3000
/** Of a stretch that is the same, so much stands beside a change on either side. UTF-16 units. */
const context = 120
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const compared = ['kind', 'issued', 'effective', 'expires'] as const

/**
 * What became of a record between two of its versions, the last two unless others are named.
 * @throws {NodeError} record-unknown for a record or a version that there is not, or where `from` is not before `to`
 */
export async function recordChanges(
  needs: RecordNeeds,
  key: string,
  asked: { readonly from: number | undefined; readonly to: number | undefined },
): Promise<RecordChangesData> {
  const { entity, editions, last } = await readEditions(needs, key)
  const after = asked.to === undefined ? editions.length - 1 : editions.findIndex(({ version }) => version === asked.to)
  const before = asked.from === undefined ? after - 1 : editions.findIndex(({ version }) => version === asked.from)
  const [from, to] = [editions[before], editions[after]]
  if (from === undefined || to === undefined || before >= after) throw new NodeError({ code: 'record-unknown' })
  const [old, fresh] = await Promise.all([from, to].map(({ content }) => needs.documents.read(fromHex(content))))
  return {
    notice: await noticeOf(needs, entity, { ...last, fields: { ...last.fields, content: to.content } }, to),
    from: await versionOf(needs, from, editions, last),
    to: await versionOf(needs, to, editions, last),
    versions: editions.map(({ version }) => version).reverse(),
    facts: factsOf(from, to),
    texts: textsOf(old!, fresh!),
  }
}

function factsOf(from: Edition, to: Edition): FactChange[] {
  const value = ({ row }: Edition, name: string) => {
    const said = row.fields[name]
    return typeof said === 'string' ? said : null
  }
  const rows = compared.map((name) => ({ name, before: value(from, name), after: value(to, name) }))
  return [...rows, { name: 'clause' as const, before: from.clause, after: to.clause }].filter(
    ({ before, after }) => before !== after,
  )
}

function textsOf(old: Document, fresh: Document): TextChange[] | null {
  const [before, after] = [partsOf(old), partsOf(fresh)]
  if (before === null || after === null) return null
  return [...new Set([...before.keys(), ...after.keys()])].sort(titlesFirst).map((name) => {
    const [part, lang] = name.split('/') as ['title' | 'text', string]
    return { part, lang, ...changeOf(before.get(name), after.get(name)) }
  })
}

function titlesFirst(left: string, right: string): number {
  return left.startsWith('title') === right.startsWith('title')
    ? left < right
      ? -1
      : 1
    : left.startsWith('title')
      ? -1
      : 1
}

/** Each text of a document by `title/<language>` and `text/<language>`; null where it has none, or is not here. */
function partsOf(document: Document): Map<string, string> | null {
  if (document.state !== 'held' || document.parts.kind !== 'paragraphs') return null
  const texts = [...document.parts.byLanguage].map(
    ([lang, paragraphs]) => [`text/${lang}`, paragraphs.map(({ text }) => text).join('\n')] as const,
  )
  return new Map([...document.title.map(({ lang, text }) => [`title/${lang}`, text] as const), ...texts])
}

function changeOf(before: string | undefined, after: string | undefined): Pick<TextChange, 'what' | 'parts'> {
  if (before === undefined) return { what: 'added', parts: [{ kind: 'added', text: after! }] }
  if (after === undefined) return { what: 'removed', parts: [{ kind: 'removed', text: before }] }
  if (before === after) return { what: 'same', parts: [] }
  return { what: 'changed', parts: shortened(diffOf(before, after)) }
}

/** By words, in Chinese as ICU cuts them. */
export function diffOf(before: string, after: string): DiffPart[] {
  const changes = diffArrays(segmentsOf(before), segmentsOf(after), { maxEditLength: mostEdits })
  if (changes === undefined)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }))
}

function segmentsOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function shortened(parts: readonly DiffPart[]): DiffPart[] {
  return parts.map(({ kind, text }, at) => {
    const [isFirst, isLast] = [at === 0, at === parts.length - 1]
    if (kind !== 'same' || text.length <= 3 * context) return { kind, text }
    const [begin, end] = [wellFormed(text.slice(0, context)), wellFormed(text.slice(-context))]
    return { kind, text: isFirst ? `…${end}` : isLast ? `${begin}…` : `${begin}\n…\n${end}` }
  })
}

/** A character of two units must not be cut in half. */
function wellFormed(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, '').replace(/[\ud800-\udbff]$/, '')
}
