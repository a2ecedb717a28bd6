import type { AffairDeclaration } from '@gongshi/affair-kit'
import { disclosure } from './disclosure/affair.ts'
import { erasure } from './erasure/affair.ts'
import { organisations } from './organisations/affair.ts'

export { disclosure, erasure, organisations }

/** Every affair of this version, callees before callers. None of them has handlers. */
export const installedAffairs: readonly AffairDeclaration[] = [organisations, disclosure, erasure]
