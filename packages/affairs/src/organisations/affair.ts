import { defineAffair } from '@gongshi/affair-kit'
import { divisionActions, divisionEntities } from './divisions.ts'
import { officerActions, officerEntities } from './officers.ts'
import { organActions, organEntities } from './organs.ts'

/**
 * Places, organs in a tree that has a shape on every day, offices, the officers who hold them, and their keys. The days
 * on which something is so stand in the rows; what was known when is the log.
 */
export const organisations = defineAffair({
  name: 'organisations',
  version: 1,
  entities: { ...divisionEntities, ...organEntities, ...officerEntities },
  actions: { ...divisionActions, ...organActions, ...officerActions },
})
