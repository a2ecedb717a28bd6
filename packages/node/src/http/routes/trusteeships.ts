import { admissionPage, trusteeshipPage, trusteeshipsPage } from '@gongshi/portal'
import { NodeError } from '../../errors.ts'
import { Documents } from '../../pages/documents.ts'
import type { OrganNames } from '../../pages/organs.ts'
import {
  getAdmissionDuty,
  getTrusteeship,
  hasDuty,
  listAdmissionDuties,
  listTrusteeships,
} from '../../pages/procurement/bidding.ts'
import type { Officer } from '../../signIn/officer.ts'
import type { Services } from '../services.ts'
import type { Workspace } from '../workspace.ts'

/** Where officers see whose bids their departments keep shut, and whom they let in, and take each step of it. */
export function registerTrusteeships(workspace: Workspace, services: Services, names: OrganNames): void {
  const needs = { ...services, documents: new Documents(services.contents), names }
  const isThere = services.affairs.find('procurement') !== undefined
  workspace.page('/workspace/trustee', {}, async (context) => {
    const organs = isThere ? organsOf(context.officer) : []
    const rows = await listTrusteeships(needs, organs, context.lang)
    return trusteeshipsPage(rows, await listAdmissionDuties(needs, organs, context.lang), context)
  })
  workspace.page('/workspace/trustee/:procedure/:scheme/:id', {}, async (context, _query, params) => {
    const { procedure = '', scheme = '', id = '' } = params
    const isOwn = organsOf(context.officer).some((organ) => organ.scheme === scheme && organ.id === id)
    if (!isThere || !isOwn) throw new NodeError({ code: 'record-unknown' })
    return trusteeshipPage(await getTrusteeship(needs, procedure, { scheme, id }, context.lang), context)
  })
  workspace.page('/workspace/admission/:procedure', {}, async (context, _query, { procedure = '' }) => {
    if (!isThere) throw new NodeError({ code: 'record-unknown' })
    return admissionPage(await getAdmissionDuty(needs, procedure, organsOf(context.officer), context.lang), context)
  })
}

/** Whether somebody may act for a department that keeps bids shut, or lets bidders in: only they are led there. */
export async function isTrustee(services: Services, { offices }: Pick<Officer, 'offices'>): Promise<boolean> {
  if (services.affairs.find('procurement') === undefined) return false
  const as = (role: string) => organsOf({ offices: offices.filter(({ roles }) => roles.includes(role)) })
  return (await hasDuty(services, 'trustee', as('trustee'))) || hasDuty(services, 'issuer', as('receiver'))
}

/** The departments in which somebody holds an office now, each once. */
function organsOf({ offices }: Pick<Officer, 'offices'>) {
  const organs = offices.flatMap(({ organ }) => (organ === null ? [] : [organ]))
  return [...new Map(organs.map((organ) => [`${organ.scheme}/${organ.id}`, organ])).values()]
}
