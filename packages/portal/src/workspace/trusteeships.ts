import { attributes, fill, html, localSpan, localText, stackedTable } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { organLink } from '../pages/organs.ts'
import { statusesOf } from '../pages/procurement/bid.ts'
import { statusTag, timeOrNot } from '../pages/procurement/words.ts'
import type { Trusteeship } from '../procurementData.ts'
import { biddingTexts } from '../texts/bidding.ts'
import { procurementTexts } from '../texts/procurement.ts'
import type { WorkspacePage } from './data.ts'

/** The procedures whose bids the officer's departments keep shut. */
export function trusteeshipsPage(rows: readonly Trusteeship[], context: PageContext): WorkspacePage {
  const { lang } = context
  const text = biddingTexts[lang]
  const list =
    rows.length === 0
      ? html`<p class="soft">${text.trusteeshipsNone}</p>`
      : stackedTable<Trusteeship>(
          text.trusteeships,
          [
            {
              head: text.matter,
              cell: ({ procedure, organ }) =>
                html`<a class="ds-link" href="${at(lang, paths.trusteeship(procedure.key, organ))}">${localSpan(procedure.title, lang)}</a><br><code class="soft small">${procedure.number}</code>`,
            },
            { head: text.department, cell: ({ organ }) => organLink(organ, context) },
            { head: text.own, cell: ({ status }) => statusTag('trustee', status, context) },
            { head: text.status, cell: ({ procedure }) => statusTag('procedure', procedure.status, context) },
            { head: text.bidUntil, cell: ({ procedure }) => timeOrNot(procedure.bidUntil, context) },
          ],
          rows,
        )
  const body = html`<p class="prose lead">${text.trusteeshipsLead}</p><section class="section">${list}</section>`
  return { title: text.trusteeships, section: 'trusteeships', path: paths.trusteeships, body }
}

/** One department's part in one procedure; the island takes each step. */
export function trusteeshipPage({ procedure, organ }: Trusteeship, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = biddingTexts[lang]
  const spec = {
    procedure: procedure.key,
    organ: { scheme: organ.scheme, id: organ.id },
    statuses: statusesOf(['procedure', 'trustee'], lang),
  }
  const name = localText(organ.name, lang)
  const body = html`<p class="prose lead">${fill(text.trusteeLead, { organ: name.text })}</p>
<p><a class="ds-link" href="${at(lang, paths.procedure(procedure.key))}">${localSpan(procedure.title, lang)}</a> · <a class="ds-link" href="${at(lang, paths.trusteeships)}">${procurementTexts[lang].title}${lang === 'zh' ? '：' : ': '}${text.trusteeships}</a></p>
<gongshi-trustee class="section stack" ${attributes({ 'data-spec': JSON.stringify(spec), 'data-failed': text.trusteeFailed })}><p class="prose">${text.trusteeNoScript}</p><pre class="note" tabindex="0">gongshi trustee enrol ${procedure.key} --organ ${organ.scheme}:${organ.id} --key KEY --trust trust.json
gongshi trustee contribute ${procedure.key} --key KEY --trust trust.json
gongshi trustee judge ${procedure.key} --key KEY --trust trust.json
gongshi trustee give ${procedure.key} --key KEY --trust trust.json
gongshi trustee open ${procedure.key} --key KEY --trust trust.json</pre></gongshi-trustee>`
  return {
    title: fill(text.trusteeTitle, { number: procedure.number }),
    section: 'trusteeships',
    path: paths.trusteeship(procedure.key, organ),
    body,
    islands: ['trustee'],
  }
}
