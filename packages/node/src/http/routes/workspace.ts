import { activityPage, mandatesPage, sessionsPage, stepUpPage } from '@gongshi/portal'
import { Type } from 'typebox'
import { activityOf } from '../../pages/activity.ts'
import { OfficerRegister } from '../../pages/officerRegister.ts'
import type { Server } from '../createServer.ts'
import type { PageSite } from '../pageSite.ts'
import type { Services } from '../services.ts'
import { Workspace } from '../workspace.ts'
import { nextPage } from './signIn.ts'

const entry = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))
const markOf = Type.String({ pattern: '^([0-9a-f]{16}|current|everywhere)$' })

/** The officer's own pages: what the ledger says of them, what they did, where they are signed in. */
export function registerWorkspace(server: Server, services: Services, site: PageSite): void {
  takeForms(server)
  const { signIn, ledger } = services
  const workspace = new Workspace(server, signIn, site)
  const register = new OfficerRegister(services, site.names)
  workspace.page('/workspace', {}, async (context) => mandatesPage(await register.mandates(context.officer), context))
  workspace.page<{ before?: number }>('/workspace/activity', { before: entry }, (context, { before }) =>
    activityPage(activityOf(ledger, context.officer.keyId, before), context),
  )
  workspace.page('/workspace/sessions', {}, (context) => {
    const { session } = context.officer
    const sessions = signIn.sessions.ofKey(session.keyId).map((each) => ({
      ...each,
      endsAt: signIn.sessions.endsAt(each),
      isThis: each.mark === session.mark,
    }))
    return sessionsPage({ sessions }, context)
  })
  workspace.page<{ next?: string }>('/workspace/step-up', { next: nextPage }, (context, { next }) =>
    stepUpPage(next ?? null, context),
  )
  workspace.form<{ which: string }>('/workspace/sign-out', { which: markOf }, (request, reply, { which }) => {
    const { session } = signIn.officer(request)
    signIn.signOut(request, reply, which)
    return which === 'current' || which === 'everywhere' || which === session.mark ? '/sign-in' : '/workspace/sessions'
  })
}

/** What a form of HTML sends; a field that comes twice has its last value. */
function takeForms(server: Server): void {
  const options = { parseAs: 'string', bodyLimit: 64 * 1024 } as const
  server.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}
