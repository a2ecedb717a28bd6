import type { Engine } from '@gongshi/ledger'
import {
  blockIdFlag,
  equalBytes,
  hashValidators,
  type SignedHeader,
  totalPower,
  type Validator,
} from '@gongshi/protocol'
import { NodeError } from '../errors.ts'

export type ValidatorSet = readonly Pick<Validator, 'publicKey' | 'power'>[]
/** Who signs a height that is trusted. */
export type RootSet = { readonly height: number; readonly set: ValidatorSet }
type Chain = Pick<Engine, 'earliestHeight' | 'findHeader' | 'findCommit' | 'findValidators'>

/** What a verifier has to see: headers at which validators changed, as few as it takes, then the one that proves. */
export type TrustPath = { readonly path: readonly SignedHeader[]; readonly head: SignedHeader }

/**
 * The way from the set of a trust root to a header, as CometBFT's light client finds it (spec/light-client,
 * bisection): a header that more than a third of the set trusted before has signed is the next step; otherwise one half-way
 * there comes first. While the set is the root's own the path is empty.
 * @param others portals of who may have headers that were pruned here
 * @throws {NodeError} entry-unproven where the chain lacks a header on the way; block-pruned where it is one of those
 */
export async function trustPathTo(
  chain: Chain,
  root: RootSet,
  signed: SignedHeader,
  others: readonly string[] = [],
): Promise<TrustPath> {
  const { height, validatorsHash } = signed.header
  if (equalBytes(validatorsHash, hashOf(root.set))) return { path: [], head: signed }
  const path: SignedHeader[] = []
  const earliest = await chain.earliestHeight()
  let trusted = { height: root.height - 1, set: root.set }
  while (trusted.height < height) {
    const step = await nextStep(chain, { ...trusted, below: Math.max(trusted.height, earliest - 1) }, signed)
    if (step === null) throw lackingOne(trusted.height, earliest, others)
    const { header, set } = step
    path.push({ ...header, validators: set })
    trusted = { height: header.header.height, set }
  }
  return { path: path.slice(0, -1), head: path.at(-1)! }
}

const hashes = new WeakMap<ValidatorSet, Uint8Array>()

/** PERF: a set is asked of again and again, and its hash takes longer than all else where nobody has left it. */
function hashOf(set: ValidatorSet): Uint8Array {
  const known = hashes.get(set) ?? hashValidators(set)
  hashes.set(set, known)
  return known
}

/** `below`: no header up to there is on the way, or here at all. */
type Trusted = { readonly height: number; readonly set: ValidatorSet; readonly below: number }

/** The header that is asked for, or the first half-way there for which those who are trusted vouch; null: that is not here. */
async function nextStep(chain: Chain, trusted: Trusted, signed: SignedHeader) {
  const { height } = signed.header
  let isFirst = false
  for (let at = height; at > trusted.below; at = isFirst ? at - 1 : halfway(trusted.below, at)) {
    const header = at === height ? signed : await findSigned(chain, at)
    const set = await findSet(chain, at)
    // The one right after is named by the header before it, whoever has signed that.
    if (at === trusted.height + 1) return { header, set }
    // A chain that begins anew is vouched for by the header right before it alone.
    isFirst = at > 1 && header.header.lastBlockId.hash.length === 0
    if (!isFirst && vouches(trusted.set, header, set)) return { header, set }
  }
  return null
}

function lackingOne(trusted: number, earliest: number, ask: readonly string[]): NodeError {
  if (earliest > trusted + 1) return new NodeError({ code: 'block-pruned', earliest, ask })
  return new NodeError({ code: 'entry-unproven' })
}

function halfway(below: number, at: number): number {
  return Math.floor((below + at) / 2)
}

/** Whether more than a third of a set's power is among the votes for a header. */
function vouches(trusted: ValidatorSet, { commit }: SignedHeader, set: ValidatorSet): boolean {
  const voted = set.filter((_, at) => commit.signatures[at]?.flag === blockIdFlag.commit)
  const shared = trusted.filter(({ publicKey }) => voted.some((each) => equalBytes(each.publicKey, publicKey)))
  return totalPower(shared) * 3n > totalPower(trusted)
}

/** @throws {NodeError} entry-unproven */
async function findSet(chain: Chain, height: number): Promise<ValidatorSet> {
  const found = await chain.findValidators(height)
  if (found === undefined) throw new NodeError({ code: 'entry-unproven' })
  return found.map(({ publicKey, power }) => ({ publicKey, power }))
}

/** A header with its votes; its set is told apart. @throws {NodeError} entry-unproven */
export async function findSigned(chain: Chain, height: number): Promise<SignedHeader> {
  const [header, commit] = await Promise.all([chain.findHeader(height), chain.findCommit(height)])
  if (header === undefined || commit === undefined) throw new NodeError({ code: 'entry-unproven' })
  const signatures = commit.signatures.map(({ flag, timestamp, signature }) =>
    flag === blockIdFlag.absent ? null : { flag, timestamp, signature },
  )
  return { header, commit: { round: commit.round, parts: commit.blockId.parts, signatures }, validators: null }
}
