import { beginningOf, createApplication } from '@gongshi/engine-cometbft'
import { genesisHash, type Ledger, SimulatedStore, type StoreDevice } from '@gongshi/ledger'
import { equalBytes, fromBase64, type SignatureCheck, timestampFromMs, toHex, utf8 } from '@gongshi/protocol'
import { genesis, genesisTime, openCity } from '../../../ledger/fixtures/city.ts'
import type { Moment } from './consortiumPlan.ts'
import { demand } from './model.ts'
import { poisoned } from './poisoned.ts'

type Application = ReturnType<typeof createApplication>
export type Decided = {
  readonly height: number
  readonly time: number
  readonly txs: readonly Uint8Array[]
  readonly hash: Uint8Array
  /** What executing it gave, once one member has. */
  result: Awaited<ReturnType<Application['finalizeBlock']>> | null
}

const nothing = new Uint8Array()
const votes = { round: 0, votes: [] }
const none = () => {
  throw new Error('this member has no snapshots')
}
const withoutSnapshots = {
  calls: { listSnapshots: none, offerSnapshot: none, loadSnapshotChunk: none, applySnapshotChunk: none },
  committed: async () => undefined,
}

const initChainRequest = {
  time: stampOf(genesisTime),
  chainId: genesis.chainId,
  validators: genesis.validators.map(({ publicKey, power }) => ({
    pubKey: { ed25519: fromBase64(publicKey) },
    power: BigInt(power),
  })),
  appStateBytes: utf8(JSON.stringify({ genesisHash: toHex(genesisHash(genesis)) })),
  initialHeight: 1n,
}

/** Ends a process in the middle of what it does. */
const ended = Symbol('ended')

/**
 * A member of a consortium: the application over a ledger of its own, called as CometBFT calls it, and CometBFT's memory of
 * which blocks it has handed over.
 */
export class Member {
  readonly #clock: () => number
  readonly #signatureCheck: SignatureCheck
  #store = new SimulatedStore()
  #when: Moment | null = null
  #end: (reason: typeof ended) => void = () => undefined
  #running: {
    readonly application: Application
    readonly ledger: Ledger
    readonly gone: Promise<typeof ended>
  } | null = null
  /** The height whose Commit was answered: it may never be less again. */
  #committed = 0

  constructor(clock: () => number, signatureCheck: SignatureCheck) {
    this.#clock = clock
    this.#signatureCheck = signatureCheck
  }

  get running() {
    return this.#running
  }

  /** Starts the process, and hands over what CometBFT has stored and the ledger has not. */
  async start(chain: readonly Decided[]): Promise<void> {
    const gone = new Promise<typeof ended>((resolve) => {
      this.#end = resolve
    })
    this.#when = null
    this.#store = this.#store.reopen(this.#device())
    const options = { flush: 'each-block', signatureCheck: this.#signatureCheck } as const
    const ledger = poisoned(await openCity(this.#store, options))
    const application = createApplication({
      ledger,
      beginning: beginningOf(genesis),
      version: 'simulated',
      now: this.#clock,
      onCommit: () => undefined,
      onMisbehaviour: () => undefined,
      onRefused: () => undefined,
      snapshots: withoutSnapshots,
      retainHeight: () => 0,
      query: none,
    })
    this.#running = { application, ledger, gone }
    const { lastBlockHeight, lastBlockAppHash } = await application.info({
      version: '',
      blockVersion: 11n,
      p2pVersion: 8n,
      abciVersion: '2.0.0',
    })
    const height = Number(lastBlockHeight)
    if (height === 0) await application.initChain(initChainRequest)
    demand(
      height >= this.#committed && height <= chain.length,
      `a member stands at ${height}, and had committed ${this.#committed}`,
    )
    const known = chain[height - 1]?.result?.appHash
    demand(known === undefined || equalBytes(known, lastBlockAppHash), `a member has another app hash at ${height}`)
    for (const block of chain.slice(height)) await this.execute(block)
  }

  /** FinalizeBlock and Commit, struck where the plan has it. False: the process has ended. */
  async execute(block: Decided, when: Moment | null = null): Promise<boolean> {
    const { application, gone } = this.#running!
    if (when === 'before FinalizeBlock') return this.stop()
    const { height, time, txs, hash } = block
    const place = { height: BigInt(height), time: stampOf(time), misbehavior: [], nextValidatorsHash: nothing }
    const request = { ...place, txs: [...txs], decidedLastCommit: votes, hash, proposerAddress: nothing }
    const result = await application.finalizeBlock(request)
    this.#compare(block, result)
    if (when === 'before Commit') return this.stop()
    this.#when = when
    const committing = async () => application.commit({})
    const done = await Promise.race([committing().catch((error: { code?: string }) => this.#storeFailed(error)), gone])
    if (done === ended) return this.stop()
    this.#committed = height
    return when === 'after Commit' ? this.stop() : true
  }

  #compare(block: Decided, result: NonNullable<Decided['result']>): void {
    block.result ??= result
    const same = equalBytes(block.result.appHash, result.appHash)
    demand(same, `block ${block.height} gives one member another app hash than the others`)
    demand(result.txResults.length === block.txs.length, `block ${block.height} has not one result a bundle`)
    for (const [at, { code, data }] of result.txResults.entries())
      demand(
        block.result.txResults[at]!.code === code && equalBytes(block.result.txResults[at]!.data, data),
        `bundle ${at} of block ${block.height} has another result at one member`,
      )
  }

  #storeFailed(error: { readonly code?: string }): typeof ended {
    demand(error.code === 'store-write-failed', `Commit failed without a reason: ${error.code}`)
    return ended
  }

  stop(): false {
    this.#running = null
    return false
  }

  #device(): StoreDevice {
    return {
      read: (_, value) => value,
      write: async (effect) => {
        const when = this.#when
        if (when === 'after the batch' || when === 'store failed, all written' || !isOfStore(when)) effect()
        if (!isOfStore(when)) return
        if (when.startsWith('store failed')) throw Object.assign(new Error('EIO'), { code: 'EIO' })
        this.#end(ended)
        return new Promise(() => undefined)
      },
    }
  }
}

function isOfStore(when: Moment | null): when is Moment {
  return when !== null && (when.endsWith('the batch') || when.startsWith('store failed'))
}

export function stampOf(ms: number) {
  const { seconds, nanos } = timestampFromMs(ms)
  return { seconds: BigInt(seconds), nanos }
}
