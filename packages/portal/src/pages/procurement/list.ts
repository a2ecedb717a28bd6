import {
  fill,
  formatMoney,
  formatNumber,
  type Html,
  html,
  localSpan,
  renderFrame,
  stackedTable,
  syntheticBadge,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { filterQuery } from '../../procedureFilters.ts'
import type { ProcedureRow, ProceduresData } from '../../procurementData.ts'
import { procedureListTexts } from '../../texts/procedureList.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { organLink } from '../organs.ts'
import { pager } from '../pager.ts'
import { findForm } from './findForm.ts'
import { statusTag, timeOrNot } from './words.ts'

/** Procedures that fit what the address asks for. */
export function renderProcedures(data: ProceduresData, context: PageContext): string {
  const { lang, site } = context
  const text = procurementTexts[lang]
  const path = `${paths.procedures}${filterQuery(data.filters)}`
  const list = data.rows.length === 0 ? nothing(data, context) : rowsTable(data.rows, context)
  const body = html`<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
${findForm(data, context)}<section class="section stack">${counted(data, context)}${list}${pager(data.place, path, text, context)}${elsewhere(data, context)}</section>`
  return renderFrame({ lang, site, title: text.title, path, body })
}

function rowsTable(rows: readonly ProcedureRow[], context: PageContext): Html {
  const { lang } = context
  const text = procurementTexts[lang]
  return stackedTable<ProcedureRow>(
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
}

function nothing({ all }: ProceduresData, { lang }: PageContext): Html {
  const text = procedureListTexts[lang]
  return all === 0
    ? html`<p class="prose">${procurementTexts[lang].none}</p>`
    : html`<p class="prose"><strong>${text.noneFits}</strong> ${text.noneFitsHow}</p>`
}

function counted({ total, all, isWhole, filters }: ProceduresData, { lang }: PageContext): Html | null {
  if (all === 0) return null
  const text = procedureListTexts[lang]
  const count = fill(text.total, { total: formatNumber(total, lang), all: formatNumber(all, lang) })
  const query = filterQuery(filters)
  const files = html`${text.download} <a class="ds-link" href="${paths.procurementFile('procedures.csv')}${query}" download>${text.csv}</a> · <a class="ds-link" href="${paths.procurementFile('procedures.json')}${query}" download>${text.json}</a> · <a class="ds-link" href="${paths.ocdsRecords}" download>${text.ocds}</a>`
  const figures = html`<a class="ds-link" href="${at(lang, paths.procurementFigures)}">${text.statistics}</a>`
  return html`<p aria-live="polite">${count}${isWhole ? null : html` ${text.partly}`}</p><p class="small">${files} · ${figures}</p>`
}

/** What was imported stands among the publications, not among the procedures that this ledger ran. */
function elsewhere({ filters }: ProceduresData, { lang }: PageContext): Html {
  const text = procedureListTexts[lang]
  if (filters.q === undefined)
    return html`<p class="small"><a class="ds-link" href="${at(lang, paths.search)}">${text.imported}</a></p>`
  const label = fill(text.importedWords, { words: filters.q })
  return html`<p class="small"><a class="ds-link" href="${at(lang, paths.search)}?q=${encodeURIComponent(filters.q)}">${label}</a></p>`
}
