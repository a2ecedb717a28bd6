import { setTimeout } from 'node:timers/promises'
import { CometError, type Standing } from '@gongshi/engine-cometbft'
import type { Genesis, LedgerReads } from '@gongshi/ledger'
import type { NetworkData, ValidatorRow } from '@gongshi/portal'
import { type Cbor, parseLeaf, timestampToMs, toBase64, toHex, type Validator } from '@gongshi/protocol'
import type { NodeEngine } from '../engine/startEngine.ts'
import { type Department, departmentsOf } from './departments.ts'
import { addressOf, clockSkew, VoteReader, type Votes } from './votes.ts'

export type ValidatorView = Department & Omit<ValidatorRow, keyof Department> & { readonly publicKey: string }

export type Misbehaviour = Omit<NetworkData['misbehaviour'][number], 'organ'>

/** What the page shows, without what only the register and the house's book know. */
export type NetworkView = Omit<NetworkData, 'validators' | 'misbehaviour' | 'proposals' | 'others' | 'forks'> & {
  readonly validators: readonly ValidatorView[]
  readonly misbehaviour: readonly Misbehaviour[]
}

/** What is known from the engine's blocks and, in a consortium, from CometBFT. */
type Told = {
  readonly from: number
  readonly to: number
  readonly earliestHeight: number | null
  readonly blockMs: number | null
  readonly standing: Standing | null
  readonly clockSkewMs: number | null
  readonly set: readonly Validator[]
  readonly votes: Votes
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
/** Whom CometBFT doesn't answer by then hears what it said last: whoever reads figures waits no longer. Milliseconds. */
const patienceMs = 2000
/** Entries that are looked through for misbehaviour at the start; what comes later is told of. */
const lookedBack = 2000
/** The newest are told one by one: a validator may misbehave at every height, and the log has them all. */
const toldOf = 100
const unreachable = 'cometbft-unreachable'
const kinds = ['unknown', 'double-signing', 'light-client-attack'] as const

/** How the validators of this ledger are doing, as this node sees it. */
export class NetworkWatch {
  readonly #needs: NetworkNeeds
  readonly #departments: ReadonlyMap<string, Department>
  readonly #reader: VoteReader
  readonly #misbehaviour: Misbehaviour[] = []
  #misbehaviourCount = 0
  #kept: { readonly at: number; readonly view: Promise<NetworkView> } | null = null
  #told: Told = {
    from: 1,
    to: 0,
    earliestHeight: null,
    blockMs: null,
    standing: null,
    clockSkewMs: null,
    set: [],
    votes: new Map(),
  }
  #asking: Promise<string | null> | null = null

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
    const unanswered = await this.#ask()
    const { height, time, appHash } = ledger.info()
    const { from, to, earliestHeight, blockMs, standing, clockSkewMs, set, votes } = this.#told
    const halted = engine.fault?.code ?? null
    const code = halted === null || halted === 'consensus-waiting' ? (unanswered ?? halted) : halted
    const state = stateOf(code, standing?.isCatchingUp ?? false)
    // A round that goes on may be one of another set.
    const inRound = state === 'waiting' && standing?.votes?.length === set.length ? standing.votes : null
    return {
      engine: engineName,
      state,
      code,
      height,
      time,
      appHash: toHex(appHash),
      earliestHeight,
      from,
      to,
      blockMs,
      peers: unanswered === null ? (standing?.peers ?? null) : null,
      clockSkewMs: state === 'running' ? clockSkewMs : null,
      validators: set.map((validator, at) => this.#validator(validator, votes, inRound && !inRound[at])),
      misbehaviour: this.#misbehaviour.toReversed(),
      misbehaviourCount: this.#misbehaviourCount,
      upgrades: ledger
        .versions()
        .filter((version) => version.from > height)
        .map((version) => ({ affair: version.affair, version: version.version, from: version.from })),
    }
  }

  /** Null once the newest is told; else the code of why what was told last must do. One question at a time. */
  async #ask(): Promise<string | null> {
    this.#asking ??= this.#tell()
      .then(
        (told) => {
          this.#told = told
          return null
        },
        (error: unknown) => {
          if (error instanceof CometError) return error.code
          throw error
        },
      )
      .finally(() => {
        this.#asking = null
      })
    return Promise.race([this.#asking, setTimeout(patienceMs, unreachable, { ref: false })])
  }

  async #tell(): Promise<Told> {
    const { engine, engineName, ledger } = this.#needs
    const { height } = ledger.info()
    const to = engineName === 'solo' ? height : height - 1 // the last block's votes are still coming in
    const from = Math.max(1, to - window + 1)
    const [standing, earliestHeight, votes, set, blockMs, clockSkewMs] = await Promise.all([
      engine.standing?.().catch(() => null),
      engine.earliestHeight(),
      this.#reader.read(from, to),
      engine.findValidators(height),
      this.#blockMs(from, to),
      this.#skew(),
    ])
    return { from, to, earliestHeight, blockMs, standing: standing ?? null, clockSkewMs, set: set ?? [], votes }
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
      this.#misbehaviourCount++
      if (this.#misbehaviour.length > toldOf) this.#misbehaviour.shift()
    }
  }
}

function stateOf(code: string | null, isCatchingUp: boolean): NetworkView['state'] {
  if (code === 'consensus-waiting') return 'waiting'
  if (code !== null) return 'stopped'
  return isCatchingUp ? 'catchingUp' : 'running'
}
