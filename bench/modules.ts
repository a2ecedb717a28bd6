import { apiReads } from './apiReads.ts'
import { authority } from './authority.ts'
import { award } from './award.ts'
import { barePipeline } from './barePipeline.ts'
import { codec } from './codec.ts'
import { consortium } from './consortium.ts'
import { consortiumLoad } from './consortiumLoad.ts'
import { disk } from './disk.ts'
import { evidence } from './evidence.ts'
import { exportOcds } from './exportOcds.ts'
import { httpLoad } from './httpLoad.ts'
import { httpSubmit } from './httpSubmit.ts'
import { importOcds } from './importOcds.ts'
import { ledgerStages } from './ledgerStages.ts'
import { mirror } from './mirror.ts'
import { monitorReplay } from './monitorReplay.ts'
import { opening } from './opening.ts'
import { overload } from './overload.ts'
import { passkeys } from './passkeys.ts'
import { procurement } from './procurement.ts'
import { projections } from './projections.ts'
import { publishing } from './publishing.ts'
import { pythonVerifier } from './pythonVerifier.ts'
import { sealed } from './sealed.ts'
import { seams } from './seams.ts'
import { start } from './start.ts'
import { stateSync } from './stateSync.ts'
import type { BenchModule } from './support/measure.ts'
import { threshold } from './threshold.ts'
import { trustPath } from './trustPath.ts'
import { verifiableLogs } from './verifiableLogs.ts'

/** In the order of the page. */
export const modules: readonly BenchModule[] = [
  httpSubmit,
  overload,
  apiReads,
  barePipeline,
  verifiableLogs,
  consortium,
  importOcds,
  exportOcds,
  evidence,
  trustPath,
  publishing,
  mirror,
  monitorReplay,
  pythonVerifier,
  start,
  ledgerStages,
  authority,
  projections,
  procurement,
  codec,
  passkeys,
  sealed,
  threshold,
  opening,
  award,
  disk,
]

/** Not on the page yet: each moves up with its first figures from a quiet machine. */
export const unmeasured: readonly BenchModule[] = [consortiumLoad, httpLoad, seams, stateSync]
