import {
  accessionStamp,
  alert,
  breadcrumbs,
  dateOf,
  type Fact,
  factList,
  fill,
  foldedHash,
  formatDay,
  formatMoney,
  type Html,
  html,
  localSpan,
  localText,
  renderFrame,
  standingBadge,
  syntheticBadge,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext, RecordData, RecordDate } from '../data.ts'
import { at, paths } from '../links.ts'
import { affairWord } from '../texts/affairWords.ts'
import { kindWord } from '../texts/codes.ts'
import { type PageText, pageTexts } from '../texts/pages.ts'
import { checkIsland, checkPanel } from './checkPanel.ts'
import { clauseText } from './clause.ts'
import { entryBadge } from './entryBadge.ts'
import { noticeTitle } from './noticeRows.ts'
import { qrPanel } from './qrPanel.ts'
import { recordBody } from './recordBody.ts'
import { versionTimeline } from './versions.ts'

/** One record: the document under its organ's head, what the register says of it, its versions, and the check. */
export function renderRecord(data: RecordData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const { notice } = data
  const title = localText(noticeTitle(notice, lang), lang)
  const path = paths.record(notice.key, data.versions[0]?.version === notice.version ? undefined : notice.version)
  const crumbs = [
    { label: text.latest, href: at(lang, paths.home) },
    { label: localSpan(notice.organ.name, lang), href: at(lang, paths.organ(notice.organ)) },
    { label: notice.identifier, href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}
${standingNotice(data, context)}
<div class="columns">
<div>${sheet(data, context)}
<section class="section" aria-labelledby="versions"><h2 class="subtitle section-head" id="versions">${text.versions}</h2>${versionTimeline(data, context)}</section></div>
<aside class="stack">${checkPanel(data.evidence, data.notice.kind === 'ocds-release' ? 'checkRelease' : 'checkBody', context)}${qrPanel(path, context)}${registerPanel(data, context)}</aside>
</div>`
  return renderFrame({ lang, site, title: title.text, path, islands: ['check'], body })
}

function sheet(data: RecordData, context: PageContext): Html {
  const { lang, site } = context
  const { notice } = data
  const organ = localText(notice.organ.name, lang)
  const title = localText(noticeTitle(notice, lang), lang)
  const text = pageTexts[lang]
  return html`<article class="sheet">
<header class="sheet-head"><p class="sheet-organ" lang="${organ.lang}">${organ.text}</p><p class="soft small">${notice.identifier}</p></header>
<h1 class="title" lang="${title.lang}">${title.text}</h1>
<p class="tags centred">${tag(kindWord(notice.kind, lang))}${standingBadge(notice.standing, lang)}${notice.synthetic ? syntheticBadge(lang) : null}</p>
${recordBody(data, context)}
<footer class="sheet-foot">${checkIsland(data.evidence, context)}${accessionStamp(text.accession, `№ ${notice.entry}`, formatDay(notice.publishedAt, site.timeZone))}</footer>
</article>`
}

/** A reader of an old or withdrawn version learns so before the text, with the way to what holds now. */
function standingNotice({ notice, versions }: RecordData, { lang }: PageContext): Html | null {
  const text = pageTexts[lang]
  if (notice.standing === 'withdrawn') return alert('danger', text.withdrawnTitle, html`<p>${text.withdrawnBody}</p>`)
  if (notice.standing !== 'superseded') return null
  const newest = versions[0]
  const link =
    newest === undefined
      ? null
      : html`<a class="ds-link" href="${at(lang, paths.record(notice.key))}">${text.seeCurrent}</a>`
  return alert(
    'warning',
    text.supersededTitle,
    html`<p>${fill(text.supersededBody, { version: notice.version })} ${link}</p>`,
  )
}

const dateNames: { readonly [N in RecordDate['name']]: PageText } = {
  published: 'datePublished',
  effective: 'dateEffective',
  expires: 'dateExpires',
  released: 'dateReleased',
  issued: 'dateIssued',
}

/** What happened has a moment; what a rule says (in force, until) is a day. */
function dateValue(date: RecordDate, { lang, site }: PageContext): Html {
  return date.name === 'published' || date.name === 'released'
    ? timeOf(date.at, lang, site.timeZone)
    : dateOf(date.at, lang, 'UTC')
}

function registerPanel(data: RecordData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  const { notice } = data
  const optional = (name: string, values: readonly Html[]): Fact[] =>
    values.length === 0 ? [] : [{ name, value: values }]
  const { division } = notice.organ
  const facts: Fact[] = [
    {
      name: text.organ,
      value: html`<a class="ds-link" href="${at(lang, paths.organ(notice.organ))}">${localSpan(notice.organ.name, lang)}</a>`,
    },
    { name: text.organId, value: html`<code>${notice.organ.scheme} ${notice.organ.id}</code>` },
    ...optional(
      text.division,
      division === undefined
        ? []
        : [html`${division.name === undefined ? null : localSpan(division.name, lang)} <code>${division.code}</code>`],
    ),
    {
      name: text.affair,
      value: html`<a class="ds-link" href="${at(lang, paths.affair(data.affair))}">${affairWord(data.affair, lang)}</a>`,
    },
    { name: text.clause, value: clauseText(data.clause, context) },
    ...data.dates.map((date) => ({ name: text[dateNames[date.name]], value: dateValue(date, context) })),
    ...optional(
      text.amounts,
      data.amounts.map(
        (amount) => html`<p class="figure">${formatMoney(amount, lang)} <code class="soft">${amount.path}</code></p>`,
      ),
    ),
    ...optional(
      text.releaseTags,
      data.releaseTags.map((release) => html`<code>${release}</code> `),
    ),
    {
      name: text.entry,
      value: entryBadge(notice.entry, context),
    },
    { name: text.block, value: html`<span class="figure">${data.height}</span>` },
    { name: text.transaction, value: foldedHash(data.txId) },
    { name: text.commitment, value: foldedHash(data.commitment) },
  ]
  return html`<section class="panel" aria-labelledby="register"><h2 class="subtitle" id="register">${text.register}</h2>${factList(facts)}</section>`
}
