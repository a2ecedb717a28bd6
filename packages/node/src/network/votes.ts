import type { Engine } from '@gongshi/ledger'
import { blockIdFlag, type Commit, type Timestamp, toHex, type Validator, validatorAddress } from '@gongshi/protocol'

/** A validator's part in the blocks of a window, the oldest first: `x` voted for the block, `_` did not, `-` was none yet. */
export type Votes = ReadonlyMap<string, string>

type Chain = Pick<Engine, 'findCommit' | 'findHeader' | 'findValidators'>

/** Who voted for each block from a height to another, by the validators' addresses. Sets are read once each. */
export class VoteReader {
  readonly #chain: Chain
  readonly #sets = new Map<string, readonly string[]>()

  constructor(chain: Chain) {
    this.#chain = chain
  }

  async read(from: number, to: number): Promise<Votes> {
    const heights = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
    const blocks = await Promise.all(heights.map((height) => this.#block(height)))
    const addresses = new Set(blocks.flatMap(({ set }) => set))
    return new Map([...addresses].map((address) => [address, blocks.map((block) => markOf(block, address)).join('')]))
  }

  async #block(height: number): Promise<{ readonly set: readonly string[]; readonly commit: Commit | undefined }> {
    const [commit, header] = await Promise.all([this.#chain.findCommit(height), this.#chain.findHeader(height)])
    if (commit === undefined || header === undefined) return { set: [], commit: undefined }
    const name = toHex(header.validatorsHash)
    const known = this.#sets.get(name)
    if (known !== undefined) return { set: known, commit }
    const found = await this.#chain.findValidators(height)
    if (found === undefined) return { set: [], commit }
    const set = found.map(addressOf)
    this.#sets.set(name, set)
    return { set, commit }
  }
}

export function addressOf({ publicKey }: Pick<Validator, 'publicKey'>): string {
  return toHex(validatorAddress(publicKey))
}

type Block = { readonly set: readonly string[]; readonly commit: Commit | undefined }

/** A vote that is missing in a commit has no address: its place in the set says whose it is. */
function markOf({ set, commit }: Block, address: string): string {
  const at = set.indexOf(address)
  if (at === -1 || commit === undefined) return '-'
  return commit.signatures[at]?.flag === blockIdFlag.commit ? 'x' : '_'
}

/**
 * By how much a clock is ahead of the others' at the moment when a block was committed: their votes were made just before, each
 * by its own clock, and the middle one counts. Null where nobody else voted. Milliseconds.
 */
export function clockSkew(commit: Commit, committedAt: number, own: string): number | null {
  const times = commit.signatures
    .filter(({ flag, validatorAddress: whose }) => flag === blockIdFlag.commit && toHex(whose) !== own)
    .map(({ timestamp }) => milliseconds(timestamp))
    .sort((one, other) => one - other)
  const middle = times[Math.floor(times.length / 2)]
  return middle === undefined ? null : Math.round(committedAt - middle)
}

function milliseconds({ seconds, nanos }: Timestamp): number {
  return seconds * 1000 + nanos / 1e6
}
