import { colon, fill, type Html, html, type Lang, renderFrame, stackedTable, type Tone, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { GovernanceData, ProposalRow } from '../governanceData.ts'
import { at, paths } from '../links.ts'
import { affairWord, parameterWord, statusWord, wordOf } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { ruleHistoryTexts } from '../texts/ruleHistory.ts'
import { organLink } from './organs.ts'
import { parametersSection } from './parameters.ts'

/** Who decides about the ledger, what is voted on, and every figure in force with those before and after it. */
export function renderGovernance(data: GovernanceData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const body = html`<h1 class="title">${text.governanceTitle}</h1><p class="prose lead">${text.governanceLead}</p>
<section class="section">${proposals(data.proposals, context)}<p><a class="ds-link" href="${at(lang, paths.ruleHistory)}">${ruleHistoryTexts[lang].link}</a></p></section>
<section class="section">${members(data.members, context)}</section>
<section class="section">${parametersSection(data.parameters, context)}</section>`
  return renderFrame({ lang, site, title: text.governanceTitle, path: paths.governance, section: 'ledger', body })
}

/** Proposals, or that there are none. */
export function proposals(rows: readonly ProposalRow[], context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  if (rows.length === 0)
    return html`<h2 class="subtitle section-head">${text.proposals}</h2><p class="prose">${text.noProposals}</p>`
  return stackedTable<ProposalRow>(
    text.proposals,
    [
      {
        head: text.proposal,
        cell: (row) =>
          html`<a class="ds-link" href="${at(lang, paths.proposal(row.key))}">${proposalTitle(row, lang)}</a><br><code class="small soft">${row.topic}</code>`,
      },
      { head: text.proposedBy, cell: ({ proposer }) => organLink(proposer, context) },
      { head: text.status, cell: ({ status }) => statusTag(status, context) },
      {
        head: text.votesFor,
        cell: ({ approvals, electorate, needed }) => fill(text.votesOf, { approvals, electorate, needed }),
        figures: true,
      },
      { head: text.voteCloses, cell: ({ closes }) => timeOf(closes, lang, site.timeZone) },
    ],
    rows,
  )
}

/** What it is about, in words: its kind, and the affair and parameter that its topic names. */
export function proposalTitle({ kind, topic }: Pick<ProposalRow, 'kind' | 'topic'>, lang: Lang): string {
  const [, affair, name] = topic.split('/')
  const about =
    kind === 'parameter'
      ? [affairWord(affair!, lang), parameterWord(affair!, name!, lang)]
      : kind === 'version' || kind === 'pause'
        ? [affairWord(affair!, lang)]
        : []
  const title = [wordOf('governance', kind, lang), about.join(' · ')].filter((words) => words !== '').join(colon[lang])
  return title.charAt(0).toUpperCase() + title.slice(1)
}

const tones: { readonly [status in ProposalRow['status']]: Tone } = {
  open: 'info',
  adopted: 'success',
  inForce: 'success',
  ended: 'neutral',
  rejected: 'danger',
  withdrawn: 'neutral',
}

export function statusTag(status: ProposalRow['status'], { lang }: PageContext): Html {
  return tag(statusWord('governance', 'proposal', status, lang), tones[status])
}

function members(rows: GovernanceData['members'], context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  if (rows.length === 0)
    return html`<h2 class="subtitle section-head">${text.members}</h2><p class="prose">${text.noMembers}</p>`
  return stackedTable<GovernanceData['members'][number]>(
    text.members,
    [
      { head: text.organName, cell: ({ organ }) => organLink(organ, context) },
      { head: text.memberSince, cell: ({ since }) => timeOf(since, lang, site.timeZone) },
      {
        head: text.memberStanding,
        cell: ({ hasLeft }) => tag(hasLeft ? text.memberLeft : text.memberActive, hasLeft ? 'neutral' : 'success'),
      },
    ],
    rows,
  )
}
