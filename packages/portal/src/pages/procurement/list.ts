import { formatMoney, html, localSpan, renderFrame, stackedTable, syntheticBadge } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import type { ProcedureRow, ProceduresData } from '../../procurementData.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { organLink } from '../organs.ts'
import { pager } from '../pager.ts'
import { statusTag, timeOrNot } from './words.ts'

/** All procedures, the newest first. */
export function renderProcedures({ rows, place }: ProceduresData, context: PageContext): string {
  const { lang, site } = context
  const text = procurementTexts[lang]
  const list =
    rows.length === 0
      ? html`<p class="prose">${text.none}</p>`
      : stackedTable<ProcedureRow>(
          text.caption,
          [
            {
              head: text.matter,
              cell: (row) =>
                html`<a class="ds-link" href="${at(lang, paths.procedure(row.key))}">${localSpan(row.title, lang)}</a> ${row.synthetic ? syntheticBadge(lang) : null}<br><code class="soft small">${row.number}</code>`,
            },
            { head: text.buyer, cell: ({ buyer }) => organLink(buyer, context) },
            { head: text.estimate, cell: ({ estimate }) => formatMoney(estimate, lang), figures: true },
            { head: text.status, cell: (row) => statusTag('procedure', row.status, context) },
            { head: text.bidUntil, cell: ({ bidUntil }) => timeOrNot(bidUntil, context) },
          ],
          rows,
        )
  const body = html`<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p><section class="section">${list}${pager(place, paths.procedures, text, context)}</section>`
  return renderFrame({ lang, site, title: text.title, path: paths.procedures, body })
}
