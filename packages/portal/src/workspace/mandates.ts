import { fill, type Html, html, localSpan, shortHash, stackedTable, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { organLink } from '../pages/organs.ts'
import { actionWord, affairWord, roleWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import type { Mandate, MandatesData, WorkspacePage } from './data.ts'
import { evidenceColumn } from './evidenceColumn.ts'
import { type WorkspaceText, workspaceTexts } from './texts.ts'

/** Which offices an officer holds, acts in or was lent, how far they go and until when; and the officer's keys. */
export function mandatesPage(data: MandatesData, context: PageContext): WorkspacePage {
  const text = workspaceTexts[context.lang]
  const body = html`<p class="prose lead">${text.mandatesLead}</p>
<section class="section">${data.mandates.length === 0 ? html`<p>${text.noMandates}</p>` : mandateTable(text.myMandates, data.mandates, context)}</section>
<section class="section">${keys(data.keys, context)}</section>`
  return { title: text.mandates, section: 'mandates', path: paths.workspace, body, islands: ['check'] }
}

export function mandateTable(caption: string, rows: readonly Mandate[], context: PageContext): Html {
  const { lang, site } = context
  const text = workspaceTexts[lang]
  return stackedTable<Mandate>(
    caption,
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
      {
        head: text.heldFor,
        cell: ({ from, until }) =>
          html`${from === null ? '—' : timeOf(from, lang, site.timeZone)}<br>– ${until === null ? pageTexts[lang].withoutEnd : timeOf(until, lang, site.timeZone)}`,
        figures: true,
      },
      {
        head: text.lender,
        cell: ({ lenders }) =>
          lenders.length === 0
            ? '—'
            : lenders.map((lender, at) => html`${at === 0 ? null : text.lentOn}<code>${lender.slice(0, 8)}…</code>`),
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
      ...(scope.division === null ? [] : [fill(workspaceTexts[lang].division, { division: codeOf(scope.division) })]),
    ].join(' · '),
  )
  const place = division === null ? [] : [fill(workspaceTexts[lang].division, { division: codeOf(division) })]
  return [...(parts.length === 0 ? [workspaceTexts[lang].wholeOffice] : parts), ...place].join(
    lang === 'zh' ? '；' : '; ',
  )
}

/** The code alone: its scheme is the ledger's own. */
function codeOf(division: string): string {
  return division.split(' ').at(-1) ?? division
}

const suites: { readonly [suite: string]: WorkspaceText | undefined } = {
  ed25519: 'suiteEd25519',
  webauthnEs256: 'suitePasskey',
}

export function suiteWord(suite: string, lang: PageContext['lang']): Html | string {
  const word = Object.hasOwn(suites, suite) ? suites[suite] : undefined
  return word === undefined ? html`<code>${suite}</code>` : workspaceTexts[lang][word]
}

function keys(rows: MandatesData['keys'], context: PageContext): Html {
  const { lang } = context
  const text = workspaceTexts[lang]
  return stackedTable<MandatesData['keys'][number]>(
    text.myKeys,
    [
      {
        head: text.keyId,
        cell: ({ keyId, isThis }) =>
          html`<a class="ds-link" href="${at(lang, paths.key(keyId))}"><code>${shortHash(keyId)}</code></a>${isThis ? html` <span class="soft small">${text.thisKey}</span>` : null}`,
      },
      { head: text.suite, cell: ({ suite }) => suiteWord(suite, lang) },
      {
        head: text.state,
        cell: ({ isActive }) => tag(isActive ? text.active : text.revoked, isActive ? 'success' : 'danger'),
      },
      evidenceColumn(context),
    ],
    rows,
  )
}
