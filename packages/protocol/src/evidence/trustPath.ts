import { equalBytes } from '../bytes/bytes.ts'
import type { SetMember } from '../codec/comet.ts'
import type { VoteCheck } from '../comet/commit.ts'
import { blockProtocol, type Header, hashHeader } from '../comet/header.ts'
import { timestampToMs } from '../comet/time.ts'
import { hashValidators } from '../comet/validators.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { refuse } from './errors.ts'
import type { SignedHeader } from './format.ts'
import type { Shown } from './steps.ts'
import { countVotes, type Tally } from './votes.ts'

/** What is trusted so far: the set that signed the last header (or that the root names), and the hash of the next one. */
export type Trusted = {
  readonly height: number
  readonly time: number
  readonly validators: readonly SetMember[]
  readonly nextValidatorsHash: Uint8Array
}

/** The root as if the header before its height had been verified: its set is the next one. */
function trustOfRoot({ validators }: TrustRoot): Trusted {
  const { height, set } = validators
  return { height: height - 1, time: 0, validators: set, nextValidatorsHash: hashValidators(set) }
}

/** Follows the headers at which the validator set changed. */
export async function followPath(
  path: readonly SignedHeader[],
  root: TrustRoot,
  check: VoteCheck,
): Promise<Shown<'path', Trusted>> {
  let trusted = trustOfRoot(root)
  for (const step of path) trusted = (await advance(trusted, step, check)).trusted
  return { facts: { headers: path.length, validators: trusted.validators.length }, value: trusted }
}

/** A header that the trusted set, or one that it hands over to, has signed. */
export type Advanced = { readonly trusted: Trusted; readonly hash: Uint8Array; readonly tally: Tally }

/**
 * One step of CometBFT's light client (spec/light-client/verification): sequential where the height follows, by the
 * next set that the last header named; otherwise skipping, by more than a third of the trusted set's power.
 */
export async function advance(trusted: Trusted, step: SignedHeader, check: VoteCheck): Promise<Advanced> {
  const { header } = step
  checkOrder(trusted, header)
  const validators = step.validators ?? trusted.validators
  const setHash = hashValidators(validators)
  const follows = header.height === trusted.height + 1
  const expected = follows ? trusted.nextValidatorsHash : header.validatorsHash
  if (!equalBytes(setHash, header.validatorsHash) || !equalBytes(setHash, expected))
    refuse({ code: 'evidence-validators-mismatch', height: header.height })
  // A chain that begins anew above height 1 is a handover: only the header right before it can vouch for it.
  const begins = header.lastBlockId.hash.length === 0 && header.height > 1
  if (begins && !follows) refuse({ code: 'evidence-chain-restarted', height: header.height })
  const sameSet = equalBytes(setHash, hashValidators(trusted.validators))
  const overlap = follows || sameSet ? null : trusted.validators
  const hash = hashHeader(header)
  const tally = await countVotes({ signedHeader: step, hash, validators, overlap, check })
  const { height, nextValidatorsHash } = header
  const time = timestampToMs(header.time)
  return { hash, tally, trusted: { height, time, validators, nextValidatorsHash } }
}

function checkOrder({ height, time }: Trusted, header: Header): void {
  if (header.version.block !== blockProtocol) refuse({ code: 'evidence-header-version' })
  if (header.height <= height)
    refuse({ code: 'evidence-before-trust', height: header.height, trustedHeight: height + 1 })
  if (timestampToMs(header.time) < time) refuse({ code: 'evidence-path-order', height: header.height })
}
