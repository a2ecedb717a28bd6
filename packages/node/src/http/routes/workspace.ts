import { activityPage, mandatesPage, sessionsPage, stepUpPage } from '@gongshi/portal'
import { languages } from '@gongshi/ui'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { activityOf } from '../../pages/activity.ts'
import { OfficerRegister } from '../../pages/officerRegister.ts'
import type { Server } from '../createServer.ts'
import type { PageSite } from '../pageSite.ts'
import type { Services } from '../services.ts'
import { Workspace } from '../workspace.ts'
import { registerMayAct } from './mayAct.ts'
import { registerNotifications } from './notifications.ts'
import { registerProcurementDesk } from './procurementDesk.ts'
import { nextPage } from './signIn.ts'
import { isTrustee, registerTrusteeships } from './trusteeships.ts'

const entry = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))
const markOf = Type.String({ pattern: '^([0-9a-f]{16}|current|everywhere)$' })

/** The officer's own pages: what the ledger says of them, what they did, where they are signed in. */
export function registerWorkspace(server: Server, services: Services, site: PageSite): void {
  takeForms(server)
  const { signIn, providers } = services
  const workspace = new Workspace(server, signIn, site, (officer) => isTrustee(services, officer))
  const register = new OfficerRegister(services, site.names)
  registerMayAct(workspace, services, site.names, register)
  registerNotifications(server, workspace, services, site.names, register)
  registerProcurementDesk(workspace, services, site)
  registerTrusteeships(workspace, services, site.names)
  workspace.page('/workspace', {}, async (context) => mandatesPage(await register.mandates(context.officer), context))
  workspace.page<{ before?: number }>('/workspace/activity', { before: entry }, async (context, { before }) =>
    activityPage(await activityOf(services, await register.keyIds(context.officer), before), context),
  )
  workspace.page('/workspace/sessions', {}, (context) => {
    const { session } = context.officer
    const sessions = signIn.sessions.ofKey(session.keyId).map((each) => ({
      ...each,
      endsAt: signIn.sessions.endsAt(each),
      isThis: each.mark === session.mark,
    }))
    const bound = providers.boundTo(session.keyId)
    const accounts = providers.all.map((each) => ({ ...each, isBound: bound.includes(each.name) }))
    return sessionsPage({ sessions, providers: accounts }, context)
  })
  workspace.page<{ next?: string }>('/workspace/step-up', { next: nextPage }, (context, { next }) =>
    stepUpPage(next ?? null, context),
  )
  bindingRoutes(server, workspace, services)
  workspace.form<{ which: string }>('/workspace/sign-out', { which: markOf }, (request, reply, { which }) => {
    const { session } = signIn.officer(request)
    signIn.signOut(request, reply, which)
    return which === 'current' || which === 'everywhere' || which === session.mark ? '/sign-in' : '/workspace/sessions'
  })
}

/** An account at a provider is bound to the key of an officer who has just signed, and released by its officer at any time. */
function bindingRoutes(server: Server, workspace: Workspace, { signIn, providers }: Services): void {
  const params = Type.Object({ provider: Type.String({ maxLength: 40 }) })
  for (const lang of languages)
    server.get<{ Params: { provider: string } }>(
      `/${lang}/workspace/bind/:provider`,
      { schema: { hide: true, params } },
      async (request, reply) => {
        // A navigation that another site began binds nothing.
        const site = request.headers['sec-fetch-site']
        if (site !== undefined && site !== 'same-origin') throw new NodeError({ code: 'origin-refused' })
        reply.header('cache-control', 'no-store')
        const { session } = signIn.officer(request)
        const next = `/${lang}/workspace/sessions`
        if (!signIn.sessions.isSteppedUp(session)) return reply.redirect(`/${lang}/workspace/step-up?next=${next}`, 303)
        return reply.redirect(
          await providers.beginBinding(request, reply, request.params.provider, { lang, next }),
          303,
        )
      },
    )
  workspace.form<{ provider: string }>(
    '/workspace/release',
    { provider: Type.String({ maxLength: 40 }) },
    (request, _reply, { provider }) => {
      providers.release(signIn.officer(request).keyId, provider)
      return '/workspace/sessions'
    },
  )
}

/** What a form of HTML sends; a field that comes twice has its last value. */
function takeForms(server: Server): void {
  const options = { parseAs: 'string', bodyLimit: 64 * 1024 } as const
  server.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}
