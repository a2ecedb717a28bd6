import { attributes, buttonLink, type Html, html, shortHash, stackedTable } from '@gongshi/ui'
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
      { head: text.status, cell: ({ status }) => statusTag('bid', status, context) },
      { head: text.documents, cell: unpack },
    ],
    rows,
  )
  return section('opened', text.opened, html`<p class="prose">${text.openedLead}</p>${table}`)
}

/** The way to the bidder's page, while bids are taken or may soon be. */
export function bidLink({ key, status }: ProcedureData, { lang }: PageContext): Html | null {
  if (!['keying', 'keyed', 'tendering', 'closed'].includes(status)) return null
  return html`<p class="actions">${buttonLink(at(lang, paths.bid(key)), biddingTexts[lang].bid)}</p>`
}
