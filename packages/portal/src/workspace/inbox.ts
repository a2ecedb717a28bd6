import { colon, fill, type Html, html, type Lang, stackedTable, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { entryTable } from '../pages/entryTable.ts'
import { proposalTitle } from '../pages/governance.ts'
import { organLink } from '../pages/organs.ts'
import { actionWord, affairWord, entityWord, statusWord } from '../texts/affairWords.ts'
import type { InboxData, Matter, OpenProposal, ReturnedMatter, WaitingMatter } from './actData.ts'
import type { WorkspacePage } from './data.ts'
import { keptDrafts, keptForms } from './drafts.ts'
import { evidenceColumn } from './evidenceColumn.ts'
import { workspaceTexts } from './texts.ts'

/** What waits for the officer's offices: deadlines first, then votes, drafts that came to this browser, and what came back. */
export function inboxPage({ waiting, proposals, moved, returned }: InboxData, context: PageContext): WorkspacePage {
  const { lang } = context
  const text = workspaceTexts[lang]
  const none = html`<p class="soft">${text.inboxNothing}</p>`
  const body = html`<p class="prose lead">${text.inboxLead}</p>
${part('waiting', text.waiting, waiting.length === 0 ? none : waitingTable(waiting, context))}
${part('votes', text.votes, proposals.length === 0 ? none : votes(proposals, context))}
${part('forms', text.forms, keptForms(context))}
${part('drafts', text.drafts, keptDrafts(context))}
${part('moved', text.moved, moved.length === 0 ? none : html`<p class="small soft">${text.movedLead}</p>${movedTable(moved, context)}`)}
${part('returned', text.returned, returned.length === 0 ? none : entryTable(counted(text.returned, returned, lang), returned, context, 'checked'))}`
  return { title: text.inbox, section: 'inbox', path: paths.inbox, body, islands: ['drafts', 'check'] }
}

function part(id: string, title: string, content: Html): Html {
  return html`<section class="section stack" id="${id}"><h2 class="subtitle section-head">${title}</h2>${content}</section>`
}

/** Each table is named, or readers could not tell their regions apart. */
function counted(title: string, rows: readonly unknown[], lang: Lang): string {
  return `${title}${colon[lang]}${fill(workspaceTexts[lang].listed, { count: rows.length })}`
}

function waitingTable(rows: readonly WaitingMatter[], context: PageContext): Html {
  const { lang, site } = context
  const text = workspaceTexts[lang]
  return stackedTable<WaitingMatter>(
    counted(text.waiting, rows, lang),
    [
      { head: text.due, cell: ({ due }) => (due === null ? '—' : timeOf(due, lang, site.timeZone)), figures: true },
      {
        head: text.matter,
        cell: (row) => matterName(row, lang),
      },
      { head: text.state, cell: ({ affair, entity, status }) => statusWord(affair, entity, status, lang) },
      evidenceColumn(context),
      {
        head: text.action,
        cell: (row) => actsOn(row, lang),
      },
    ],
    rows,
  )
}

/** What became of it, by whose act, and what the reader may do about it. */
function movedTable(rows: readonly ReturnedMatter[], context: PageContext): Html {
  const { lang, site } = context
  const text = workspaceTexts[lang]
  return stackedTable<ReturnedMatter>(
    counted(text.moved, rows, lang),
    [
      { head: text.movedAt, cell: ({ at: time }) => timeOf(time, lang, site.timeZone), figures: true },
      { head: text.matter, cell: (row) => matterName(row, lang) },
      {
        head: text.movedBy,
        cell: ({ affair, action, entry }) =>
          html`<a class="ds-link" href="${at(lang, paths.entry(entry))}">${actionWord(affair, action, lang)}</a>`,
      },
      { head: text.state, cell: ({ affair, entity, status }) => statusWord(affair, entity, status, lang) },
      evidenceColumn(context),
      { head: text.action, cell: (row) => (row.next.length === 0 ? '—' : actsOn(row, lang)) },
    ],
    rows,
  )
}

/** Which kind of row it is, and what tells it from others. */
export function matterName({ affair, entity, label }: Matter & { readonly label: string }, lang: Lang): Html {
  return html`${affairWord(affair, lang)} · ${entityWord(affair, entity, lang)}<br><span class="soft small">${label}</span>`
}

/** The forms of what may be signed on a row, and the page that says who may. */
export function actsOn({ affair, entity, key, next }: Matter, lang: Lang): Html {
  const signed = next.filter(({ isSigned }) => isSigned)
  const all = `${at(lang, paths.actsOf(affair))}?entity=${encodeURIComponent(entity)}&id=${encodeURIComponent(key)}`
  return html`<ul class="plain">${signed.map(
    ({ action }) =>
      html`<li><a class="ds-link" href="${at(lang, paths.actForm(affair, action))}?id=${encodeURIComponent(key)}">${actionWord(affair, action, lang)}</a></li>`,
  )}<li><a class="ds-link small" href="${all}">${workspaceTexts[lang].openActs}</a></li></ul>`
}

function votes(rows: readonly OpenProposal[], context: PageContext): Html {
  const { lang, site } = context
  const text = workspaceTexts[lang]
  const form = ({ id, organ }: OpenProposal, action: string): string =>
    `${at(lang, paths.actForm('governance', action))}?input=${encodeURIComponent(JSON.stringify({ proposal: id, organ: { scheme: organ.scheme, id: organ.id } }))}`
  return stackedTable<OpenProposal>(
    counted(text.votes, rows, lang),
    [
      {
        head: text.voteCloses,
        cell: ({ closes }) => (closes === null ? '—' : timeOf(closes, lang, site.timeZone)),
        figures: true,
      },
      {
        head: text.matter,
        cell: (row) =>
          html`<a class="ds-link" href="${at(lang, paths.proposal(row.key))}">${proposalTitle(row, lang)}</a><br><code class="small soft">${row.topic}</code>`,
      },
      { head: text.organ, cell: ({ organ }) => organLink(organ, context) },
      evidenceColumn(context),
      {
        head: text.action,
        cell: (row) =>
          html`<ul class="plain">${['approve', 'oppose', 'abstain'].map(
            (action) =>
              html`<li><a class="ds-link" href="${form(row, action)}">${actionWord('governance', action, lang)}</a></li>`,
          )}</ul>`,
      },
    ],
    rows,
  )
}
