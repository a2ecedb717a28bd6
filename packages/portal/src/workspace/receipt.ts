import { alert, breadcrumbs, buttonLink, fill, formatTime, type Html, html, renderFrame } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { checkIsland } from '../pages/checkPanel.ts'
import { entryBadge } from '../pages/entryBadge.ts'
import { refusal } from '../pages/entryOutcome.ts'
import { actionWord, affairWord, entityWord, statusWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import type { Matter, NextAct, ReceiptData } from './actData.ts'
import { help } from './help.ts'
import { shortcuts } from './shell.ts'

/** What became of an act: its entry, its evidence, and what may happen next. */
export function renderReceipt({ entry, matters }: ReceiptData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const { index, affair, action, outcome } = entry
  const title = fill(text.receiptTitle, { index })
  const path = paths.receipt(index)
  const crumbs = [
    { label: text.workspace, href: at(lang, paths.workspace) },
    { label: title, href: at(lang, path) },
  ]
  const act =
    affair === undefined
      ? null
      : html`<p><strong>${affairWord(affair, lang)} · ${actionWord(affair, action!, lang)}</strong></p>`
  const isOk = outcome?.ok !== false
  const told = html`${act}${outcome?.ok === false ? refusal(outcome, lang) : null}<p>${text.receiptKeep}</p>
<p class="actions">${buttonLink(entry.evidence.gse, text.evidenceFile, { download: true, primary: true })}${buttonLink(at(lang, paths.entry(index)), text.receiptEntry)}</p>`
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1>${help('receipt', context)}
<div class="section">${alert(isOk ? 'success' : 'danger', fill(isOk ? text.receiptOk : text.receiptRefused, { index }), told)}</div>
<div class="section">${checkIsland(entry.evidence, context)}</div>
<section class="section stack" aria-labelledby="next"><h2 class="subtitle section-head" id="next">${text.receiptNext}</h2>${next(matters, isOk, index, context)}</section>${shortcuts(lang)}`
  return renderFrame({ lang, site, title, path, islands: ['check', 'workspace'], body })
}

function next(matters: readonly Matter[], isOk: boolean, entry: number, context: PageContext): Html | readonly Html[] {
  const text = pageTexts[context.lang]
  if (matters.length === 0) return html`<p>${isOk ? text.receiptFollows : text.receiptUnchanged}</p>`
  return matters.map((matter) => one(matter, entry, context))
}

function one({ affair, entity, key, status, next: acts }: Matter, entry: number, context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  const standing = fill(text.receiptStatus, {
    entity: entityWord(affair, entity, lang),
    status: statusWord(affair, entity, status, lang),
  })
  const said = ({ byItself, isSigned }: NextAct): string => {
    const byTime =
      byItself === null
        ? []
        : [
            byItself.at === null
              ? text.nextByItself
              : fill(text.nextAt, { time: formatTime(byItself.at, lang, site.timeZone) }),
          ]
    return [...(isSigned ? [text.nextSigned] : []), ...byTime].join(lang === 'zh' ? '；' : '; ')
  }
  const item = (act: NextAct): Html => {
    const word = actionWord(affair, act.action, lang)
    const href = `${at(lang, paths.actForm(affair, act.action))}?id=${encodeURIComponent(key)}`
    return html`<li>${act.isSigned ? html`<a class="ds-link" href="${href}">${word}</a>` : word} <span class="soft small">${said(act)}</span></li>`
  }
  return html`<p>${standing} ${entryBadge(entry, context)}</p>${acts.length === 0 ? html`<p>${text.receiptNothing}</p>` : html`<ul>${acts.map(item)}</ul>`}`
}
