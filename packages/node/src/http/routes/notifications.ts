import { notificationsPage } from '@gongshi/portal'
import { Type } from 'typebox'
import type { OfficerRegister } from '../../pages/officerRegister.ts'
import type { OrganNames } from '../../pages/organs.ts'
import { noticeIds, notificationsOf } from '../../pages/workspace/notifications.ts'
import type { Officer } from '../../signIn/officer.ts'
import type { Server } from '../createServer.ts'
import type { Services } from '../services.ts'
import type { Workspace } from '../workspace.ts'

type Needs = Pick<Services, 'affairs' | 'ledger' | 'now' | 'views' | 'signIn'>

/** What is new for the officer, as a page and as ids to count. The node keeps nothing about who has seen what. */
export function registerNotifications(
  server: Server,
  workspace: Workspace,
  needs: Needs,
  names: OrganNames,
  register: Pick<OfficerRegister, 'keyIds'>,
): void {
  const of = async (officer: Officer) => notificationsOf({ ...needs, names }, officer, await register.keyIds(officer))
  workspace.page('/workspace/notifications', {}, async (context) =>
    notificationsPage(await of(context.officer), context),
  )
  // Of the workspace’s pages, no part of the public interface.
  const schema = { hide: true, response: { 200: Type.Object({ ids: Type.Array(Type.String()) }) } }
  server.get('/api/v1/workspace/notifications', { schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return { ids: noticeIds(await of(needs.signIn.officer(request))) }
  })
}
