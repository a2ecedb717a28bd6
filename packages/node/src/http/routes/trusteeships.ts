import { trusteeshipPage, trusteeshipsPage } from '@gongshi/portal'
import { NodeError } from '../../errors.ts'
import { Documents } from '../../pages/documents.ts'
import type { OrganNames } from '../../pages/organs.ts'
import { getTrusteeship, hasTrusteeship, listTrusteeships } from '../../pages/procurement/bidding.ts'
import type { Officer } from '../../signIn/officer.ts'
import type { Services } from '../services.ts'
import type { Workspace } from '../workspace.ts'

/** Where officers see whose bids their departments keep shut, and take each step of it. */
export function registerTrusteeships(workspace: Workspace, services: Services, names: OrganNames): void {
  const needs = { ...services, documents: new Documents(services.contents), names }
  const isThere = services.affairs.find('procurement') !== undefined
  workspace.page('/workspace/trustee', {}, async (context) => {
    const rows = isThere ? await listTrusteeships(needs, organsOf(context.officer), context.lang) : []
    return trusteeshipsPage(rows, context)
  })
  workspace.page('/workspace/trustee/:procedure/:scheme/:id', {}, async (context, _query, params) => {
    const { procedure = '', scheme = '', id = '' } = params
    const isOwn = organsOf(context.officer).some((organ) => organ.scheme === scheme && organ.id === id)
    if (!isThere || !isOwn) throw new NodeError({ code: 'record-unknown' })
    return trusteeshipPage(await getTrusteeship(needs, procedure, { scheme, id }, context.lang), context)
  })
}

/** Whether somebody may act for a department that keeps bids shut: only they are led there. */
export function isTrustee(services: Services, { offices }: Pick<Officer, 'offices'>): Promise<boolean> {
  if (services.affairs.find('procurement') === undefined) return Promise.resolve(false)
  return hasTrusteeship(services, organsOf({ offices: offices.filter(({ roles }) => roles.includes('trustee')) }))
}

/** The departments in which somebody holds an office now, each once. */
function organsOf({ offices }: Pick<Officer, 'offices'>) {
  const organs = offices.flatMap(({ organ }) => (organ === null ? [] : [organ]))
  return [...new Map(organs.map((organ) => [`${organ.scheme}/${organ.id}`, organ])).values()]
}
