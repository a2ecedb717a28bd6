import { composePage, procedureDeskPage, procurementDeskPage, questionsPage, scoringPage } from '@gongshi/portal'
import { Type } from 'typebox'
import { Documents } from '../../pages/documents.ts'
import { composeData } from '../../pages/workspace/procurement/compose.ts'
import { type DeskNeeds, deskOf, procedureDesk } from '../../pages/workspace/procurement/desk.ts'
import { Questions } from '../../pages/workspace/procurement/questions.ts'
import { seatsOf } from '../../pages/workspace/procurement/seats.ts'
import { type PageSite, utcOffsetMinutes } from '../pageSite.ts'
import type { Services } from '../services.ts'
import type { Workspace } from '../workspace.ts'

const id = Type.Optional(Type.String({ maxLength: 2048 }))

/** The desks of those who buy, and of the experts who judge. */
export function registerProcurementDesk(workspace: Workspace, services: Services, site: PageSite): void {
  const needs: DeskNeeds = { ...services, documents: new Documents(services.contents), names: site.names }
  workspace.page('/workspace/procurement', {}, async (context) =>
    procurementDeskPage(await deskOf(needs, context.officer, context.lang), context),
  )
  workspace.page<{ procedure?: string }>(
    '/workspace/procurement/new',
    { procedure: id },
    async (context, { procedure }) =>
      composePage(await composeData(needs, context.officer, procedure, utcOffsetMinutes), context),
  )
  const questions = new Questions(needs)
  workspace.page('/workspace/procurement/questions', {}, async (context) =>
    questionsPage(await questions.of(context.officer, context.lang), context),
  )
  workspace.page<{ seat?: string; lot?: string }>(
    '/workspace/procurement/scoring',
    { seat: id, lot: id },
    async (context, { seat, lot }) => {
      const seats = await seatsOf(needs, context.officer, context.lang)
      return scoringPage({ seats, open: seat === undefined || lot === undefined ? null : { seat, lot } }, context)
    },
  )
  workspace.page('/workspace/procurement/:key', {}, async (context, _query, { key = '' }) =>
    procedureDeskPage(await procedureDesk(needs, context.officer, key, context.lang), context),
  )
}
