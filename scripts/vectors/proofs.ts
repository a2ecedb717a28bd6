// Writes docs/vectors of the proofs: log, state, checkpoint, members, evidence, states. Deterministic, as core.ts is.
// comet.json is CometBFT's own word: interop/cometbft. Run: node scripts/vectors/proofs.ts
import { checkpointVectors } from './checkpointVectors.ts'
import { evidenceVectors } from './evidenceVectors.ts'
import { logVectors } from './logVectors.ts'
import { memberVectors } from './memberVectors.ts'
import { statesVectors } from './statesVectors.ts'
import { stateVectors } from './stateVectors.ts'
import { writeVectors } from './vectorFile.ts'

const own = 'scripts/vectors'

writeVectors('log', {
  about:
    'RFC 6962 trees: roots, inclusion proofs and consistency proofs of one tree at every size. Leaves: good ones with what they say, bad ones with their code.',
  sources: ['certificate-transparency, merkletree/merkle_tree_test.cc (the leaves and roots)', own],
  ...logVectors(),
})
writeVectors('state', {
  about:
    'A sparse Merkle tree: its rows, root, and proofs in the compressed form. bad: well-formed proofs that show nothing; badForms: proofs that are none.',
  sources: [own],
  ...stateVectors(),
})
writeVectors('checkpoint', {
  about: 'C2SP signed notes, checkpoints, tlog-proofs, tile paths and an entry bundle, under the vkey given.',
  sources: ['c2sp.org/signed-note, tlog-checkpoint, tlog-proof, tlog-tiles', own],
  ...(await checkpointVectors()),
})
writeVectors('members', {
  about:
    'Member commitments: records with every member’s salt, leaf and proof. bad: members that are not under the commitment given.',
  sources: [own],
  ...memberVectors(),
})
writeVectors('evidence', {
  about:
    'Evidence files (base64) under one of the trust roots (by its place in the list) at a time (UnixMs). good: with the JSON form and what the verdict says; bad: with the step and code of the refusal; badForms: refused by parsing alone.',
  sources: [own],
  ...(await evidenceVectors()),
})
writeVectors('states', {
  about:
    'Files of many state values at one moment (base64) under one of the trust roots (by its place in the list) at a time (UnixMs). good: with what they prove, a value that is not there without `value`; bad: with the step and code of the refusal.',
  sources: [own],
  ...(await statesVectors()),
})
