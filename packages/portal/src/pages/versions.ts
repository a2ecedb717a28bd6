import {
  colon,
  fill,
  fillParts,
  type Html,
  html,
  type Moment,
  type Standing,
  standingBadge,
  timeline,
  timeOf,
} from '@gongshi/ui'
import type { PageContext, RecordData, VersionData } from '../data.ts'
import { at, paths } from '../links.ts'
import { reasonWord } from '../texts/codes.ts'
import { pageTexts } from '../texts/pages.ts'
import { recordChangesTexts } from '../texts/recordChanges.ts'
import { clauseText } from './clause.ts'
import { entryBadge } from './entryBadge.ts'

/** All versions, newest first: what replaced what, under which clause, and what became of the content. */
export function versionTimeline(data: RecordData, context: PageContext): Html {
  return timeline(data.versions.map((version) => moment(version, data, context)))
}

function moment(version: VersionData, { notice }: RecordData, context: PageContext): Moment {
  const { lang, site } = context
  const [text, changes] = [pageTexts[lang], recordChangesTexts[lang]]
  const standing: Standing =
    version.standing === 'superseded' && version.content === 'erased' ? 'erased' : version.standing
  const shown = version.version === notice.version
  const name = fill(text.version, { version: version.version })
  const head = html`<span class="figure">${shown ? name : html`<a class="ds-link" href="${at(lang, paths.record(notice.key, version.version))}">${name}</a>`}</span>${standingBadge(version.standing, lang)}${version.content === 'erased' ? standingBadge('erased', lang) : null}${shown ? html`<span class="soft small">${text.shownVersion}</span>` : null}`
  const change =
    version.version === 1
      ? null
      : html` · <a class="ds-link" href="${at(lang, paths.recordChanges(notice.key, version.version - 1, version.version))}" aria-label="${fill(changes.title, { from: version.version - 1, to: version.version })}">${changes.link}</a>`
  const under = version.version === 1 ? text.publishedUnder : text.correctedUnder
  const body = html`<p>${timeOf(version.at, lang, site.timeZone)} ${entryBadge(version.entry, context)}${change}</p>
<p class="small">${fillParts(under, { clause: clauseText(version.clause, context) })}</p>
${withdrawnLine(version, context)}${erasedLine(version, context)}`
  return { standing, head, body }
}

function erasedLine({ erasedBy }: VersionData, context: PageContext): Html | null {
  if (erasedBy === undefined) return null
  const { lang, site } = context
  const parts = { entry: erasedBy.entry, clause: clauseText(erasedBy.clause, context) }
  const text = fillParts(pageTexts[lang].erasedUnder, parts)
  return html`<p class="small">${text} · ${timeOf(erasedBy.at, lang, site.timeZone)}</p>`
}

function withdrawnLine({ reason, withdrawnBy }: VersionData, context: PageContext): Html | null {
  const { lang, site } = context
  const text = pageTexts[lang]
  if (reason === undefined && withdrawnBy === undefined) return null
  const by =
    withdrawnBy === undefined
      ? null
      : html`${fillParts(text.withdrawnUnder, { entry: withdrawnBy.entry, clause: clauseText(withdrawnBy.clause, context) })} · ${timeOf(withdrawnBy.at, lang, site.timeZone)} · `
  return html`<p class="small">${by}${reason === undefined ? null : html`${text.reason}${colon[lang]}${reasonWord(reason, lang)}`}</p>
`
}
