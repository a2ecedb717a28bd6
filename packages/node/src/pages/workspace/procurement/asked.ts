import { type Json, type Kind, valueFromJson, valueToJson } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { AskedQuestion } from '@gongshi/portal'
import { type Cbor, encodeCbor, fromHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { parseRowKey, rowKeyText } from '../../../http/rowKey.ts'
import type { ViewRow } from '../../../projections/question.ts'
import { sortValue } from '../../../projections/sortValue.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { organOf } from '../../organs.ts'
import { wordsOf } from '../../records.ts'
import type { DeskNeeds } from './desk.ts'
import { affair, keyOf, timeOf } from './tender.ts'

type Organ = { readonly scheme: string; readonly id: string }
type Reader = Pick<Officer, 'offices'>

/** On a page: the newest ones. */
const mostAsked = 50

/** The questions to the buyer of a procedure, for officers of the buyer alone. */
export async function askedOfBuyer(
  needs: DeskNeeds,
  reader: Reader,
  { key, fields }: ViewRow,
  lang: Lang,
): Promise<readonly AskedQuestion[]> {
  const { scheme, id } = fields.buyer as unknown as Organ
  const isBuyer = organsWith(reader, 'purchaser').some((organ) => organ.scheme === scheme && organ.id === id)
  if (!isBuyer) return []
  const rows = await flagsBy(needs, 'procedure', parseRowKey(rowKeyText(key)).key as never)
  return Promise.all(rows.map((row) => askedOf(needs, row, lang, { raised: 'answerFlag' })))
}

/** What the reader's organs have asked as supervisors. */
export async function askedBySupervisor(
  needs: DeskNeeds,
  reader: Reader,
  lang: Lang,
): Promise<readonly AskedQuestion[]> {
  const found = await Promise.all(
    organsWith(reader, 'supervisor').map((organ) => flagsBy(needs, 'supervisor', organ as never)),
  )
  const acts = { answered: 'settleFlag', unanswered: 'settleFlag' }
  return Promise.all(found.flat().map((row) => askedOf(needs, row, lang, acts)))
}

/** The organs for which somebody holds this role, each once. */
export function organsWith({ offices }: Reader, role: string): readonly Organ[] {
  const own = offices.flatMap(({ organ, roles }) => (organ !== null && roles.includes(role) ? [organ] : []))
  return [...new Map(own.map((organ) => [JSON.stringify([organ.scheme, organ.id]), organ])).values()]
}

async function flagsBy({ views }: DeskNeeds, field: 'procedure' | 'supervisor', value: never) {
  const kind: Kind = procurement.entities.flag!.fields[field]!
  const at = sortValue(kind, valueToJson(kind, value))
  const order = { field: '', isDescending: true }
  const filters = [{ field, from: at, to: at }]
  return (await views.list({ affair, entity: 'flag', filters, order, after: null, limit: mostAsked })).rows
}

/** `acts`: by status, what the reader can do about it. */
async function askedOf(
  { documents, names }: DeskNeeds,
  row: ViewRow,
  lang: Lang,
  acts: { readonly [status: string]: string },
): Promise<AskedQuestion> {
  const { status, fields } = row
  const procedure = valueFromJson(procurement.entities.flag!.fields.procedure!, fields.procedure as Json) as Cbor
  const read = async (content: string) => wordsOf(await documents.read(fromHex(content)), content, lang)
  return {
    key: keyOf(row),
    procedure: rowKeyText(encodeCbor(procedure)),
    number: String((fields.procedure as unknown as readonly unknown[])[1]),
    indicator: fields.indicator as AskedQuestion['indicator'],
    status,
    answerBy: timeOf(fields.answerBy)!,
    supervisor: organOf(names, fields.supervisor as unknown as Organ),
    question: await read(fields.question as string),
    answer: typeof fields.answer === 'string' ? await read(fields.answer) : null,
    act: acts[status] ?? null,
  }
}
