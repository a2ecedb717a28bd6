export { defaultBounds } from '../../affair-kit/src/check/bounds.ts'
export { identityAffair, organisationsAffair } from '../../affair-kit/src/run/authority.ts'
export type {
  Block,
  DueItem,
  Fault,
  Host,
  Installed,
  Performed,
  Registry,
  StateReader,
  StateWriter,
} from '../../affair-kit/src/run/host.ts'
export { Meter } from '../../affair-kit/src/run/meter.ts'
export { readCurrentRow } from '../../affair-kit/src/run/migrate.ts'
export { insertMember, type PageSet, rangeOfMembers, removeMember } from '../../affair-kit/src/run/pages.ts'
export { encodeParameter, ledgerAffair, ledgerCalendar, parameterTable } from '../../affair-kit/src/run/parameters.ts'
export { perform, performDue } from '../../affair-kit/src/run/perform.ts'
export { emptyTallies, encodeRow, entityTable, indexTable, type RowState } from '../../affair-kit/src/run/row.ts'
