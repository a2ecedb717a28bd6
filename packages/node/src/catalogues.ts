import { kitErrorTexts } from '@gongshi/affair-kit'
import { contentErrorTexts } from '@gongshi/contents'
import { courtPackErrorTexts } from '@gongshi/court-pack/errors'
import { cometErrorTexts } from '@gongshi/engine-cometbft'
import { soloErrorTexts } from '@gongshi/engine-solo'
import { ledgerErrorTexts } from '@gongshi/ledger'
import type { ErrorCatalogue } from '@gongshi/protocol'
import { peerErrorTexts, protocolErrorTexts, signInErrorTexts, uploadErrorTexts } from '@gongshi/protocol'
import { nodeErrorTexts } from './errorTexts.ts'

/** Everything that may go wrong here, in words. */
export const catalogues: readonly ErrorCatalogue<string>[] = [
  protocolErrorTexts,
  signInErrorTexts,
  uploadErrorTexts,
  peerErrorTexts,
  kitErrorTexts,
  ledgerErrorTexts,
  contentErrorTexts,
  courtPackErrorTexts,
  soloErrorTexts,
  cometErrorTexts,
  nodeErrorTexts,
]
