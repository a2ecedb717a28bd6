import { indicatorTexts } from '@gongshi/ocds'
import { fill, type Html, html, localText, timeOf } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { statusTag } from '../../pages/procurement/words.ts'
import { recordBody } from '../../pages/recordBody.ts'
import { actionWord } from '../../texts/affairWords.ts'
import { flagTexts } from '../../texts/flags.ts'
import type { AskedQuestion } from './data.ts'

const affair = 'procurement'

/** Questions that stand on the ledger, for those who answer or settle them; null: none. */
export function askedSection(asked: readonly AskedQuestion[], context: PageContext): Html | null {
  if (asked.length === 0) return null
  const text = flagTexts[context.lang]
  return html`<section class="section stack" aria-labelledby="asked"><h2 class="subtitle section-head" id="asked">${text.askedHead}</h2>${asked.map((each, index) => askedPanel(each, index, context))}</section>`
}

function askedPanel(asked: AskedQuestion, index: number, context: PageContext): Html {
  const { lang, site } = context
  const text = flagTexts[lang]
  const until =
    asked.status === 'raised'
      ? html`<p class="small">${text.answerBy}${timeOf(asked.answerBy, lang, site.timeZone)}</p>`
      : null
  const answer =
    asked.answer === null ? null : html`<blockquote>${recordBody({ body: asked.answer }, context)}</blockquote>`
  const act =
    asked.act === null
      ? null
      : html`<p class="actions"><a class="ds-button" href="${at(lang, paths.actForm(affair, asked.act))}?id=${encodeURIComponent(asked.key)}">${actionWord(affair, asked.act, lang)}</a></p>`
  const by = fill(text.asked, { organ: localText(asked.supervisor.name, lang).text })
  return html`<article class="panel stack" aria-labelledby="asked-${index}"><h3 class="subtitle" id="asked-${index}">${indicatorTexts[asked.indicator].name[lang]} ${statusTag('flag', asked.status, context)}</h3><p class="soft small"><a class="ds-link" href="${at(lang, paths.procedure(asked.procedure))}"><code>${asked.number}</code></a> · ${by}</p>${recordBody({ body: asked.question }, context)}${answer}${until}${act}</article>`
}
