import { attributes, breadcrumbs, factList, fill, html, type Lang, localSpan, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import type { BidPageData } from '../../procurementData.ts'
import { statusWords } from '../../texts/affairWords.ts'
import { biddingTexts } from '../../texts/bidding.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { organLink } from '../organs.ts'
import { affair, statusTag, timeOrNot } from './words.ts'

/**
 * Where somebody bids, without signing in: what it takes happens in the island, which asks the ledger for whatever counts. What an
 * amendment changes is said by it alone once it runs.
 */
export function renderBid(data: BidPageData, context: PageContext): string {
  const { lang, site } = context
  const [text, words] = [biddingTexts[lang], procurementTexts[lang]]
  const path = paths.bid(data.key)
  const title = fill(text.bidTitle, { number: data.number })
  const crumbs = [
    { label: words.title, href: at(lang, paths.procedures) },
    { label: data.number, href: at(lang, paths.procedure(data.key)) },
    { label: text.bid, href: at(lang, path) },
  ]
  const spec = {
    procedure: data.key,
    worker: site.assets.scripts.cipherWorker,
    timeZone: site.timeZone,
    lots: data.lots.map(({ number, title }) => ({ number, title })),
    statuses: statusesOf(['procedure', 'bid'], lang),
  }
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1><p class="prose lead">${text.bidLead}</p>
${factList(
  [
    { name: words.matter, value: localSpan(data.title, lang) },
    { name: words.buyer, value: organLink(data.buyer, context) },
  ],
  'sided',
)}
<gongshi-bid class="section stack" ${attributes({ 'data-spec': JSON.stringify(spec), 'data-failed': text.bidFailed })}>${factList(
    [
      { name: words.status, value: statusTag('procedure', data.status, context) },
      { name: words.bidUntil, value: timeOrNot(data.bidUntil, context) },
    ],
    'sided',
  )}<p class="prose">${text.bidNoScript}</p><pre class="note" tabindex="0">gongshi bid request ${data.key} --trust trust.json
gongshi bid seal ${data.key} offer.json plan.pdf --trust trust.json
gongshi bid submit ${data.key} --trust trust.json</pre></gongshi-bid>`
  return renderFrame({ lang, site, title, path, islands: ['bid'], body })
}

/** The words of an affair's statuses, for a script that reads rows. */
export function statusesOf(entities: readonly string[], lang: Lang) {
  return Object.fromEntries(entities.map((entity) => [entity, statusWords(affair, entity, lang)]))
}
