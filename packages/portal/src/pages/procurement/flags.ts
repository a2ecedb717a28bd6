import { indicatorTexts } from '@gongshi/ocds'
import { fill, formatNumber, type Html, html, localText } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import type { FlagData, ProcedureData } from '../../procurementData.ts'
import { wordOf } from '../../texts/affairWords.ts'
import { flagTexts } from '../../texts/flags.ts'
import { recordBody } from '../recordBody.ts'
import { affair, section, statusTag } from './words.ts'

/** Questions that stand on the ledger with an answer, or whose time to answer is over. */
export function flags({ flags: all }: ProcedureData, context: PageContext): Html | null {
  if (all.length === 0) return null
  const text = flagTexts[context.lang]
  return section(
    'flags',
    text.flags,
    html`<p class="prose">${text.flagsLead}</p><div class="stack">${all.map((flag, at) => flagPanel(flag, at, context))}</div>`,
  )
}

function flagPanel(flag: FlagData, at: number, context: PageContext): Html {
  const { lang } = context
  const text = flagTexts[lang]
  const asked = fill(text.asked, { organ: localText(flag.supervisor.name, lang).text })
  const entries = fill(text.entries, { count: formatNumber(flag.entries, lang) })
  const answer =
    flag.answer === null
      ? html`<p class="soft small">${text.unanswered}</p>`
      : html`<blockquote>${recordBody({ body: flag.answer }, context)}</blockquote>`
  const finding =
    flag.finding === null
      ? null
      : html`<p><strong>${text.finding}</strong> ${wordOf(affair, flag.finding, lang)}</p>${flag.reasons === null ? null : recordBody({ body: flag.reasons }, context)}`
  return html`<article class="panel stack" aria-labelledby="flag-${at}"><h3 class="subtitle" id="flag-${at}">${indicatorTexts[flag.indicator].name[lang]} ${statusTag('flag', flag.status, context)}</h3><p class="soft small">${asked}</p>${recordBody({ body: flag.question }, context)}${answer}${finding}<p class="soft small">${entries}</p></article>`
}
