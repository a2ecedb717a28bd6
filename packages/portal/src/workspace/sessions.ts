import { html, table, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { paths } from '../links.ts'
import type { SessionRow, SessionsData, WorkspacePage } from './data.ts'
import { signOut } from './shell.ts'
import { workspaceTexts } from './texts.ts'

/** Every live session of the officer's key, each with a way to end it; and all of them at once. */
export function sessionsPage({ sessions }: SessionsData, { lang, site }: PageContext): WorkspacePage {
  const text = workspaceTexts[lang]
  const moment = (at: number) => timeOf(at, lang, site.timeZone)
  const rows = table<SessionRow>(
    text.liveSessions,
    [
      {
        head: text.method,
        cell: ({ method, isThis }) =>
          html`${method === 'passkey' ? text.passkey : html`<code>${method}</code>`}${isThis ? html` ${tag(text.thisSession, 'info')}` : null}`,
      },
      {
        head: text.action,
        cell: ({ mark }) => signOut(mark, text.end, lang, `${text.end} ${mark.slice(0, 4)}`),
      },
      { head: text.opened, cell: ({ openedAt }) => moment(openedAt), figures: true },
      { head: text.seen, cell: ({ seenAt }) => moment(seenAt), figures: true },
      { head: text.ends, cell: ({ endsAt }) => moment(endsAt), figures: true },
    ],
    sessions,
  )
  const body = html`<p class="prose lead">${text.sessionsLead}</p>
<section class="section stack">${rows}${signOut('everywhere', text.everywhere, lang)}</section>`
  return { title: text.sessions, section: 'sessions', path: paths.sessions, body }
}
