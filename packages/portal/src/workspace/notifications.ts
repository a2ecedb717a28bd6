import { colon, fill, formatSpan, type Html, html, stackedTable, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { proposalTitle } from '../pages/governance.ts'
import { actionWord, affairWord, statusWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import type { DueNotice, Happening, NotificationsData, OpenProposal, WaitingMatter } from './actData.ts'
import type { WorkspacePage } from './data.ts'
import { evidenceColumn } from './evidenceColumn.ts'
import { actsOn, matterName } from './inbox.ts'
import { notificationTexts } from './notificationTexts.ts'
import { workspaceTexts } from './texts.ts'

/** What happened to what the officer signed, what falls due soon and what waits; each says by its id whether this browser showed it before. */
export function notificationsPage(data: NotificationsData, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = notificationTexts[lang]
  const { due, happened, waiting } = data
  const part = (id: string, title: string, rows: readonly unknown[], none: string, content: () => Html) =>
    html`<section class="section stack" aria-labelledby="${id}"><h2 class="subtitle section-head" id="${id}">${title}</h2>${rows.length === 0 ? html`<p class="soft">${none}</p>` : content()}</section>`
  const body = html`<p class="prose lead">${text.lead}</p>
${part('due', text.due, due, text.dueNone, () => dueTable(data, context))}
${part('happened', text.happened, happened, text.happenedNone, () => happenedTable(happened, context))}
${part('waits', text.waits, waiting, text.waitsNone, () => waits(waiting, context))}
<section class="section stack" aria-labelledby="tell"><h2 class="subtitle section-head" id="tell">${text.tell}</h2><p class="prose">${text.tellLead}</p><gongshi-notify data-chain="${context.site.chainId}"><p class="small soft">${text.tellNoScript}</p></gongshi-notify></section>`
  return {
    title: workspaceTexts[lang].notifications,
    section: 'notifications',
    path: paths.notifications,
    body,
    islands: ['check'],
  }
}

/** By which a browser knows what it has shown before: the same as long as nothing about it has changed. */
export function waitingId({ affair, entity, key, status }: WaitingMatter): string {
  return `waits ${affair} ${entity} ${key} ${status}`
}

export function voteId({ key, organ }: OpenProposal): string {
  return `vote ${key} ${organ.scheme} ${organ.id}`
}

export function happeningId({ entry }: Pick<Happening, 'entry'>): string {
  return `entry ${entry}`
}

/** Where a script says that something is new; nothing without one. */
function mark(id: string): Html {
  return html`<span data-notice="${id}"></span>`
}

function dueTable({ due, now }: NotificationsData, { lang, site }: PageContext): Html {
  const text = notificationTexts[lang]
  const words = workspaceTexts[lang]
  const left = (time: number) => (time > now ? fill(text.left, { span: formatSpan(time - now, lang) }) : text.over)
  return stackedTable<DueNotice>(
    `${text.due}${colon[lang]}${fill(words.listed, { count: due.length })}`,
    [
      {
        head: words.due,
        cell: (row) =>
          html`${timeOf(row.at, lang, site.timeZone)}<br><span class="small">${left(row.at)}</span> ${mark(row.kind === 'vote' ? voteId(row.proposal) : waitingId(row.matter))}`,
        figures: true,
      },
      {
        head: words.matter,
        cell: (row) =>
          row.kind === 'vote'
            ? html`<a class="ds-link" href="${at(lang, paths.proposal(row.proposal.key))}">${proposalTitle(row.proposal, lang)}</a>`
            : matterName(row.matter, lang),
      },
      {
        head: words.action,
        cell: (row) =>
          row.kind === 'vote'
            ? html`<a class="ds-link" href="${at(lang, paths.inbox)}#votes">${text.vote}</a>`
            : actsOn(row.matter, lang),
      },
    ],
    due,
  )
}

function happenedTable(rows: readonly Happening[], context: PageContext): Html {
  const { lang, site } = context
  const text = notificationTexts[lang]
  const words = workspaceTexts[lang]
  return stackedTable<Happening>(
    `${text.happened}${colon[lang]}${fill(words.listed, { count: rows.length })}`,
    [
      {
        head: text.when,
        cell: (row) => html`${timeOf(row.at, lang, site.timeZone)} ${mark(happeningId(row))}`,
        figures: true,
      },
      {
        head: words.matter,
        cell: (row) =>
          html`${affairWord(row.affair, lang)} · ${actionWord(row.affair, row.action, lang)}${row.moved === null ? null : html`<br><span class="soft small">${row.moved.label}</span>`}`,
      },
      { head: text.outcome, cell: (row) => outcome(row, context) },
      evidenceColumn(context),
      {
        head: words.action,
        cell: (row) =>
          row.moved === null || row.moved.next.length === 0
            ? html`<a class="ds-link" href="${at(lang, paths.receipt(row.entry))}">${text.receipt}</a>`
            : actsOn(row.moved, lang),
      },
    ],
    rows,
  )
}

function outcome({ refused, moved }: Happening, { lang }: PageContext): Html {
  const text = notificationTexts[lang]
  if (refused !== null) return html`${tag(pageTexts[lang].outcomeRefused, 'danger')} <code>${refused}</code>`
  if (moved === null) return tag(pageTexts[lang].outcomeOk, 'success')
  return html`${tag(statusWord(moved.affair, moved.entity, moved.status, lang), 'info')}<br><span class="soft small">${text.moved}</span>`
}

function waits(rows: readonly (WaitingMatter | OpenProposal)[], { lang }: PageContext): Html {
  const text = notificationTexts[lang]
  const inbox = at(lang, paths.inbox)
  const item = (row: WaitingMatter | OpenProposal) =>
    'topic' in row
      ? html`<li><a class="ds-link" href="${inbox}#votes">${proposalTitle(row, lang)}</a> ${mark(voteId(row))}</li>`
      : html`<li>${matterName(row, lang)} ${mark(waitingId(row))}</li>`
  return html`<ul>${rows.map(item)}</ul><p><a class="ds-link" href="${inbox}">${text.toInbox}</a></p>`
}
