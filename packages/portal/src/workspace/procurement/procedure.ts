import {
  fill,
  formatMoney,
  formatNumber,
  type Html,
  html,
  localText,
  stackedTable,
  syntheticBadge,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { organLink } from '../../pages/organs.ts'
import { actionWord, roleWord, statusWord } from '../../texts/affairWords.ts'
import { procurementDeskTexts, wayStateTexts, wayStepTexts } from '../../texts/procurementWorkspace.ts'
import type { WorkspacePage } from '../data.ts'
import { askedSection } from './asked.ts'
import type { ExaminedOffer, ProcedureDeskData, WayAct, WayState, WayStep } from './data.ts'

const affair = 'procurement'
const tones: { readonly [State in WayState]: 'success' | 'info' | 'warning' | 'neutral' } = {
  done: 'success',
  todo: 'info',
  waiting: 'warning',
  later: 'neutral',
  off: 'neutral',
}

/** One procedure for those who run it: every step in order, each act one click away, and the offers to examine. */
export function procedureDeskPage(data: ProcedureDeskData, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = procurementDeskTexts[lang]
  const { row, agency, steps, ends, asked } = data
  const title = localText(row.title, lang)
  const isPreparing = ['planned', 'convened', 'keying', 'keyed'].includes(row.status)
  const composing = `${at(lang, paths.composeProcedure)}?procedure=${encodeURIComponent(row.key)}`
  const body = html`<div class="stack"><p class="tags">${tag(statusWord(affair, 'procedure', row.status, lang), 'info')}${row.synthetic ? syntheticBadge(lang) : null} <code>${row.number}</code></p>
<p>${organLink(row.buyer, context)} · ${organLink(agency, context)} · ${formatMoney(row.estimate, lang)}</p>
<p class="actions">${isPreparing ? html`<a class="ds-button" href="${composing}">${text.continueCompose}</a> ` : null}<a class="ds-link" href="${at(lang, paths.procedure(row.key))}">${text.publicPage}</a> <a class="ds-link" href="${at(lang, paths.procurementDesk)}">${text.backToDesk}</a></p></div>
${askedSection(asked, context)}<section class="section stack" aria-labelledby="way"><h2 class="subtitle section-head" id="way">${text.way}</h2><p class="prose small">${text.wayLead}</p><ol class="act-list">${steps.map((step) => stepItem(step, context))}</ol></section>
${examination(data, context)}
${ends.length === 0 ? null : html`<section class="section stack" aria-labelledby="ends"><h2 class="subtitle section-head" id="ends">${text.ends}</h2><p class="prose small">${text.endsLead}</p><p class="actions">${ends.map((act) => actLink(act, 'secondary', context))}</p></section>`}`
  return { title: title.text, section: 'procurement', path: paths.procedureDesk(row.key), body }
}

function stepItem({ step, state, acts, who, reasons, others, until, count }: WayStep, context: PageContext): Html {
  const { lang, site } = context
  const text = procurementDeskTexts[lang]
  const isOpen = state === 'todo' || state === 'waiting'
  const counted =
    count === null
      ? null
      : html` <span class="small soft">${count.of === null ? fill(text.counted1, { done: formatNumber(count.done, lang) }) : fill(text.counted, { done: formatNumber(count.done, lang), of: formatNumber(count.of, lang) })}</span>`
  const waits = [
    ...(others.length === 0
      ? []
      : [
          html`<p class="small">${text.ofOthers}${others.map((organ, index) => html`${index === 0 ? '' : lang === 'zh' ? '、' : ', '}${organLink(organ, context)}`)}</p>`,
        ]),
    ...(until === null
      ? []
      : [html`<p class="small">${fill(text.until, { time: '' })}${timeOf(until, lang, site.timeZone)}</p>`]),
    ...(reasons.length === 0
      ? []
      : [
          html`<p class="small">${text.reasons}${reasons.map((reason) => html`${reason[lang]} <code class="soft">${reason.code}</code> `)}</p>`,
        ]),
  ]
  const whoActs =
    !isOpen || who.length === 0
      ? null
      : html`<p class="small soft">${text.whoActs}${who.map(({ role, organ }, index) => html`${index === 0 ? '' : lang === 'zh' ? '；' : '; '}${role === 'expert' ? text.experts : roleWord(role, lang)}${organ === null ? '' : html` (${organLink(organ, context)})`}`)}</p>`
  const links = acts.map((act, index) =>
    actLink(act, state === 'todo' && act.isMine && index === 0 ? '' : 'secondary', context),
  )
  return html`<li class="act-choice" id="step-${step}"><p class="actions"><strong>${wayStepTexts[lang][step]}</strong> ${tag(wayStateTexts[lang][state], tones[state])}${counted}</p>${waits}${whoActs}${links.length === 0 ? null : html`<p class="actions">${links}</p>`}${step === 'qualify' && isOpen ? html`<p><a class="ds-link" href="#examine">${text.examine}</a></p>` : null}</li>`
}

function actLink({ action, key, input, label, isMine }: WayAct, variant: string, { lang }: PageContext): Html {
  const query = new URLSearchParams({
    ...(key === null ? {} : { id: key }),
    ...(input === null ? {} : { input: JSON.stringify(input) }),
  })
  const href = `${at(lang, paths.actForm(affair, action))}${query.size === 0 ? '' : `?${query}`}`
  const words = html`${actionWord(affair, action, lang)}${label === null ? '' : ` · ${label}`}`
  if (!isMine) return html`<a class="ds-link" href="${href}">${words}</a> `
  return variant === ''
    ? html`<a class="ds-button" href="${href}">${words}</a> `
    : html`<a class="ds-button" data-variant="secondary" href="${href}">${words}</a> `
}

/** All offers of each lot with both acts side by side. */
function examination({ lots }: ProcedureDeskData, context: PageContext): Html | null {
  const { lang } = context
  const text = procurementDeskTexts[lang]
  if (!lots.some(({ offers }) => offers.length > 0)) return null
  const tables = lots.map(({ number, title, ceiling, offers }) => {
    const name = fill(text.offersOfLot, { number, title: title ?? text.gone })
    return html`<div class="stack"><p class="small">${fill(text.ceiling, { amount: formatMoney(ceiling, lang) })}</p>${stackedTable<ExaminedOffer>(
      name,
      [
        { head: text.bidder, cell: ({ bidder }) => organLink(bidder, context) },
        { head: text.price, cell: ({ price }) => formatMoney(price, lang), figures: true },
        { head: text.status, cell: ({ status }) => statusWord(affair, 'offer', status, lang) },
        { head: text.action, cell: (offer) => offerActs(offer, context) },
      ],
      offers,
    )}</div>`
  })
  return html`<section class="section stack" aria-labelledby="examine"><h2 class="subtitle section-head" id="examine">${text.examine}</h2><p class="prose small">${text.examineLead}</p>${tables}</section>`
}

function offerActs({ acts, reasons }: ExaminedOffer, context: PageContext): Html | string {
  if (acts.length === 0 && reasons.length === 0) return '—'
  const why = reasons.map(
    (reason) => html`<p class="small">${reason[context.lang]} <code class="soft">${reason.code}</code></p>`,
  )
  return html`${why}<p class="actions">${acts.map((act) => actLink(act, 'secondary', context))}</p>`
}
