import {
  colon,
  fill,
  type Html,
  html,
  type Lang,
  localSpan,
  renderFrame,
  stackedTable,
  type Tone,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { GovernanceData, ParameterData, PlainValue, ProposalRow } from '../governanceData.ts'
import { at, paths } from '../links.ts'
import { affairWord, parameterWord, statusWord, wordOf } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { clauseText } from './clause.ts'
import { organLink } from './organs.ts'

/** Who decides about the ledger, what is voted on, and every figure in force with those before and after it. */
export function renderGovernance(data: GovernanceData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const body = html`<h1 class="title">${text.governanceTitle}</h1><p class="prose lead">${text.governanceLead}</p>
<section class="section">${proposals(data.proposals, context)}</section>
<section class="section">${members(data.members, context)}</section>
<section class="section">${parameters(data.parameters, context)}</section>`
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

type ParameterValue = { readonly of: ParameterData; readonly value: ParameterData['values'][number] | null }

/** Every value of every parameter, each parameter's newest first: what holds, what held, what is to come. */
function parameters(all: readonly ParameterData[], context: PageContext): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  const standings = { past: text.valuePast, inForce: text.valueInForce, future: text.valueFuture }
  const shades = { past: 'neutral', inForce: 'success', future: 'info' } as const
  const rows = all.flatMap((of): ParameterValue[] =>
    of.values.length === 0 ? [{ of, value: null }] : of.values.map((value) => ({ of, value })),
  )
  if (rows.length === 0)
    return html`<h2 class="subtitle section-head">${text.parameters}</h2><p class="prose">${text.noParameters}</p>`
  return stackedTable<ParameterValue>(
    text.parameters,
    [
      { head: text.parameter, cell: ({ of }) => parameterName(of, context) },
      { head: text.value, cell: ({ value }) => (value === null ? text.noValue : plainText(value.value, context)) },
      { head: text.fromWhen, cell: ({ value }) => (value === null ? '—' : timeOf(value.from, lang, site.timeZone)) },
      {
        head: text.standing,
        cell: ({ value }) => (value === null ? '—' : tag(standings[value.standing], shades[value.standing])),
      },
      {
        head: text.setUnder,
        cell: ({ of, value }) => {
          const clause = value?.clause ?? of.clause
          return clause === null ? '—' : clauseText(clause, context)
        },
      },
    ],
    rows,
  )
}

function parameterName({ affair, name, title }: ParameterData, { lang }: PageContext): Html {
  const named = title.length === 0 ? parameterWord(affair, name, lang) : localSpan(title, lang)
  return html`${named} <a class="ds-link small" href="${at(lang, paths.affair(affair))}">${affairWord(affair, lang)}</a>`
}

const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
] as const

/** A value in words: a duration in the largest unit of which it is several. */
export function plainText(value: PlainValue, { lang, site }: PageContext): Html {
  const text = pageTexts[lang]
  if (value.kind === 'time') return timeOf(value.at, lang, site.timeZone)
  if (value.kind === 'workdays') return html`${fill(text.workingDays, { count: value.days })}`
  if (value.kind === 'text') return html`<code class="whole">${value.text}</code>`
  const [unit, ms] = units.find(([, size]) => value.ms % size === 0 && value.ms > size) ?? units[3]
  return html`${fill(text[unit], { count: value.ms / ms })}`
}
