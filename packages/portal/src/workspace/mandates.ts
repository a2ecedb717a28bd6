import { type Html, html, localSpan, shortHash, stackedTable, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { paths } from '../links.ts'
import { organLink } from '../pages/organs.ts'
import { actionWord, affairWord, roleWord } from '../texts/affairWords.ts'
import type { Mandate, MandatesData, WorkspacePage } from './data.ts'
import { workspaceTexts } from './texts.ts'

/** Which offices an officer holds, acts in or was lent, how far they go and until when; and the officer's keys. */
export function mandatesPage(data: MandatesData, context: PageContext): WorkspacePage {
  const text = workspaceTexts[context.lang]
  const body = html`<p class="prose lead">${text.mandatesLead}</p>
<section class="section">${data.mandates.length === 0 ? html`<p>${text.noMandates}</p>` : mandates(data.mandates, context)}</section>
<section class="section">${keys(data.keys, context)}</section>`
  return { title: text.mandates, section: 'mandates', path: paths.workspace, body }
}

function mandates(rows: readonly Mandate[], context: PageContext): Html {
  const { lang, site } = context
  const text = workspaceTexts[lang]
  const moment = (at: number | null) => (at === null ? '—' : timeOf(at, lang, site.timeZone))
  return stackedTable<Mandate>(
    text.myMandates,
    [
      { head: text.capacity, cell: ({ capacity }) => tag(text[capacity], 'info') },
      { head: text.organ, cell: ({ organ }) => (organ === null ? text.organUnknown : organLink(organ, context)) },
      {
        head: text.office,
        cell: ({ title, post }) =>
          html`${title.length === 0 ? null : html`${localSpan(title, lang)} `}<code class="soft small">${post}</code>`,
      },
      {
        head: text.roles,
        cell: ({ roles }) =>
          html`<ul class="counts">${roles.map((role) => html`<li>${tag(roleWord(role, lang))}</li>`)}</ul>`,
      },
      { head: text.scope, cell: (row) => scopeOf(row, lang) },
      { head: text.from, cell: ({ from }) => moment(from), figures: true },
      { head: text.until, cell: ({ until }) => moment(until), figures: true },
      {
        head: text.lender,
        cell: ({ lenders }) =>
          lenders.length === 0
            ? '—'
            : html`<code>${lenders.map((lender) => `${lender.slice(0, 8)}…`).join(' ← ')}</code>`,
      },
    ],
    rows,
  )
}

function scopeOf({ scopes, division }: Mandate, lang: PageContext['lang']): string {
  const parts = scopes.map((scope) =>
    [
      ...(scope.affair === null ? [] : [affairWord(scope.affair, lang)]),
      ...(scope.affair === null || scope.action === null ? [] : [actionWord(scope.affair, scope.action, lang)]),
      ...(scope.division === null ? [] : [scope.division]),
    ].join(' '),
  )
  const place = division === null ? [] : [division]
  return [...(parts.length === 0 ? [workspaceTexts[lang].wholeOffice] : parts), ...place].join(' · ')
}

function keys(rows: MandatesData['keys'], { lang }: PageContext): Html {
  const text = workspaceTexts[lang]
  return stackedTable<MandatesData['keys'][number]>(
    text.myKeys,
    [
      {
        head: text.keyId,
        cell: ({ keyId, isThis }) =>
          html`<code>${shortHash(keyId)}</code>${isThis ? html` <span class="soft small">${text.thisKey}</span>` : null}`,
      },
      { head: text.suite, cell: ({ suite }) => html`<code>${suite}</code>` },
      {
        head: text.state,
        cell: ({ isActive }) => tag(isActive ? text.active : text.revoked, isActive ? 'success' : 'danger'),
      },
    ],
    rows,
  )
}
