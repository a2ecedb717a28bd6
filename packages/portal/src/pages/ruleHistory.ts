import {
  attributes,
  breadcrumbs,
  fill,
  fillParts,
  formatNumber,
  type Html,
  hash,
  html,
  renderFrame,
  shortHash,
  stackedTable,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { PlainValue } from '../governanceData.ts'
import { at, paths } from '../links.ts'
import { type RuleChange, type RuleHistoryData, type RuleKind, ruleKinds } from '../ruleHistoryData.ts'
import { affairWord } from '../texts/affairWords.ts'
import { partWord } from '../texts/governance.ts'
import { pageTexts } from '../texts/pages.ts'
import { ruleHistoryTexts, ruleKindWord } from '../texts/ruleHistory.ts'
import { entryBadge } from './entryBadge.ts'
import { proposalTitle, statusTag } from './governance.ts'
import { organLink } from './organs.ts'
import { pager } from './pager.ts'
import { plainText } from './parameters.ts'

/** Every change of the rules, what was before and after it, and by which vote. */
export function renderRuleHistory(data: RuleHistoryData, context: PageContext): string {
  const { lang, site } = context
  const text = ruleHistoryTexts[lang]
  const { kind, ahead, changes, place, founding } = data
  const path = pathOf(kind)
  const crumbs = [
    { label: pageTexts[lang].governanceTitle, href: at(lang, paths.governance) },
    { label: text.title, href: at(lang, paths.ruleHistory) },
  ]
  const list =
    changes.length === 0
      ? html`<h2 class="subtitle section-head">${text.changes}</h2><p class="prose">${text.none}</p>`
      : table({ caption: text.changes, when: text.when }, changes, context)
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
${form(kind, context)}
${ahead.length === 0 ? null : html`<section class="section">${table({ caption: text.ahead, when: text.decided }, ahead, context)}</section>`}
<section class="section">${list}${pager(place, path, text, context)}</section>
${founding === null ? null : beginning(founding, context)}
<p class="small section"><a class="ds-link feed" href="/api/v1/affairs/governance/views/proposal">${text.asData}</a></p>`
  return renderFrame({
    lang,
    site,
    title: text.title,
    description: text.lead,
    path,
    section: 'ledger',
    islands: ['check'],
    body,
  })
}

function pathOf(kind: RuleKind | null): string {
  return kind === null ? paths.ruleHistory : `${paths.ruleHistory}?kind=${kind}`
}

function form(asked: RuleKind | null, { lang }: PageContext): Html {
  const text = ruleHistoryTexts[lang]
  const options = ruleKinds.map(
    (kind) =>
      html`<option value="${kind}" ${attributes({ selected: kind === asked })}>${ruleKindWord(kind, lang)}</option>`,
  )
  return html`<form class="days section" action="${at(lang, paths.ruleHistory)}" method="get">
<p><label for="kind">${text.kind}</label><select class="ds-input" id="kind" name="kind"><option value="">${text.allKinds}</option>${options}</select></p>
<p><button class="ds-button" type="submit">${text.show}</button></p></form>`
}

function table(
  { caption, when }: { readonly caption: string; readonly when: string },
  rows: readonly RuleChange[],
  context: PageContext,
): Html {
  const { lang, site } = context
  const text = ruleHistoryTexts[lang]
  const words = pageTexts[lang]
  return stackedTable<RuleChange>(
    caption,
    [
      {
        head: when,
        cell: ({ at: time, height }) =>
          html`${timeOf(time, lang, site.timeZone)}<br><a class="ds-link small" href="${at(lang, paths.block(height))}">${fill(text.atOnce, { height: formatNumber(height, lang) })}</a>`,
      },
      {
        head: text.what,
        cell: (row) =>
          html`<a class="ds-link" href="${at(lang, paths.proposal(row.key))}">${proposalTitle(row, lang)}</a> ${statusTag(row.status, context)}<br><code class="small soft">${row.topic}</code>`,
      },
      { head: text.becomes, cell: (row) => change(row, context) },
      {
        head: text.decidedBy,
        cell: ({ approvals, electorate, needed }) => fill(words.votesOf, { approvals, electorate, needed }),
        figures: true,
      },
      { head: words.entry, cell: ({ entry }) => entryBadge(entry, context) },
    ],
    rows,
  )
}

/** Of keys and hashes the beginning; the proposal's page has them whole. */
function valueText(value: PlainValue, context: PageContext): Html {
  const isLong = value.kind === 'text' && /^[0-9a-f]{40,}$/.test(value.text)
  return isLong ? html`<code>${shortHash(value.text)}</code>` : plainText(value, context)
}

/** What it changes, part by part, with what was there before, and from when it counts. */
function change(row: RuleChange, context: PageContext): Html {
  const { lang, site } = context
  const text = ruleHistoryTexts[lang]
  const { before, member, endsAt, from } = row
  // The title says what it is about, and when it counts stands below.
  const parts = row.change.filter(({ name }) => !['affair', 'name', 'from'].includes(name))
  const lines = parts.map(({ name, value }) => html`<li>${partWord(name, lang)} ${valueText(value, context)}</li>`)
  const day =
    'height' in from
      ? fill(text.atOnce, { height: formatNumber(from.height, lang) })
      : timeOf(from.time, lang, site.timeZone)
  return html`<ul class="plain">${member === null ? null : html`<li>${organLink(member, context)}</li>`}${lines}${
    before === null ? null : html`<li class="soft">${text.was}${plainText(before, context)}</li>`
  }<li class="small">${fillParts(text.decides, { from: day })}</li>${
    endsAt === null
      ? null
      : html`<li class="small">${fillParts(text.untilEnd, { until: timeOf(endsAt, lang, site.timeZone) })}</li>`
  }</ul>`
}

function beginning(rows: NonNullable<RuleHistoryData['founding']>, context: PageContext): Html {
  const { lang } = context
  const text = ruleHistoryTexts[lang]
  const words = pageTexts[lang]
  return html`<section class="section">${stackedTable<(typeof rows)[number]>(
    text.founding,
    [
      {
        head: words.affair,
        cell: ({ affair }) =>
          html`<a class="ds-link" href="${at(lang, paths.affair(affair))}">${affairWord(affair, lang)}</a>`,
      },
      { head: partWord('version', lang), cell: ({ version }) => String(version), figures: true },
      { head: partWord('hash', lang), cell: ({ hash: bundle }) => hash(bundle) },
    ],
    rows,
  )}<p class="small soft">${text.foundingHow} <a class="ds-link" href="${at(lang, paths.ledger)}">${text.genesis}</a></p></section>`
}
