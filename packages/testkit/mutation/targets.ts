/** A file whose every mutant has to be noticed by the tests beside it. */
export type Target = { readonly file: string; readonly tests: readonly string[] }

const protocol = 'packages/protocol/src'
const solo = 'packages/engine-solo/src'
const ledger = 'packages/ledger/src'
const kit = 'packages/affair-kit/src'

/** Codec, proofs, block file, replays, authorisation: where a wrong verdict is a loss or a forgery. */
export const targets: readonly Target[] = [
  {
    file: `${protocol}/bytes/cborReader.ts`,
    tests: [`${protocol}/bytes/cborReader.test.ts`, `${protocol}/bytes/cbor.test.ts`],
  },
  { file: `${protocol}/state/proof.ts`, tests: [`${protocol}/state/state.test.ts`] },
  { file: `${solo}/blocks/record.ts`, tests: [`${solo}/blocks/blockLog.test.ts`] },
  { file: `${solo}/blocks/scan.ts`, tests: [`${solo}/blocks/scan.test.ts`] },
  { file: `${ledger}/admit/replayWindow.ts`, tests: [`${ledger}/admit/replayWindow.test.ts`] },
  {
    file: `${ledger}/admit/admissible.ts`,
    tests: [`${ledger}/admit/bounds.test.ts`, `${ledger}/admit/admissible.test.ts`],
  },
  { file: `${kit}/run/authority.ts`, tests: [`${kit}/run/fixtures.test.ts`, `${kit}/run/perform.test.ts`] },
]
