import {
  attributes,
  buttonLink,
  fill,
  formatNumber,
  formatTime,
  type Html,
  html,
  shortHash,
  stackedTable,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import type { OpenedBid, ProcedureData } from '../../procurementData.ts'
import { biddingTexts } from '../../texts/bidding.ts'
import { organLink } from '../organs.ts'
import { section, statusTag } from './words.ts'

/** Each bid that is open, with what unpacks its documents in the reader's browser. */
export function openedBids({ key, openedBids: rows }: ProcedureData, context: PageContext): Html | null {
  if (rows.length === 0) return null
  const { lang, site } = context
  const text = biddingTexts[lang]
  const unpack = ({ author }: OpenedBid) =>
    html`<gongshi-unpack ${attributes({
      'data-procedure': key,
      'data-bid': author,
      'data-worker': site.assets.scripts.cipherWorker,
      'data-label': text.unpack,
      'data-failed': text.unpackFailed,
    })}><code class="small">gongshi bid unpack</code></gongshi-unpack>`
  const table = stackedTable<OpenedBid>(
    text.openedTable,
    [
      { head: text.pseudonym, cell: ({ author }) => html`<code class="small">${shortHash(author)}</code>` },
      { head: text.bidder, cell: ({ bidder }) => (bidder === null ? '—' : organLink(bidder, context)) },
      {
        head: text.status,
        cell: ({ status, loss: lost }) =>
          html`<div class="tags">${statusTag('bid', status, context)}${lost && loss(lost, context)}</div>`,
      },
      { head: text.copies, cell: ({ copies }) => formatNumber(copies, lang), figures: true },
      { head: text.documents, cell: unpack },
    ],
    rows,
  )
  return section('opened', text.opened, html`<p class="prose">${text.openedLead}</p>${table}`)
}

/** What was done about documents that the system has lost, and until when they are awaited. */
function loss({ status, handInBy }: NonNullable<OpenedBid['loss']>, context: PageContext): Html {
  const { lang, site } = context
  const until =
    handInBy === null ? null : fill(biddingTexts[lang].until, { time: formatTime(handInBy, lang, site.timeZone) })
  return html`${statusTag('loss', status, context)}${until && html`<span class="small">${until}</span>`}`
}

/** The way to the bidder's page, while bids are taken or may soon be. */
export function bidLink({ key, status }: ProcedureData, { lang }: PageContext): Html | null {
  if (!['keying', 'keyed', 'tendering', 'closed'].includes(status)) return null
  return html`<p class="actions">${buttonLink(at(lang, paths.bid(key)), biddingTexts[lang].bid)}</p>`
}
