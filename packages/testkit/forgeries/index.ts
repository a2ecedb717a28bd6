import { actForgeries } from './acts.ts'
import { checkpointForgeries } from './checkpoints.ts'
import { earlierForgeries } from './earlier.ts'
import type { Forgery } from './forgery.ts'
import { formForgeries } from './forms.ts'
import { headerForgeries } from './headers.ts'
import { jointForgeries } from './joint.ts'
import { memberForgeries } from './members.ts'
import { proofForgeries } from './proofs.ts'
import { renewalForgeries } from './renewals.ts'

/** Every kind of forgery known, in the order of the steps that catch them. */
export const forgeries: readonly Forgery[] = [
  ...formForgeries,
  ...headerForgeries,
  ...proofForgeries,
  ...actForgeries,
  ...memberForgeries,
  ...jointForgeries,
  ...checkpointForgeries,
  ...earlierForgeries,
  ...renewalForgeries,
]
