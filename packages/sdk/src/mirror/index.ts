export { MirrorError, type MirrorFailure } from './errors.ts'
export { mirrorErrorTexts } from './errorTexts.ts'
export { type Mirrored, type MirrorProgress, mirrorLog } from './mirrorLog.ts'
export { isTwoCheckpoints, verifyTwoCheckpoints } from './twoCheckpoints.ts'
