import {
  attributes,
  fill,
  type Html,
  html,
  localSpan,
  localText,
  stackedTable,
  syntheticBadge,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { statusWord } from '../../texts/affairWords.ts'
import { flagTexts } from '../../texts/flags.ts'
import { procurementDeskTexts, wayStepTexts } from '../../texts/procurementWorkspace.ts'
import type { WorkspacePage } from '../data.ts'
import { workspaceTexts } from '../texts.ts'
import type { DeskData, DeskRow } from './data.ts'

/** The tenders of the reader's organs: where each stands, whose turn it is, and what waits in this browser. */
export function procurementDeskPage({ organs, rows, isCut }: DeskData, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = procurementDeskTexts[lang]
  const names = organs.map(({ name }) => localText(name, lang).text).join(lang === 'zh' ? '、' : ', ')
  const list =
    rows.length === 0
      ? html`<p>${organs.length === 0 ? text.deskNoOffice : text.deskNone}</p>`
      : html`${table(rows, context)}${isCut ? html`<p class="small soft">${text.deskCut}</p>` : null}`
  const body = html`<div class="stack"><p class="prose lead">${text.deskLead}</p>${organs.length === 0 ? null : html`<p>${fill(text.deskFor, { organs: names })}</p>`}
<p class="actions"><a class="ds-button" href="${at(lang, paths.composeProcedure)}">${text.compose}</a> <a class="ds-button" data-variant="secondary" href="${at(lang, paths.scoring)}">${text.scoring}</a> <a class="ds-button" data-variant="secondary" href="${at(lang, paths.questionsDesk)}">${flagTexts[lang].desk}</a></p></div>
<section class="section stack">${list}</section>
<section class="section stack" id="drafts"><h2 class="subtitle section-head">${text.drafts}</h2><gongshi-drafts ${attributes({ 'data-failed': workspaceTexts[lang].draftsFailed })}><p><a class="ds-link" href="${at(lang, paths.sign)}">${workspaceTexts[lang].signPage}</a></p></gongshi-drafts></section>`
  return { title: text.desk, section: 'procurement', path: paths.procurementDesk, body, islands: ['drafts'] }
}

function table(rows: readonly DeskRow[], context: PageContext): Html {
  const { lang } = context
  const text = procurementDeskTexts[lang]
  return stackedTable<DeskRow>(
    text.procedures,
    [
      {
        head: text.matter,
        cell: ({ row }) =>
          html`<a class="ds-link" href="${at(lang, paths.procedureDesk(row.key))}">${localSpan(row.title, lang)}</a> ${row.synthetic ? syntheticBadge(lang) : null}<br><code class="soft small">${row.number}</code>`,
      },
      { head: text.status, cell: ({ row }) => statusWord('procurement', 'procedure', row.status, lang) },
      { head: text.turn, cell: (row) => turn(row, context) },
      { head: text.deadline, cell: (row) => deadline(row, context) },
    ],
    rows,
  )
}

/** What is to be done, one's own first; else for whom it waits. */
function turn({ now, unanswered }: DeskRow, { lang }: PageContext): Html | string {
  const text = procurementDeskTexts[lang]
  const items = now.map((step) => {
    const isMine = step.state === 'todo' && step.acts.some((act) => act.isMine)
    const others = step.others.map(({ name }) => localText(name, lang).text).join(lang === 'zh' ? '、' : ', ')
    return {
      isMine,
      item: html`<li>${isMine ? html`<strong>${wayStepTexts[lang][step.step]}</strong> <span class="small">${text.mine}</span>` : wayStepTexts[lang][step.step]}${others === '' ? null : html`<br><span class="small soft">${text.ofOthers}${others}</span>`}</li>`,
    }
  })
  const questions = unanswered === 0 ? null : html`<li>${fill(text.unanswered, { count: unanswered })}</li>`
  if (items.length === 0 && questions === null) return '—'
  const sorted = items.toSorted((one, other) => Number(other.isMine) - Number(one.isMine))
  return html`<ul class="plain">${questions}${sorted.map(({ item }) => item)}</ul>`
}

function deadline({ now, row }: DeskRow, { lang, site }: PageContext): Html | string {
  const times = [
    ...now.flatMap(({ until }) => until ?? []),
    ...(row.status === 'tendering' && row.bidUntil !== null ? [row.bidUntil] : []),
  ]
  return times.length === 0 ? '—' : timeOf(Math.min(...times), lang, site.timeZone)
}
