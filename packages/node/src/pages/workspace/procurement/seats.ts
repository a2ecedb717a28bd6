import { foreseenRefusals, type Json, t, valueToJson } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { ScoringData, SeatData, SeatLot } from '@gongshi/portal'
import { type Cbor, encodeCbor } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { NodeError } from '../../../errors.ts'
import { parseRowKey, rowKeyText } from '../../../http/rowKey.ts'
import type { ViewRow } from '../../../projections/question.ts'
import { sortValue } from '../../../projections/sortValue.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { hexOf } from '../../officerRegister.ts'
import { organOf } from '../../organs.ts'
import { moneyOf, rowOf, rowsOf } from '../../procurement/rows.ts'
import type { DeskNeeds } from './desk.ts'
import { affair, getStanding, keyOf, type Standing, scopeOf } from './tender.ts'

/** The newest ones: nobody sits in more procedures under evaluation at one time. */
const mostSeats = 100

/** The seats that an officer holds in procedures under evaluation, each with the lots to judge. */
export async function seatsOf(
  needs: DeskNeeds,
  { number }: Pick<Officer, 'number'>,
  lang: Lang,
): Promise<ScoringData['seats']> {
  const { expert } = procurement.entities.seat!.fields
  const value = sortValue(expert!, valueToJson(expert!, [number] as never))
  const filters = [{ field: 'expert', from: value, to: value }]
  const order = { field: '', isDescending: true }
  const question = { affair, entity: 'seat', filters, order, after: null, limit: mostSeats }
  const { rows } = await needs.views.list(question)
  const found = await Promise.all(
    rows.map(async (seat) => {
      const procedure = await getStanding(needs, 'procedure', procedureOf(seat))
      return procedure.state.status === 'assessing' ? seatData(needs, procedure, seat, lang) : null
    }),
  )
  return found.filter((seat) => seat !== null)
}

/** The address of the procedure in which a seat is: the first part of its key. */
function procedureOf(seat: ViewRow): string {
  const [procedure] = parseRowKey(keyOf(seat)).key as readonly Cbor[]
  return rowKeyText(encodeCbor(procedure!))
}

async function seatData(needs: DeskNeeds, procedure: Standing, seat: ViewRow, lang: Lang): Promise<SeatData> {
  const { row } = procedure
  const program = needs.affairs.program(affair)
  if (program === undefined) throw new NodeError({ code: 'affair-not-found' })
  const standing = await getStanding(needs, 'seat', keyOf(seat))
  const [criteria, lots] = await Promise.all([rowsOf(needs, 'criterion', row.key), rowsOf(needs, 'lot', row.key)])
  const scope = { seat: scopeOf(standing), procedure: scopeOf(procedure) }
  const rules = foreseenRefusals(program.actions.recuse!, scope)
  return {
    procedure: await rowOf(needs, row, lang),
    seat: keyOf(seat),
    ref: refOf('seat', seat),
    order: Number(standing.state.fields.order),
    status: standing.state.status,
    isSeated: standing.state.status === 'drawn' && rules.every(({ code, holds }) => code !== 'idle' || holds !== false),
    criteria: criteria.map(({ fields }) => fields as unknown as SeatData['criteria'][number]),
    lots: await Promise.all(lots.map((lot) => seatLot(needs, lot, seat, Number(procedure.state.fields.experts)))),
  }
}

async function seatLot(needs: DeskNeeds, row: ViewRow, seat: ViewRow, experts: number): Promise<SeatLot> {
  const { key } = row
  const [lot, offers, sheets, dissents]: [Standing, ...(readonly ViewRow[])[]] = await Promise.all([
    getStanding(needs, 'lot', keyOf(row)),
    rowsOf(needs, 'offer', key, 'lot'),
    rowsOf(needs, 'sheet', key, 'lot'),
    rowsOf(needs, 'dissent', key, 'lot'),
  ])
  const id = JSON.stringify(refOf('seat', seat))
  const isOwn = ({ fields }: ViewRow) => JSON.stringify(fields.seat) === id
  const sheet = sheets!.find(isOwn)
  return {
    key: keyOf(row),
    ref: refOf('lot', row),
    number: Number(lot.state.fields.number),
    title: row.fields.title as string | null,
    status: lot.state.status,
    isExamined: Number(lot.state.tallies.pending) === 0,
    offers: offers!
      .filter(({ status }) => status === 'qualified')
      .map(({ fields, status }) => ({
        bid: fields.bid as Json,
        bidder: organOf(needs.names, fields.bidder as never),
        price: moneyOf(fields.price as never),
        status,
      })),
    sheet: sheet === undefined ? null : { key: keyOf(sheet), status: sheet.status, digest: hexOf(sheet.fields.digest) },
    sheets: Number(lot.state.tallies.sheets),
    experts,
    hasDissented: dissents!.some(isOwn),
  }
}

function refOf(entity: string, row: ViewRow): Json {
  return valueToJson(t.ref(entity), parseRowKey(keyOf(row)).key as never)
}
