import {
  breadcrumbs,
  diff,
  fill,
  fillParts,
  type Html,
  html,
  htmlLang,
  localSpan,
  localText,
  renderFrame,
  table,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { FactChange, RecordChangesData, TextChange } from '../recordChanges.ts'
import { kindWord } from '../texts/codes.ts'
import { pageTexts } from '../texts/pages.ts'
import { recordChangesTexts } from '../texts/recordChanges.ts'
import { entryBadge } from './entryBadge.ts'
import { noticeTitle } from './noticeRows.ts'

/** What became of a record from one version to a later one: in words, and as a diff whose marks are said as well as shown. */
export function renderRecordChanges(data: RecordChangesData, context: PageContext): string {
  const { lang, site } = context
  const text = recordChangesTexts[lang]
  const { notice, from, to } = data
  const path = paths.recordChanges(notice.key, from.version, to.version)
  const versions = { from: from.version, to: to.version }
  const title = fill(text.title, versions)
  const crumbs = [
    { label: pageTexts[lang].latest, href: at(lang, paths.home) },
    { label: localSpan(notice.organ.name, lang), href: at(lang, paths.organ(notice.organ)) },
    { label: notice.identifier, href: at(lang, paths.record(notice.key)) },
    { label: title, href: at(lang, path) },
  ]
  const times = {
    ...versions,
    before: html`${timeOf(from.at, lang, site.timeZone)} ${entryBadge(from.entry, context)}`,
    after: html`${timeOf(to.at, lang, site.timeZone)} ${entryBadge(to.entry, context)}`,
  }
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1>
<p class="lead"><a class="ds-link" href="${at(lang, paths.record(notice.key, to.version))}">${localSpan(noticeTitle(notice, lang), lang)}</a></p>
<p class="prose section">${fillParts(text.lead, times)}</p>
<section class="section">${facts(data, context)}</section>
<section class="section stack">${texts(data, context)}</section>${others(data, context)}`
  const name = `${title} – ${localText(noticeTitle(notice, lang), lang).text}`
  return renderFrame({ lang, site, title: name, path, islands: ['check'], body })
}

function facts({ facts: changed }: RecordChangesData, { lang }: PageContext): Html {
  const text = recordChangesTexts[lang]
  if (changed.length === 0) return html`<p>${text.nothing}</p>`
  const shown = (name: FactChange['name'], value: string | null) =>
    value === null
      ? '—'
      : name === 'kind'
        ? kindWord(value, lang)
        : name === 'clause'
          ? html`<code>${value}</code>`
          : value
  return table<FactChange>(
    text.facts,
    [
      { head: text.fact, cell: ({ name }) => text[name] },
      { head: text.before, cell: ({ name, before }) => shown(name, before) },
      { head: text.after, cell: ({ name, after }) => shown(name, after) },
    ],
    changed,
  )
}

function texts({ texts: parts }: RecordChangesData, context: PageContext): Html {
  const text = recordChangesTexts[context.lang]
  if (parts === null) return html`<p class="prose">${text.noText}</p>`
  return html`<p class="small soft">${text.marks}</p>${parts.map((part) => textChange(part, context))}`
}

function textChange({ part, lang: of, what, parts }: TextChange, { lang }: PageContext): Html {
  const text = recordChangesTexts[lang]
  const name = of === 'zh' || of === 'en' || of === 'und' ? text[of] : of
  const count = (kind: 'removed' | 'added') => parts.filter((each) => each.kind === kind).length
  const head = html`<h2 class="subtitle">${fill(part === 'title' ? text.titleIn : text.textIn, { lang: name })}</h2>
<p>${what === 'changed' ? fill(text.changed, { removed: count('removed'), added: count('added') }) : text[what]}</p>`
  if (what === 'same') return head
  const said = { removed: text.saidRemoved, added: text.saidAdded }
  return html`${head}<div class="prose" lang="${of === 'zh' ? htmlLang.zh : of}">${diff(parts, said)}</div>`
}

/** Each version with the one before it. */
function others({ notice, from, to, versions }: RecordChangesData, { lang }: PageContext): Html | null {
  const text = recordChangesTexts[lang]
  const pairs = versions
    .slice(0, -1)
    .map((version, place) => ({ from: versions[place + 1]!, to: version }))
    .filter((pair) => pair.from !== from.version || pair.to !== to.version)
  if (pairs.length === 0) return null
  const links = pairs.map(
    (pair) =>
      html`<li><a class="ds-link" href="${at(lang, paths.recordChanges(notice.key, pair.from, pair.to))}">${fill(text.pair, pair)}</a></li>`,
  )
  return html`<section class="section" aria-labelledby="others"><h2 class="subtitle section-head" id="others">${text.others}</h2><ul class="plain">${links}</ul></section>`
}
