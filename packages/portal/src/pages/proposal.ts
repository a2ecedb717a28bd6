import {
  attributes,
  breadcrumbs,
  factList,
  fill,
  type Html,
  html,
  renderFrame,
  stackedTable,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { ChangePart, ProposalData, VoteData } from '../governanceData.ts'
import { at, paths } from '../links.ts'
import { actionWord, affairWord, parameterWord } from '../texts/affairWords.ts'
import { partWord } from '../texts/governance.ts'
import { pageTexts } from '../texts/pages.ts'
import { clauseText } from './clause.ts'
import { entryBadge } from './entryBadge.ts'
import { proposalTitle, statusTag } from './governance.ts'
import { organLink } from './organs.ts'
import { plainText } from './parameters.ts'

/** One proposal: what would change, by whose votes, and what has come of it. */
export function renderProposal(data: ProposalData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const path = paths.proposal(data.key)
  const title = proposalTitle(data, lang)
  const crumbs = [
    { label: text.governanceTitle, href: at(lang, paths.governance) },
    { label: title, href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1>
<p><code class="whole">${data.topic}</code> ${statusTag(data.status, context)}</p>
<section class="section stack">${tally(data, context)}</section>
<div class="section">${factList(facts(data, context), 'sided')}</div>
<section class="section">${change(data, context)}</section>
<section class="section">${acts(data, context)}</section>`
  return renderFrame({
    lang,
    site,
    title,
    path,
    section: 'ledger',
    islands: data.status === 'open' ? ['check', 'countdown'] : ['check'],
    body,
  })
}

function facts(data: ProposalData, context: PageContext) {
  const { lang, site } = context
  const text = pageTexts[lang]
  const time = (name: string, when: number | null) =>
    when === null ? [] : [{ name, value: timeOf(when, lang, site.timeZone) }]
  return [
    { name: text.proposedBy, value: organLink(data.proposer, context) },
    ...(data.reason === null
      ? []
      : [{ name: text.whyProposed, value: html`<span lang="und" dir="auto">${data.reason}</span>` }]),
    { name: text.clause, value: clauseText(data.clause, context) },
    ...time(text.opened, data.opened),
    { name: text.voteCloses, value: closing(data, context) },
    ...time(text.effectiveFrom, data.effective),
    ...time(text.pauseEnds, data.endsAt),
  ]
}

function closing({ closes, status }: ProposalData, { lang, site }: PageContext): Html {
  const text = pageTexts[lang]
  const when = timeOf(closes, lang, site.timeZone)
  if (status !== 'open') return when
  const data = { 'data-until': new Date(closes).toISOString(), 'data-left': text.timeLeft, 'data-over': text.timeOver }
  return html`${when} <gongshi-countdown ${attributes(data)}></gongshi-countdown>`
}

/** The votes as a picture, and in its table; the bar is the browser's own. */
function tally(data: ProposalData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  const { approvals, objections, abstentions, needed, electorate, votes } = data
  const words = fill(text.tally, { approvals, objections, abstentions, needed, electorate })
  const bar = html`<p><meter min="0" max="${electorate}" low="${needed}" high="${needed}" optimum="${electorate}" value="${approvals}" aria-label="${words}">${approvals}/${electorate}</meter></p><p>${words}</p>`
  if (votes.length === 0)
    return html`<h2 class="subtitle section-head">${text.ballots}</h2>${bar}<p class="soft">${text.noBallots}</p>`
  const choices = { for: text.ballotFor, against: text.ballotAgainst, abstained: text.ballotAbstained }
  const tones = { for: 'success', against: 'danger', abstained: 'neutral' } as const
  return html`${stackedTable<VoteData>(
    text.ballots,
    [
      { head: text.votingOrgan, cell: ({ organ }) => organLink(organ, context) },
      { head: text.ballot, cell: ({ choice }) => tag(choices[choice], tones[choice]) },
      {
        head: text.ballotReason,
        cell: ({ reason }) => (reason === null ? '—' : html`<span lang="und" dir="auto">${reason}</span>`),
      },
      { head: text.entry, cell: ({ entry }) => entryBadge(entry, context) },
    ],
    votes,
  )}${bar}<p class="small">${text.proposalEvidence}</p>`
}

/** An affair and its parameter have names; whatever else is as it stands in the proposal. */
function changed({ name, value }: ChangePart, { topic }: ProposalData, context: PageContext): Html | string {
  const { lang } = context
  if (name === 'affair' && value.kind === 'text') return affairWord(value.text, lang)
  if (name === 'name' && value.kind === 'text') return parameterWord(topic.split('/')[1] ?? '', value.text, lang)
  return plainText(value, context)
}

function change(data: ProposalData, context: PageContext): Html {
  const { lang } = context
  const parts = data.change.map((part) => ({ name: partWord(part.name, lang), value: changed(part, data, context) }))
  return html`<h2 class="subtitle section-head">${pageTexts[lang].whatChanges}</h2>${factList(parts, 'sided')}`
}

function acts(data: ProposalData, context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  return stackedTable<ProposalData['acts'][number]>(
    text.proposalActs,
    [
      { head: text.happened, cell: ({ action }) => actionWord('governance', action, lang) },
      { head: text.time, cell: ({ at: when }) => timeOf(when, lang, site.timeZone) },
      { head: text.entry, cell: ({ entry }) => entryBadge(entry, context), figures: true },
    ],
    data.acts,
  )
}
