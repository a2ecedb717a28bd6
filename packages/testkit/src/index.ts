export { recordPackage, releasePackage, type SyntheticRelease, syntheticReleases } from './ocds/syntheticReleases.ts'
export { seededRandom } from './random.ts'
export { findSharedData, missingSharedData } from './sharedData.ts'
export { type Fault, SimulatedFolder } from './simulatedFolder.ts'
