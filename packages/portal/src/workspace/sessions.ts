import { fill, type Html, html, stackedTable, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { SessionRow, SessionsData, WorkspacePage } from './data.ts'
import { signOut } from './shell.ts'
import { workspaceTexts } from './texts.ts'

/** Every live session of the officer's key, each with a way to end it; and all of them at once. */
export function sessionsPage({ sessions, providers }: SessionsData, { lang, site }: PageContext): WorkspacePage {
  const text = workspaceTexts[lang]
  const moment = (at: number) => timeOf(at, lang, site.timeZone)
  const rows = stackedTable<SessionRow>(
    text.liveSessions,
    [
      {
        head: text.method,
        cell: ({ method, isThis }) =>
          html`${method === 'passkey' ? text.passkey : html`<code>${method}</code>`}${isThis ? html` ${tag(text.thisSession, 'info')}` : null}`,
      },
      { head: text.opened, cell: ({ openedAt }) => moment(openedAt), figures: true },
      { head: text.seen, cell: ({ seenAt }) => moment(seenAt), figures: true },
      { head: text.ends, cell: ({ endsAt }) => moment(endsAt), figures: true },
      {
        head: text.action,
        cell: ({ mark }) => signOut(mark, text.end, lang, `${text.end} ${mark.slice(0, 4)}`),
      },
    ],
    sessions,
  )
  const body = html`<p class="prose lead">${text.sessionsLead}</p>
<section class="section stack">${rows}${signOut('everywhere', text.everywhere, lang)}</section>
${accounts(providers, lang)}`
  return { title: text.sessions, section: 'sessions', path: paths.sessions, body }
}

/** Accounts elsewhere that open a session here: each bound and released by the officer. */
function accounts(providers: SessionsData['providers'], lang: PageContext['lang']): Html | null {
  const text = workspaceTexts[lang]
  if (providers.length === 0) return null
  return html`<section class="section stack" aria-labelledby="accounts"><h2 class="subtitle section-head" id="accounts">${text.accounts}</h2><p class="prose">${text.accountsLead}</p>
${providers.map((provider) => {
  const values = { name: provider[lang] }
  return provider.isBound
    ? html`<form method="post" action="${at(lang, paths.release)}"><input type="hidden" name="provider" value="${provider.name}"><button class="ds-button" type="submit" data-variant="secondary">${fill(text.release, values)}</button></form>`
    : html`<p><a class="ds-button" data-variant="secondary" href="${at(lang, paths.bind(provider.name))}">${fill(text.bind, values)}</a></p>`
})}</section>`
}
