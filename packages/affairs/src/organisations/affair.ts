import { defineAffair, t } from '@gongshi/affair-kit'
import { administratorActions } from './administrators.ts'
import { calendarActions, calendarEntities } from './calendars.ts'
import { divisionActions, divisionEntities } from './divisions.ts'
import { entrustmentActions, entrustmentEntities } from './entrustments.ts'
import { officerActions, officerEntities } from './officers.ts'
import { organActions, organEntities } from './organs.ts'
import { powerActions, powerEntities } from './powers.ts'
import { reorganisationActions, reorganisationEntities } from './reorganisations.ts'

/**
 * Places, organs in a tree that has a shape on every day, who succeeds them, offices, the officers who hold them, lend
 * them or stay out of a case, their keys, and the working days. The days on which something is so stand in the rows; what
 * was known when is the log.
 */
export const organisations = defineAffair({
  name: 'organisations',
  version: 1,
  /** How long an announced key stands on the ledger before it signs. */
  params: { keyNotice: t.duration('electronic-signature/13') },
  entities: {
    ...divisionEntities,
    ...organEntities,
    ...reorganisationEntities,
    ...officerEntities,
    ...powerEntities,
    ...entrustmentEntities,
    ...calendarEntities,
  },
  actions: {
    ...divisionActions,
    ...organActions,
    ...reorganisationActions,
    ...officerActions,
    ...administratorActions,
    ...powerActions,
    ...entrustmentActions,
    ...calendarActions,
  },
})
