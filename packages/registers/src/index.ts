export {
  type DivisionChange,
  type DivisionOptions,
  type DivisionPlan,
  type Finding,
  planDivisions,
} from './divisions/planDivisions.ts'
export { type DivisionRow, type ReadDivisions, readDivisions } from './divisions/readDivisions.ts'
export { type FindingCode, RegisterError, type RowCode, type RowFault, type TableFailure } from './errors.ts'
export { registerErrorTexts } from './errorTexts.ts'
export { type Carried, type Carrying, carryOut, type RefusedAct } from './ledger/carryOut.ts'
export type { PlannedAct } from './ledger/plannedAct.ts'
export { readRegister } from './ledger/readRegister.ts'
export { type FieldChange, type OrganChange, type OrganPlan, planOrgans } from './organs/planOrgans.ts'
export { type OrganDefaults, type OrganRow, type ReadOrgans, readOrgans } from './organs/readOrgans.ts'
export type { RegisterRows } from './organs/register.ts'
export { isDay } from './table/readTable.ts'
