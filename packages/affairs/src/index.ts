import { disclosure } from './disclosure/affair.ts'
import { erasure } from './erasure/affair.ts'
import { organisations } from './organisations/affair.ts'

export { disclosure, erasure, organisations }

/** Every affair that a node of this version can run, callees before callers. */
export const installedAffairs = [organisations, disclosure, erasure] as const
