import { procedureDeskPage, procurementDeskPage } from '@gongshi/portal'
import { Documents } from '../../pages/documents.ts'
import { type DeskNeeds, deskOf, procedureDesk } from '../../pages/workspace/procurement/desk.ts'
import type { PageSite } from '../pageSite.ts'
import type { Services } from '../services.ts'
import type { Workspace } from '../workspace.ts'

/** The desks of those who buy, and of the experts who judge. */
export function registerProcurementDesk(workspace: Workspace, services: Services, site: PageSite): void {
  const needs: DeskNeeds = { ...services, documents: new Documents(services.contents), names: site.names }
  workspace.page('/workspace/procurement', {}, async (context) =>
    procurementDeskPage(await deskOf(needs, context.officer, context.lang), context),
  )
  workspace.page('/workspace/procurement/:key', {}, async (context, _query, { key = '' }) =>
    procedureDeskPage(await procedureDesk(needs, context.officer, key, context.lang), context),
  )
}
