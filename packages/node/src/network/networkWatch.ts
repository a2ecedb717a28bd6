import type { Genesis, LedgerReads } from '@gongshi/ledger'
import { type Cbor, parseLeaf, timestampToMs, toBase64, toHex, type Validator } from '@gongshi/protocol'
import type { NodeEngine } from '../engine/startEngine.ts'
import { type Department, departmentsOf } from './departments.ts'
import { addressOf, clockSkew, VoteReader, type Votes } from './votes.ts'

/** `waiting`: too few validators are in touch, nothing is broken here; `stopped`: somebody must look at this node. */
export type NetworkState = 'running' | 'catchingUp' | 'waiting' | 'stopped'

export type ValidatorView = Department & {
  readonly address: string
  readonly publicKey: string
  readonly power: number
  /** This node's own. */
  readonly isOwn: boolean
  /** Its part in the blocks from `from` to `to`: `x` voted for the block, `_` did not, `-` was none yet. */
  readonly votes: string
  readonly signed: number
  /** Of the last ten blocks it voted for none; while the network waits: of the round that goes on there is no vote of it. */
  readonly isMissing: boolean
}

export type Misbehaviour = {
  readonly entry: number
  readonly kind: 'double-signing' | 'light-client-attack' | 'unknown'
  readonly address: string
  readonly height: number
  readonly time: number
}

export type NetworkView = {
  readonly engine: 'solo' | 'cometbft'
  readonly state: NetworkState
  readonly code: string | null
  readonly height: number
  readonly time: number
  readonly appHash: string
  /** The blocks looked at. */
  readonly from: number
  readonly to: number
  /** Between two of them, on average. Milliseconds. */
  readonly blockMs: number | null
  readonly peers: number | null
  /** By how much this node's clock is ahead of the others'. Milliseconds. */
  readonly clockSkewMs: number | null
  readonly validators: readonly ValidatorView[]
  readonly misbehaviour: readonly Misbehaviour[]
  /** Versions of affairs that begin at a height to come. */
  readonly upgrades: readonly { readonly affair: string; readonly version: number; readonly from: number }[]
}

export type NetworkNeeds = {
  readonly engine: NodeEngine
  readonly engineName: NetworkView['engine']
  readonly ledger: Pick<LedgerReads, 'info' | 'findBlock' | 'findEntry' | 'versions' | 'logSize'>
  readonly genesis: Genesis
  /** The key that this node signs blocks with. */
  readonly ownValidator: Uint8Array
  now(): number
}

const window = 50
const missingAfter = 10
/** Whoever asks within this time gets the same answer. Milliseconds. */
const keptMs = 1000
/** Entries that are looked through for misbehaviour at the start; what comes later is told of. */
const lookedBack = 2000
const kinds = ['unknown', 'double-signing', 'light-client-attack'] as const

/** How the validators of this ledger are doing, as this node sees it. */
export class NetworkWatch {
  readonly #needs: NetworkNeeds
  readonly #departments: ReadonlyMap<string, Department>
  readonly #reader: VoteReader
  readonly #misbehaviour: Misbehaviour[] = []
  #kept: { readonly at: number; readonly view: Promise<NetworkView> } | null = null

  constructor(needs: NetworkNeeds) {
    this.#needs = needs
    this.#departments = departmentsOf(needs.genesis)
    this.#reader = new VoteReader(needs.engine)
    const size = needs.ledger.logSize()
    this.#look(Math.max(0, size - lookedBack), size)
  }

  /** A block with evidence against a validator was committed. */
  misbehaved(height: number): void {
    const block = this.#needs.ledger.findBlock(height)
    if (block !== undefined) this.#look(block.firstIndex, block.logSize)
  }

  async view(): Promise<NetworkView> {
    const now = this.#needs.now()
    if (this.#kept === null || Math.abs(now - this.#kept.at) > keptMs) this.#kept = { at: now, view: this.#read() }
    return this.#kept.view
  }

  async #read(): Promise<NetworkView> {
    const { engine, engineName, ledger } = this.#needs
    const { height, time, appHash } = ledger.info()
    const standing = (await engine.standing?.().catch(() => null)) ?? null
    const code = engine.fault?.code ?? null
    const state = stateOf(code, standing?.isCatchingUp ?? false)
    const to = engineName === 'solo' ? height : height - 1 // the last block's votes are still coming in
    const from = Math.max(1, to - window + 1)
    const votes = await this.#reader.read(from, to)
    const set = (await engine.findValidators(height)) ?? []
    const inRound = state === 'waiting' ? (standing?.votes ?? null) : null
    return {
      engine: engineName,
      state,
      code,
      height,
      time,
      appHash: toHex(appHash),
      from,
      to,
      blockMs: await this.#blockMs(from, to),
      peers: standing?.peers ?? null,
      clockSkewMs: state === 'running' ? await this.#skew() : null,
      validators: set.map((validator, at) => this.#validator(validator, votes, inRound && !inRound[at])),
      misbehaviour: this.#misbehaviour.toReversed(),
      upgrades: ledger
        .versions()
        .filter((version) => version.from > height)
        .map((version) => ({ affair: version.affair, version: version.version, from: version.from })),
    }
  }

  #validator(validator: Validator, votes: Votes, isMissingNow: boolean | null): ValidatorView {
    const address = addressOf(validator)
    const marks = votes.get(address) ?? ''
    const last = marks.slice(-missingAfter)
    return {
      ...(this.#departments.get(address) ?? { organ: null, origin: null }),
      address,
      publicKey: toBase64(validator.publicKey),
      power: Number(validator.power),
      isOwn: address === this.#own,
      votes: marks,
      signed: [...marks].filter((mark) => mark === 'x').length,
      isMissing: isMissingNow ?? (last.includes('_') && !last.includes('x')),
    }
  }

  get #own(): string {
    return addressOf({ publicKey: this.#needs.ownValidator })
  }

  async #blockMs(from: number, to: number): Promise<number | null> {
    const [first, last] = await Promise.all([from, to].map((height) => this.#needs.engine.findHeader(height)))
    if (first === undefined || last === undefined || to <= from) return null
    return Math.round((timestampToMs(last.time) - timestampToMs(first.time)) / (to - from))
  }

  async #skew(): Promise<number | null> {
    const { engine } = this.#needs
    const { committed } = engine
    if (committed === undefined || committed === null) return null
    const commit = await engine.findCommit(committed.height)
    return commit === undefined ? null : clockSkew(commit, committed.at, this.#own)
  }

  #look(begin: number, end: number): void {
    for (let entry = begin; entry < end; entry++) {
      const found = this.#needs.ledger.findEntry(entry)
      if (found === undefined) continue
      const leaf = parseLeaf(found.leaf)
      if (leaf.kind !== 'system' || leaf.event !== 'misbehaviour') continue
      // As the application writes it: kind, address, power, height, time, total power.
      const [kind, address, , height, time] = leaf.detail as readonly Cbor[]
      this.#misbehaviour.push({
        entry,
        kind: kinds[Number(kind)] ?? 'unknown',
        address: toHex(address as Uint8Array),
        height: Number(height),
        time: Number(time),
      })
    }
  }
}

function stateOf(code: string | null, isCatchingUp: boolean): NetworkState {
  if (code === 'consensus-waiting') return 'waiting'
  if (code !== null) return 'stopped'
  return isCatchingUp ? 'catchingUp' : 'running'
}
