/** A release larger than this is refused; also what reading holds in memory at most, beside the chunk under way. */
export const maxReleaseBytes = 8 * 1024 * 1024
/** Arrays and objects inside one another: within a release, and in the whole input. */
export const maxReleaseDepth = 64
export const maxInputDepth = 1_000
/** Numbers and the words true, false and null. */
export const maxScalarBytes = 1_024
/** Members of a release's outermost object; the standard knows 13. */
export const maxTopMembers = 1_000
/** What the ledger takes as a code. */
export const maxIdBytes = 128
export const maxAmounts = 64
/** In a release of more objects only the first breach of the schema is reported. */
export const maxThoroughObjects = 10_000
/** Schema findings reported for one release. */
export const maxFindings = 50
/** Releases whose identity one run remembers, to refuse the second. */
export const maxRemembered = 5_000_000
