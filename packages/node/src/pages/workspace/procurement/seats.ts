import { foreseenRefusals, type Json, t, valueToJson } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { ScoringData, SeatData, SeatLot } from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import { NodeError } from '../../../errors.ts'
import { parseRowKey } from '../../../http/rowKey.ts'
import type { ViewRow } from '../../../projections/question.ts'
import { sortValue } from '../../../projections/sortValue.ts'
import { viewFields } from '../../../projections/viewFields.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { hexOf } from '../../officerRegister.ts'
import { organOf } from '../../organs.ts'
import { moneyOf, rowOf, rowsOf } from '../../procurement/rows.ts'
import type { DeskNeeds } from './desk.ts'
import { affair, getStanding, keyOf, type Standing, scopeOf } from './tender.ts'

/** Under evaluation at one time; more are none for one expert. */
const mostProcedures = 200

/** The seats that an officer holds in procedures under evaluation, each with the lots to judge. */
export async function seatsOf(
  needs: DeskNeeds,
  { number }: Pick<Officer, 'number'>,
  lang: Lang,
): Promise<ScoringData['seats']> {
  const status = viewFields(procurement, 'procedure').find(({ name }) => name === 'status')!
  const value = sortValue(status.kind, 'assessing')
  const filters = [{ field: 'status', from: value, to: value }]
  const order = { field: '', isDescending: true }
  const question = { affair, entity: 'procedure', filters, order, after: null, limit: mostProcedures }
  const { rows } = await needs.views.list(question)
  const own = JSON.stringify(valueToJson(t.ref('officer'), [number] as never))
  const found = await Promise.all(
    rows.map(async (row) => {
      const seats = await rowsOf(needs, 'seat', row.key)
      const held = seats.filter(({ fields }) => JSON.stringify(fields.expert) === own)
      return Promise.all(held.map((seat) => seatData(needs, row, seat, lang)))
    }),
  )
  return found.flat()
}

async function seatData(needs: DeskNeeds, row: ViewRow, seat: ViewRow, lang: Lang): Promise<SeatData> {
  const program = needs.affairs.program(affair)
  if (program === undefined) throw new NodeError({ code: 'affair-not-found' })
  const [procedure, standing] = await Promise.all([
    getStanding(needs, 'procedure', keyOf(row)),
    getStanding(needs, 'seat', keyOf(seat)),
  ])
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
