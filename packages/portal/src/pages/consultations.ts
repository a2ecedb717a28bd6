import {
  alert,
  breadcrumbs,
  factList,
  fill,
  fillParts,
  formatTime,
  type Html,
  html,
  localSpan,
  localText,
  renderFrame,
  stackedTable,
  syntheticBadge,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { CommentData, ConsultationData, ConsultationRow, ConsultationsData } from '../consultationData.ts'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { statusWord, wordOf } from '../texts/affairWords.ts'
import { consultationTexts } from '../texts/consultations.ts'
import { checkIsland, checkPanel } from './checkPanel.ts'
import { clauseText } from './clause.ts'
import { entryBadge } from './entryBadge.ts'
import { organLink } from './organs.ts'
import { pager } from './pager.ts'
import { recordBody } from './recordBody.ts'
import { stepsTable } from './steps.ts'

const affair = 'participation'

/** All consultations, those that end last first. */
export function renderConsultations({ rows, place }: ConsultationsData, context: PageContext): string {
  const { lang, site } = context
  const text = consultationTexts[lang]
  const list =
    rows.length === 0
      ? html`<p class="prose">${text.none}</p>`
      : stackedTable<ConsultationRow>(
          text.caption,
          [
            {
              head: text.matter,
              cell: (row) =>
                html`<a class="ds-link" href="${at(lang, paths.consultation(row.key))}">${localSpan(row.title, lang)}</a> ${row.synthetic ? syntheticBadge(lang) : null}<br><code class="soft small">${row.number}</code>`,
            },
            { head: text.organ, cell: ({ organ }) => organLink(organ, context) },
            { head: text.status, cell: (row) => statusTag(row, context) },
            { head: text.closes, cell: ({ closes }) => timeOf(closes, lang, site.timeZone) },
          ],
          rows,
        )
  const body = html`<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p><section class="section">${list}${pager(place, paths.consultations, text, context)}</section>`
  return renderFrame({ lang, site, title: text.title, path: paths.consultations, body })
}

/** One consultation: the draft, what was said, the answer, and the check. */
export function renderConsultation(data: ConsultationData, context: PageContext): string {
  const { lang, site } = context
  const text = consultationTexts[lang]
  const title = localText(data.title, lang)
  const path = paths.consultation(data.key)
  const crumbs = [
    { label: text.title, href: at(lang, paths.consultations) },
    { label: localSpan(data.organ.name, lang), href: at(lang, paths.organ(data.organ)) },
    { label: data.number, href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}
<div class="columns"><div>${sheet(data, context)}
${said(data, context)}${answer(data, context)}${stepsTable(data.steps, affair, text, context)}</div>
<aside class="stack">${checkPanel(data.evidence, 'checkEntry', context)}${facts(data, context)}<p class="small soft">${text.privacy}</p><p class="small soft">${text.how} <code>gongshi person --help</code></p></aside></div>`
  return renderFrame({ lang, site, title: title.text, path, islands: ['check'], body })
}

function sheet(data: ConsultationData, context: PageContext): Html {
  const { lang } = context
  const title = localText(data.title, lang)
  const organ = localText(data.organ.name, lang)
  const withdrawn =
    data.withdrawnBy === null
      ? null
      : html`<p>${fillParts(consultationTexts[lang].withdrawn, { clause: clauseText(data.withdrawnBy, context) })}</p>`
  return html`<article class="sheet"><header class="sheet-head"><p class="sheet-organ" lang="${organ.lang}">${organ.text}</p><p class="soft small">${data.number}</p></header>
<h1 class="title" lang="${title.lang}">${title.text}</h1>
<p class="tags centred">${statusTag(data, context)}${data.synthetic ? syntheticBadge(lang) : null}</p>
${withdrawn}${recordBody({ body: data.draft }, context)}
<footer class="sheet-foot">${checkIsland(data.evidence, context)}</footer></article>`
}

function said({ comments, place, key }: ConsultationData, context: PageContext): Html {
  const text = consultationTexts[context.lang]
  const list =
    comments.length === 0 && place.isFirst && place.next === null
      ? html`<p class="prose">${text.noComments}</p>`
      : html`<div class="stack">${comments.map((each) => comment(each, context))}</div>`
  return html`<section class="section" aria-labelledby="comments"><h2 class="subtitle section-head" id="comments">${text.comments}</h2>${list}${pager(place, paths.consultation(key), { ...text, further: text.furtherComments }, context)}</section>`
}

function comment(data: CommentData, context: PageContext): Html {
  const { lang, site } = context
  const text = consultationTexts[lang]
  const links = html`<p class="small soft">${timeOf(data.at, lang, site.timeZone)} · ${entryBadge(data.entry, context)} · <a class="ds-link" href="${data.evidence}" download>${text.evidence}</a></p>`
  if (data.state === 'made') return html`<article class="panel stack">${recordBody(data, context)}${links}</article>`
  const words = {
    ground: html`${wordOf(affair, data.ground, lang)}`,
    clause: clauseText(data.clause, context),
  }
  return html`<article class="tombstone stack"><p>${fillParts(text.withheld, words)}</p>${links}</article>`
}

function answer({ status, answer, answerBy }: ConsultationData, context: PageContext): Html | null {
  const { lang, site } = context
  const text = consultationTexts[lang]
  if (status === 'withdrawn') return null
  const owed = { time: formatTime(answerBy, lang, site.timeZone) }
  const body =
    answer !== null
      ? html`<div class="panel">${recordBody({ body: answer }, context)}</div>`
      : status === 'overdue'
        ? alert('danger', fill(text.answerLate, owed), html``)
        : html`<p class="prose">${fill(text.answerOwed, owed)}</p>`
  return html`<section class="section" aria-labelledby="answer"><h2 class="subtitle section-head" id="answer">${text.answer}</h2>${body}</section>`
}

function facts(data: ConsultationData, context: PageContext): Html {
  const { lang, site } = context
  const text = consultationTexts[lang]
  return html`<section class="panel stack">${factList([
    { name: text.organ, value: organLink(data.organ, context) },
    { name: text.clause, value: clauseText(data.clause, context) },
    { name: text.closes, value: timeOf(data.closes, lang, site.timeZone) },
    { name: text.answerBy, value: timeOf(data.answerBy, lang, site.timeZone) },
  ])}</section>`
}

const tones = { open: 'info', closed: 'warning', overdue: 'danger', answered: 'success' } as const

function statusTag({ status }: Pick<ConsultationRow, 'status'>, { lang }: PageContext): Html {
  const tone = Object.hasOwn(tones, status) ? tones[status as keyof typeof tones] : undefined
  return tag(statusWord(affair, 'consultation', status, lang), tone)
}
