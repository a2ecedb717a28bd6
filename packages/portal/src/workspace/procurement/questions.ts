import { indicatorTexts } from '@gongshi/ocds'
import { fill, type Html, html, localSpan, stackedTable, syntheticBadge } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { clauseText } from '../../pages/clause.ts'
import { flagTexts } from '../../texts/flags.ts'
import type { WorkspacePage } from '../data.ts'
import { askedSection } from './asked.ts'
import type { QuestionData, QuestionedProcedure, QuestionsData } from './data.ts'

const affair = 'procurement'

/** What public data raises in the divisions that the reader supervises, each with all that is needed to reckon it again. */
export function questionsPage(
  { isSupervisor, procedures, asked, isCut }: QuestionsData,
  context: PageContext,
): WorkspacePage {
  const text = flagTexts[context.lang]
  const none = isSupervisor ? text.deskNone : text.deskNoOffice
  const list = procedures.map((procedure) => procedureSection(procedure, context))
  const body = html`<p class="prose lead">${text.deskLead}</p>
${askedSection(asked, context)}${list.length === 0 ? html`<p>${none}</p>` : list}${isCut ? html`<p class="small soft">${text.deskCut}</p>` : null}`
  return { title: text.desk, section: 'procurement', path: paths.questionsDesk, body }
}

function procedureSection(procedure: QuestionedProcedure, context: PageContext): Html {
  const { lang } = context
  const { row, questions } = procedure
  const id = `procedure-${row.number}`
  const title = html`<a class="ds-link" href="${at(lang, paths.procedure(row.key))}">${localSpan(row.title, lang)}</a>`
  const panels = questions.map((question, index) => questionPanel(question, `${id}-${index}`, procedure, context))
  return html`<section class="section stack" aria-labelledby="${id}"><h2 class="subtitle section-head" id="${id}">${title} ${row.synthetic ? syntheticBadge(lang) : null}</h2><p class="soft small"><code>${row.number}</code></p>${panels}</section>`
}

function questionPanel(question: QuestionData, id: string, procedure: QuestionedProcedure, context: PageContext): Html {
  const { lang } = context
  const text = flagTexts[lang]
  const { name, question: asked, cardinal } = indicatorTexts[question.indicator]
  const lot =
    question.lot === null
      ? null
      : html` <span class="small">${fill(text.lot, { lot: question.lot.replace(/^lot-/, '') })}</span>`
  const method = cardinal === null ? null : html`<p class="soft small">${text.method} Cardinal ${cardinal}</p>`
  const { clause } = question
  const source =
    clause === null ? null : html`<p class="soft small">${text.thresholdBy}${clauseText(clause, context)}</p>`
  const input = { ...procedure.asking, indicator: question.indicator, version: 1 }
  const form = `${at(lang, paths.actForm(affair, 'raiseFlag'))}?input=${encodeURIComponent(JSON.stringify(input))}`
  return html`<article class="panel stack" aria-labelledby="${id}"><h3 class="subtitle" id="${id}">${name[lang]}${lot}</h3><p class="prose">${asked[lang]}</p>
<p><strong>${text.sum}</strong> <code class="wrap">${question.sum}</code></p>${source}${method}<details><summary>${text.inputs}</summary>${stackedTable<
    QuestionData['inputs'][number]
  >(
    text.inputs,
    [
      { head: text.where, cell: ({ ocid, pointer }) => html`<code class="small wrap">${ocid} ${pointer}</code>` },
      { head: text.value, cell: ({ value }) => html`<code class="small wrap">${JSON.stringify(value)}</code>` },
    ],
    question.inputs,
  )}</details><p class="actions"><a class="ds-button" data-variant="secondary" href="${form}">${text.raise}</a></p></article>`
}
