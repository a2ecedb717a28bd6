import { type ActionDeclaration, type AffairDeclaration, type Fields, inputFields } from '@gongshi/affair-kit'
import { affairTexts, procurement } from '@gongshi/affairs'
import { attributes, fill, formatMoney, type Html, html, localText, stackedTable, syntheticBadge } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { organLink } from '../../pages/organs.ts'
import { statusWord } from '../../texts/affairWords.ts'
import { scoringTexts } from '../../texts/procurementScoring.ts'
import type { WorkspacePage } from '../data.ts'
import type { ScoringData, SeatData, SeatLot } from './data.ts'

const affair = 'procurement'
const declaration: AffairDeclaration = procurement

/** What the island needs of one sheet. */
export type ScoringSpec = {
  readonly version: number
  readonly chainId: string
  readonly seat: string
  readonly lot: string
  readonly sheet: SeatLot['sheet']
  readonly isComplete: boolean
  /** The record of which the digest is made. */
  readonly record: Fields
  readonly inputs: { readonly [action in 'score' | 'reveal']: ReturnType<typeof inputFields> }
  /** What the refusals of both acts mean. */
  readonly refusals: { readonly [code: string]: string }
  /** In the order of the rows. */
  readonly bids: readonly SeatLot['offers'][number]['bid'][]
  readonly criteria: readonly { readonly number: number; readonly most: number; readonly least: number }[]
}

/** The reader's seats: per lot a table to give points, first their digest, then the points. */
export function scoringPage({ seats, open }: ScoringData, context: PageContext): WorkspacePage {
  const text = scoringTexts[context.lang]
  const [first] = seats.flatMap((seat) =>
    seat.isSeated ? seat.lots.filter(isScored).map((lot) => ({ seat: seat.seat, lot: lot.key })) : [],
  )
  const opened = open ?? first ?? null
  const body = html`<p class="prose lead">${text.lead}</p>${seats.length === 0 ? html`<p class="section">${text.none}</p>` : seats.map((seat) => seatPanel(seat, opened, context))}`
  return { title: text.title, section: 'procurement', path: paths.scoring, body, islands: ['scoring'] }
}

/** Its points can be given or revealed now. */
function isScored({ status, isExamined, offers, sheet }: SeatLot): boolean {
  return status === 'open' && isExamined && offers.length > 0 && sheet?.status !== 'revealed'
}

function seatPanel(seat: SeatData, opened: ScoringData['open'], context: PageContext): Html {
  const { lang } = context
  const text = scoringTexts[lang]
  const { procedure, order, status, isSeated } = seat
  const title = localText(procedure.title, lang)
  const id = `seat-${seat.seat}`
  const hasGiven = seat.lots.some(({ sheet }) => sheet !== null)
  const recuse = `${at(lang, paths.actForm(affair, 'recuse'))}?id=${encodeURIComponent(seat.seat)}`
  const standing =
    status === 'recused'
      ? html`<p>${text.recused}</p>`
      : isSeated
        ? hasGiven
          ? null
          : html`<p class="small">${text.recuseHelp} <a class="ds-link" href="${recuse}">${text.recuse}</a></p>`
        : html`<p>${text.standby}</p>`
  return html`<section class="section stack" aria-labelledby="${id}"><h2 class="subtitle section-head" id="${id}">${title.text} · ${fill(text.seat, { order })}</h2>
<p>${procedure.synthetic ? syntheticBadge(lang) : null} <code>${procedure.number}</code> <a class="ds-link" href="${at(lang, paths.procedure(procedure.key))}">${text.publicPage}</a></p>${standing}${isSeated ? seat.lots.map((lot) => lotPanel(seat, lot, opened?.seat === seat.seat && opened.lot === lot.key, context)) : null}</section>`
}

function lotPanel(seat: SeatData, lot: SeatLot, isOpened: boolean, context: PageContext): Html {
  const { lang } = context
  const text = scoringTexts[lang]
  const id = `sheet-${lot.key}`
  const input = JSON.stringify({ lot: lot.ref, seat: seat.ref })
  const dissent = lot.hasDissented
    ? html`<p class="small">${text.dissented}</p>`
    : html`<p class="small"><a class="ds-link" href="${at(lang, paths.actForm(affair, 'dissent'))}?input=${encodeURIComponent(input)}">${text.dissent}</a></p>`
  const name = fill(text.lot, { number: lot.number, title: lot.title ?? text.gone })
  return html`<section class="panel stack" aria-labelledby="${id}"><h3 class="subtitle" id="${id}">${name}</h3>${sheetOf(seat, lot, isOpened, context)}${['open', 'assessed', 'proposed'].includes(lot.status) ? dissent : null}</section>`
}

/** One sheet is open at a time: one table, one key. */
function sheetOf(seat: SeatData, lot: SeatLot, isOpened: boolean, context: PageContext): Html {
  const { lang, site } = context
  const text = scoringTexts[lang]
  const quality = seat.criteria.filter(({ kind }) => kind === 'quality')
  if (lot.sheet?.status === 'revealed') return html`<p>${text.revealed}</p>`
  if (lot.status !== 'open')
    return html`<p>${fill(text.notOpen, { status: statusWord(affair, 'lot', lot.status, lang) })}</p>`
  if (!lot.isExamined) return html`<p>${text.notExamined}</p>`
  if (lot.offers.length === 0) return html`<p>${text.noOffers}</p>`
  if (!isOpened) {
    const href = `${at(lang, paths.scoring)}?${new URLSearchParams({ seat: seat.seat, lot: lot.key })}`
    return html`<p><a class="ds-button" data-variant="secondary" href="${href}">${text.openSheet}</a></p>`
  }
  const refusals = (action: string) => affairTexts[affair]![lang].actions[action]?.refuse ?? {}
  const spec: ScoringSpec = {
    refusals: { ...refusals('score'), ...refusals('reveal') },
    version: declaration.version,
    chainId: site.chainId,
    seat: seat.seat,
    lot: lot.key,
    sheet: lot.sheet,
    isComplete: lot.sheets >= lot.experts,
    record: (declaration.actions.reveal as ActionDeclaration).digests!.sheet!,
    inputs: { score: inputFields(declaration, 'score'), reveal: inputFields(declaration, 'reveal') },
    bids: lot.offers.map(({ bid }) => bid),
    criteria: quality.map(({ number, most, least }) => ({ number, most, least })),
  }
  const given =
    lot.sheet === null ? null : html`<p>${fill(text.given, { sheets: lot.sheets, experts: lot.experts })}</p>`
  return html`${given}${quality.length === 0 ? html`<p>${text.noQuality}</p>` : null}
<gongshi-scoring ${attributes({ 'data-spec': JSON.stringify(spec), 'data-failed': text.failed })}><p class="small" data-without-script>${text.noScript}</p><form class="stack" novalidate>${pointsTable(lot, quality, context)}<div data-signers></div><p class="actions" data-actions></p></form></gongshi-scoring>`
}

function pointsTable(lot: SeatLot, quality: SeatData['criteria'], context: PageContext): Html {
  const { lang } = context
  const text = scoringTexts[lang]
  const rows = lot.offers.map((offer, row) => ({ ...offer, row }))
  type Row = (typeof rows)[number]
  return stackedTable<Row>(
    fill(text.table, { number: lot.number }),
    [
      { head: text.bidder, cell: ({ bidder }) => organLink(bidder, context) },
      { head: text.price, cell: ({ price }) => formatMoney(price, lang), figures: true },
      ...quality.map((criterion, column) => ({
        head: `${criterion.title ?? text.gone} (${fill(text.most, { most: criterion.most, least: criterion.least })})`,
        cell: ({ row, bidder }: Row) => {
          const name = `points-${row}-${column}`
          const label = fill(text.pointsOf, {
            bidder: localText(bidder.name, lang).text,
            criterion: criterion.title ?? '',
          })
          const input = {
            name,
            disabled: true,
            id: `${lot.key}-${name}`,
            'aria-label': label,
            'aria-describedby': `${lot.key}-e-${row}-${column}`,
          }
          return html`<input class="ds-input short" type="text" inputmode="numeric" autocomplete="off" ${attributes(input)}><p class="field-error small" id="${lot.key}-e-${row}-${column}" hidden></p>`
        },
      })),
    ],
    rows,
  )
}
