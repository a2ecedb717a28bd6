import {
  type Block,
  type Fault,
  type Host,
  type Memory,
  newMemory,
  type Performed,
  perform,
  performDue,
  type StateReader,
} from '@gongshi/affair-kit'
import {
  bundleResult,
  encodeLeaf,
  type Leaf,
  LeafError,
  type Outcome,
  parseBundle,
  TransactionError,
  undecodableResult,
} from '@gongshi/protocol'
import {
  type Admissible,
  type AdmissionTools,
  type AdmissionView,
  admissible,
  dayOf,
  EarlierMembers,
  jointActsOf,
  type UsedWindow,
} from '../admit/admissible.ts'
import { advanceReplayWindow, minuteOf } from '../admit/replayWindow.ts'
import type { BundleResult, MemberResult, OrderedBlock, ValidatorUpdate } from '../engine.ts'
import type { StateWrite } from '../state/committedState.ts'
import { ActHost } from './actHost.ts'
import type { AuthorityMemory } from './authorityMemory.ts'
import { type DueAct, disarmDue, dueActs } from './dueQueue.ts'
import { carryOutOrders, governanceAffair } from './governance.ts'
import { handoverHeight, type Reconstitution, writeReconstitution } from './handover.ts'
import { ledgerTables, writeLedger } from './ledgerState.ts'
import type { Effect, Impossible } from './orders.ts'
import { type NamedState, Overlay } from './overlay.ts'
import { BlockRegistry, type InstalledAffairs, isSuspended, waitsUnder } from './versions.ts'

/** Due acts that one block performs at most; the others follow in the next. */
const dueActsPerBlock = 500

export type ExecutionTools = AdmissionTools & {
  readonly affairs: InstalledAffairs
  /** Absent: every signer is worked out anew. */
  readonly authority?: AuthorityMemory
}

/** What a block builds on: the state and log after the one before. */
export type Base = {
  readonly chainId: string
  readonly state: StateReader & NamedState
  readonly used: UsedWindow
  readonly logSize: number
  /** As in `AdmissionView`. */
  readonly moment: object
}

/** A leaf, and what of its transaction is kept beside the log. */
export type ExecutedLeaf = { readonly bytes: Uint8Array; readonly transaction: ExecutedTransaction | null }

type ExecutedTransaction = {
  readonly txId: Uint8Array
  readonly signed: Uint8Array
  readonly body: Uint8Array
  /** Under which the reader remembers it. */
  readonly name: string
}

/** What a block did, before its state root is known: everything but its last leaf. */
export type Executed = {
  readonly leaves: readonly ExecutedLeaf[]
  readonly results: readonly BundleResult[]
  readonly writes: readonly StateWrite[]
  readonly usedIds: ReadonlyMap<number, readonly Uint8Array[]>
  readonly prunedMinutes: readonly number[]
  readonly validatorUpdates: readonly ValidatorUpdate[]
  /** For operators: never on the ledger. */
  readonly faults: readonly Fault[]
}

/**
 * Executes a block: system acts, due acts that hold at its time, transactions. Deterministic: the same state and block
 * give the same result on every machine. Nothing outside changes.
 * @throws {LedgerError} for a fault of this node (a version that it lacks, a damaged state): it must not go on
 */
export function executeBlock(tools: ExecutionTools, base: Base, block: OrderedBlock): Executed {
  return new BlockExecution(tools, base, block).run()
}

class BlockExecution {
  readonly #tools: ExecutionTools
  readonly #base: Base
  readonly #block: OrderedBlock
  readonly #overlay: Overlay
  readonly #registry: BlockRegistry
  readonly #view: AdmissionView
  readonly #place: Block
  readonly #earlier = new EarlierMembers()
  readonly #leaves: ExecutedLeaf[] = []
  readonly #used = new Map<number, Uint8Array[]>()
  readonly #validatorUpdates: ValidatorUpdate[] = []
  readonly #faults: Fault[] = []
  #memory: Memory | null

  constructor(tools: ExecutionTools, base: Base, block: OrderedBlock) {
    const { height, time } = block
    const { chainId, state, used, moment } = base
    this.#tools = tools
    this.#base = base
    this.#block = block
    this.#overlay = new Overlay(state)
    this.#registry = new BlockRegistry(tools.affairs, state, this.#overlay, height)
    this.#view = { chainId, height, time, state, used, moment, registry: this.#registry }
    this.#place = { chainId, height, time }
    this.#memory = tools.authority?.at(moment) ?? null
  }

  run(): Executed {
    for (const { kind, detail } of this.#block.systemActs ?? []) {
      if (kind === 'reconstitution') writeReconstitution(this.#overlay, detail as Reconstitution)
      this.#appendSystem(kind, detail)
    }
    this.#performDues()
    const results = this.#block.bundles.map((bundle) => this.#executeBundle(bundle))
    const changed = this.#leaves.length > 0
    const prunedMinutes = changed ? advanceReplayWindow(this.#overlay, this.#used, this.#block.time) : []
    return {
      leaves: this.#leaves,
      results,
      writes: this.#overlay.writes,
      usedIds: this.#used,
      prunedMinutes,
      validatorUpdates: this.#validatorUpdates,
      faults: this.#faults,
    }
  }

  /** An operator's last block only proves the one before: what is due waits for those who take over. */
  #performDues(): void {
    if (handoverHeight(this.#overlay) === this.#block.height) return
    const waits = waitsUnder(this.#registry, this.#overlay)
    for (const act of dueActs(this.#overlay, this.#block.time, dueActsPerBlock, waits)) {
      // An earlier act of this block may have suspended the action or disarmed this act.
      if (waits(act.affair, act.action) || !disarmDue(this.#overlay, act.at, act)) continue
      this.#performDue(act)
    }
  }

  #performDue({ at, affair, action, key }: DueAct): void {
    const { height, time } = this.#block
    const version = this.#registry.get(affair)!.program.version
    this.#act(
      affair,
      (outcome) => ({ kind: 'due', height, time, dueTime: at, affair, version, action, key, outcome }),
      (host) => performDue(this.#registry, host, this.#place, { affair, action, key }, at),
      null,
    )
  }

  #executeBundle(bundle: Uint8Array): BundleResult {
    const members = findMembers(bundle)
    if (members === undefined) return { code: 1, data: undecodableResult.data, members: [] }
    const results = members.map((member) => this.#executeMember(member))
    return { code: 0, data: bundleResult(results).data, members: results }
  }

  #executeMember(bytes: Uint8Array): MemberResult {
    const admission = admissible(this.#tools, this.#view, this.#earlier, bytes)
    if (!admission.ok) return { txId: admission.txId, outcome: ['inadmissible', admission.code], index: null }
    this.#useUp(admission)
    const { height, time } = this.#block
    const { txId, signers, affair, version, action, input, salt, hash, body } = admission.transaction
    const { keys, input: decoded } = admission
    const request = { affair, version, action, input, decoded, salt, txId, signers: keys }
    const done = this.#act(
      affair,
      (outcome) => ({ kind: 'tx', height, time, txId, signers, affair, version, action, outcome, signedHash: hash }),
      (host) => perform(this.#registry, host, this.#place, request),
      { txId, signed: admission.transaction.bytes, body, name: admission.name },
    )
    return { txId, ...done }
  }

  /** The id is used up whatever comes of it, and so is the quota. */
  #useUp(admission: Admissible): void {
    const { notAfter, txId, signers } = admission.transaction
    this.#earlier.add(admission)
    const minute = minuteOf(notAfter)
    const ids = this.#used.get(minute)
    if (ids === undefined) this.#used.set(minute, [txId])
    else ids.push(txId)
    if (!admission.isJoint) return
    const count = jointActsOf(this.#overlay, signers[0]!, this.#block.time) + 1
    writeLedger(this.#overlay, ledgerTables.quotas, [signers[0]!], [dayOf(this.#block.time), count])
  }

  /** One act, atomic: its writes stand with its leaf, or not at all. */
  #act(
    affair: string,
    leafOf: (outcome: Outcome) => Leaf,
    run: (host: Host) => Performed,
    transaction: ExecutedLeaf['transaction'],
  ): { outcome: Outcome; index: number } {
    const overlay = new Overlay(this.#overlay)
    const host = new ActHost(overlay, this.#memory)
    const { outcome: wanted, fault } = run(host)
    host.assertSound()
    let outcome = wanted
    const ordered = affair === governanceAffair ? this.#carryOut(overlay, outcome) : []
    if (typeof ordered === 'string') outcome = ['refused', 'order-impossible', [ordered]]
    let bytes = findEncoding(leafOf(outcome))
    if (bytes === undefined) {
      outcome = ['refused', 'bounds', ['leaf']]
      bytes = encodeLeaf(leafOf(outcome))
    }
    if (outcome[0] === 'ok') this.#absorb(overlay, host)
    if (affair === governanceAffair) this.#registry.forgetSuspensions()
    const index = this.#append(bytes, transaction)
    if (outcome[0] === 'ok' && typeof ordered !== 'string') this.#record(ordered)
    if (fault !== undefined) this.#suspend(fault)
    return { outcome, index }
  }

  #carryOut(overlay: Overlay, outcome: Outcome): readonly Effect[] | Impossible {
    const { height, time } = this.#block
    return carryOutOrders(overlay, { registry: this.#registry, height, time }, outcome)
  }

  #record(effects: readonly Effect[]): void {
    for (const { event, detail, validatorUpdates } of effects) {
      this.#appendSystem(event, detail)
      this.#validatorUpdates.push(...(validatorUpdates ?? []))
    }
  }

  /** What was remembered holds for the state before the block: acts that follow a change of authority have a memory apart. */
  #absorb(overlay: Overlay, { changesAuthority }: ActHost): void {
    this.#overlay.absorb(overlay)
    if (changesAuthority && this.#memory !== null) this.#memory = newMemory()
  }

  /** Stops an action that failed by its author's fault, unless its declaration says that it must go on. */
  #suspend(fault: Fault): void {
    const { affair, version, action, code } = fault
    this.#faults.push(fault)
    const goesOn = this.#registry.get(affair, version)?.program.actions[action]?.onFault === 'alarm'
    if (goesOn || isSuspended(this.#overlay, affair, version, action)) return
    writeLedger(this.#overlay, ledgerTables.suspensions, [affair, version, action], [this.#block.height, code])
    this.#registry.forgetSuspensions()
    this.#appendSystem('suspended', [affair, version, action, code])
  }

  #appendSystem(event: string, detail: Extract<Leaf, { kind: 'system' }>['detail']): void {
    const { height, time } = this.#block
    this.#append(encodeLeaf({ kind: 'system', height, time, event, detail }), null)
  }

  #append(bytes: Uint8Array, transaction: ExecutedLeaf['transaction']): number {
    return this.#base.logSize + this.#leaves.push({ bytes, transaction }) - 1
  }
}

/** The members of a bundle, or undefined when it is none. */
export function findMembers(bundle: Uint8Array): Uint8Array[] | undefined {
  try {
    return parseBundle(bundle)
  } catch (error) {
    if (error instanceof TransactionError) return undefined
    throw error
  }
}

/** Undefined for an outcome that is too large for a leaf, or holds a text that may not stand in one. */
function findEncoding(leaf: Leaf): Uint8Array | undefined {
  try {
    return encodeLeaf(leaf)
  } catch (error) {
    if (error instanceof LeafError) return undefined
    throw error
  }
}
