import type { AbciCalls, Between } from '@gongshi/engine-cometbft'
import { encodeBundle, parseBundle } from '@gongshi/protocol'

type Proposal = (bundles: readonly Uint8Array[]) => readonly Uint8Array[]

/** More than a bundle may have. */
const oversizeBytes = 66_000

/** What a Byzantine proposer makes of an honest proposal. What others may not refuse is the last two's: order and silence are a proposer's own. */
const proposals: readonly Proposal[] = [
  (bundles) => [...bundles, Uint8Array.of(1, 2, 3)],
  (bundles) => [...bundles, ...bundles.map(forged)],
  (bundles) => [...bundles, ...bundles],
  (bundles) => [...bundles, new Uint8Array(oversizeBytes)],
  (bundles) => bundles.toReversed(),
  () => [],
]

/** The signature of its last member changed. */
function forged(bundle: Uint8Array): Uint8Array {
  const members = parseBundle(bundle)
  const last = members.at(-1)!.slice()
  last[last.length - 1]! ^= 1
  return encodeBundle([...members.slice(0, -1), last])
}

/** Faults of an application, by the name that a node is started with. */
export const faults = {
  /** Ends with the power, as it were, once a block with transactions is executed and before it is kept. */
  'dies-before-commit': dying(async () => die()),
  /** The same once it is on disk here, and before CometBFT knows. */
  'dies-after-commit': dying(async (commit, ledger) => {
    await commit()
    await ledger.flush()
    return die()
  }),
  /** Takes a block with transactions for another than it is. */
  'computes-otherwise': (application) => ({
    ...application,
    finalizeBlock: async (request) => {
      const answer = await application.finalizeBlock(request)
      return request.txs.length === 0 ? answer : { ...answer, appHash: new Uint8Array(32).fill(1) }
    },
  }),
  /** Each of its proposals is another kind of bad. */
  'proposes-badly': (application) => {
    let made = 0
    return proposing(application, (bundles) => proposals[made++ % proposals.length]!(bundles))
  },
  /** Never proposes a transaction, so that its twin's proposals are others than its own. */
  'proposes-nothing': (application) => proposing(application, () => []),
  /** Never answers when a proposal is asked of it. */
  'proposes-never': (application) => ({ ...application, prepareProposal: () => new Promise(() => undefined) }),
} satisfies { readonly [name: string]: Between }

export type Fault = keyof typeof faults

function dying(
  instead: (
    commit: () => ReturnType<AbciCalls['commit']>,
    ledger: Parameters<Between>[1],
  ) => ReturnType<AbciCalls['commit']>,
): Between {
  return (application, ledger) => {
    let bundles = 0
    return {
      ...application,
      finalizeBlock: (request) => {
        bundles = request.txs.length
        return application.finalizeBlock(request)
      },
      commit: (request) =>
        bundles === 0 ? application.commit(request) : instead(() => application.commit(request), ledger),
    }
  }
}

function proposing(application: AbciCalls, proposal: Proposal): AbciCalls {
  return {
    ...application,
    prepareProposal: async (request) => ({ txs: [...proposal((await application.prepareProposal(request)).txs)] }),
  }
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('it is dead')
}
