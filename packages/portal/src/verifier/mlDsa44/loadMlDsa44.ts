import type { ml_dsa44 as library } from '@noble/post-quantum/ml-dsa.js'
import { runPart } from '../parts.ts'

type MlDsa44 = Pick<typeof library, 'verify'>

declare global {
  /** Set by the script of the library. */
  var gongshiMlDsa44: MlDsa44 | undefined
}

/** Stands in the page's script for the library, which lies beside it: few trust roots name cosigners with such keys. */
export const ml_dsa44: MlDsa44 = {
  verify(...asked) {
    if (!globalThis.gongshiMlDsa44) runPart('mlDsa44')
    return globalThis.gongshiMlDsa44!.verify(...asked)
  },
}
