import {
  breadcrumbs,
  type Fact,
  factList,
  fill,
  type Html,
  hash,
  html,
  localSpan,
  renderFrame,
  timeOf,
} from '@gongshi/ui'
import type { EntryData, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { actionWord, affairWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { checkIsland, checkPanel } from './checkPanel.ts'
import { clauseText } from './clause.ts'
import { entryErasure } from './entryErasure.ts'
import { entryGrounds } from './entryGrounds.ts'
import { entryOutcome } from './entryOutcome.ts'
import { entryKinds } from './entryTable.ts'
import { keyLink } from './key.ts'
import { qrPanel } from './qrPanel.ts'

/** One entry of the log, in words and raw. */
export function renderEntry(data: EntryData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const path = paths.entry(data.index)
  const title = fill(text.entryTitle, { index: data.index })
  const crumbs = [
    { label: text.ledgerTitle, href: at(lang, paths.ledger) },
    { label: title, href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<p class="eyebrow">${text[entryKinds[data.kind]]}</p><h1 class="title">${title}</h1>
<div class="columns section"><div>
<h2 class="subtitle section-head">${text.entryFacts}</h2>${factList(entryFacts(data, context), 'sided')}
${entryGrounds(data, context)}
${entryErasure(data, context)}
<div class="section">${checkIsland(data.evidence, context)}</div>
<section class="section stack" aria-labelledby="raw"><h2 class="subtitle section-head" id="raw">${text.raw}</h2>
${events(data, context)}${raw(text.leafDiagnostic, data.diagnostic)}${raw(text.leafBytes, data.leafHex)}</section>
</div><aside class="stack">${checkPanel(data.evidence, 'checkEntry', context)}${qrPanel(path, context)}</aside></div>`
  return renderFrame({ lang, site, title, path, islands: ['check'], body })
}

function events({ outcome }: EntryData, { lang }: PageContext): Html | null {
  if (outcome?.ok !== true || outcome.events.length === 0) return null
  return raw(pageTexts[lang].eventsDiagnostic, outcome.events.join('\n'))
}

function raw(summary: string, content: string): Html {
  return html`<details class="ds-details"><summary>${summary}</summary><div><pre class="note" tabindex="0"><code>${content}</code></pre></div></details>`
}

function entryFacts(data: EntryData, { lang, site }: PageContext): Fact[] {
  const text = pageTexts[lang]
  const facts: (Fact | null)[] = [
    { name: text.recordedAt, value: timeOf(data.time, lang, site.timeZone) },
    data.provenAt === undefined ? null : { name: text.provenAt, value: timeOf(data.provenAt, lang, site.timeZone) },
    {
      name: text.block,
      value: html`<a class="ds-link figure" href="${at(lang, paths.block(data.height))}">${data.height}</a>`,
    },
    data.affair === undefined
      ? null
      : {
          name: text.affair,
          value: html`<a class="ds-link" href="${at(lang, paths.affair(data.affair))}">${affairWord(data.affair, lang)}</a> <span class="soft">v${data.version}</span>`,
        },
    data.action === undefined
      ? null
      : {
          name: text.action,
          value: html`${actionWord(data.affair!, data.action, lang)} <code class="soft">${data.action}</code>`,
        },
    data.basis === undefined ? null : { name: text.basisThen, value: basis(data.basis, lang) },
    data.outcome === undefined
      ? null
      : { name: text.outcome, value: entryOutcome(data.affair!, data.outcome, data.height, lang) },
    data.record === undefined
      ? null
      : {
          name: text.aboutRecord,
          value: html`<a class="ds-link" href="${at(lang, paths.record(data.record.key))}">${localSpan(data.record.title, lang)}</a>`,
        },
    data.txId === undefined ? null : { name: text.transaction, value: hash(data.txId) },
    data.signers.length === 0
      ? null
      : {
          name: text.signers,
          value: data.signers.map(
            ({ keyId, organ, isListed }) =>
              html`<p>${organ === undefined ? null : html`${localSpan(organ, lang)} `}${isListed === true ? keyLink(keyId, { lang }) : html`<span class="hash">${keyId}</span>`}</p>`,
          ),
        },
    data.kind === 'tx' ? { name: text.bodyState, value: bodyState(data.body, lang) } : null,
  ]
  return facts.filter((fact) => fact !== null)
}

/** The clause by its title, and the wording that was in force then, at its place in the register of that day. */
function basis({ clause, day, wording }: NonNullable<EntryData['basis']>, lang: PageContext['lang']): Html {
  const text = pageTexts[lang]
  const words = wording === null ? text.wordingNone : fill(text.wordingThen, { number: wording.number, day })
  return html`${clauseText(clause, { lang })}<br><a class="ds-link small" href="${at(lang, paths.clauseOn(clause.code, day))}">${words}</a>`
}

function bodyState(body: EntryData['body'], lang: PageContext['lang']): string {
  const text = pageTexts[lang]
  if (body.state === 'erased') return fill(text.bodyErased, { entry: body.entry })
  return body.state === 'held' ? text.bodyHeld : text.bodyAbsent
}
