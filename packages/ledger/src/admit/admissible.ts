import type { Installed, Registry, StateReader } from '@gongshi/affair-kit'
import type { PublicKey, Transaction } from '@gongshi/protocol'
import type { UnixMs } from '../engine.ts'
import { ledgerTables, readLedger } from '../execute/ledgerState.ts'
import type { NamedState } from '../execute/overlay.ts'
import { findActive, isSuspended } from '../execute/versions.ts'
import { bytesName } from '../state/stateKey.ts'
import { findNewcomer, isForNewcomers, newcomerFault } from './newcomers.ts'
import type { ReadTransaction, SignatureChecker, TransactionReader } from './readTransactions.ts'
import { type Inadmissible, inadmissible } from './refusal.ts'
import { relyingPartyFault } from './relyingParties.ts'
import { minuteOf } from './replayWindow.ts'
import type { SignerKeys } from './signerKeys.ts'

/** The last block time that a transaction of one signer may name, counted from the block's. */
export const notAfterMs = 60 * 60 * 1000
/** The same for an act of several signers, who must find the time to sign. */
export const jointNotAfterMs = 30 * 24 * 60 * 60 * 1000
/** Joint acts that the first signer may have admitted a day with a notAfter beyond `notAfterMs`: each is kept so long. */
export const jointActsPerDay = 100

const dayMs = 24 * 60 * 60 * 1000

/** Whether an id has been used: the committed replay window. */
export type UsedWindow = { has(minute: number, idName: string): boolean }

/** What admission looks at. Nothing else may decide: no clock, configuration or cache. */
export type AdmissionView = {
  readonly chainId: string
  /** The height whose state this is, plus one. */
  readonly height: number
  /** The block's time. */
  readonly time: UnixMs
  /** State after `height - 1`. */
  readonly state: StateReader & NamedState
  readonly used: UsedWindow
  readonly registry: Registry
  /** Stands for `height`, `state` and `registry` as they are: another one as soon as any of them changes. */
  readonly moment: object
}

/** Ids and quota that earlier members of the same block have used. */
export class EarlierMembers {
  readonly #ids = new Set<string>()
  readonly #joint = new Map<string, number>()

  has(idName: string): boolean {
    return this.#ids.has(idName)
  }

  jointActs(signer: string): number {
    return this.#joint.get(signer) ?? 0
  }

  add({ transaction, isJoint }: Admissible): void {
    this.#ids.add(bytesName(transaction.txId))
    if (!isJoint) return
    const signer = bytesName(transaction.signers[0]!)
    this.#joint.set(signer, this.jointActs(signer) + 1)
  }
}

export type Admissible = {
  readonly ok: true
  readonly transaction: Transaction
  /** Under which the reader remembers it. */
  readonly name: string
  /** The input's fields, as the action declares them. */
  readonly input: InputFields
  readonly keys: readonly PublicKey[]
  readonly installed: Installed
  /** Counts against the quota of acts that are kept for long. */
  readonly isJoint: boolean
}

/** What the state alone says of a transaction, whatever the time and the other members. */
export type Judged = Pick<Admissible, 'ok' | 'keys' | 'installed' | 'input'> | Inadmissible

export type InputFields = NonNullable<ReadTransaction['input']>['fields']

/** The tools of admission: pure functions with memory. */
export type AdmissionTools = { readonly reader: TransactionReader; readonly keys: SignerKeys }

/**
 * Whether a transaction may stand in the block: one pure function for gateway, CheckTx, PrepareProposal,
 * ProcessProposal and FinalizeBlock (protocol page "Transaction"). Cheap questions first, signatures last.
 *
 * PERF: one state is asked once about a transaction, though gateway, proposal and execution all ask.
 */
export function admissible(
  tools: AdmissionTools,
  view: AdmissionView,
  earlier: EarlierMembers,
  bytes: Uint8Array,
): Admissible | Inadmissible {
  const read = tools.reader.read(bytes)
  return 'ok' in read ? read : judgeRead(tools, view, earlier, read)
}

/** As `admissible`, of one that the reader has read. */
export function judgeRead(
  tools: AdmissionTools,
  view: AdmissionView,
  earlier: EarlierMembers,
  read: ReadTransaction,
): Admissible | Inadmissible {
  const found = judgeUnsigned(tools, view, earlier, read)
  if (!found.ok) return found
  const { transaction, name } = read
  const fault = tools.reader.signatureFault(read, found.keys) ?? relyingPartyFault(view.state, transaction)
  return fault ?? { ...found, transaction, name, isJoint: isJoint(view.time, transaction) }
}

/** As `admissible`, as if every signature were good: what a signer wants to know before signing. */
export function admissibleUnsigned(
  tools: AdmissionTools,
  view: AdmissionView,
  bytes: Uint8Array,
): Admissible | Inadmissible {
  const read = tools.reader.read(bytes)
  if ('ok' in read) return read
  const found = judgeUnsigned(tools, view, new EarlierMembers(), read)
  if (!found.ok) return found
  const { transaction, name } = read
  return { ...found, transaction, name, isJoint: isJoint(view.time, transaction) }
}

/**
 * Has the signatures of a transaction checked elsewhere, if nothing else speaks against it: `admissible` is to be
 * asked afterwards, at the state of then.
 */
export async function checkSignaturesAhead(
  tools: AdmissionTools,
  view: AdmissionView,
  read: ReadTransaction,
  elsewhere: SignatureChecker,
): Promise<void> {
  const found = judgeUnsigned(tools, view, new EarlierMembers(), read)
  if (found.ok) await tools.reader.checkAhead(read, found.keys, elsewhere)
}

/** Everything but the signatures. */
function judgeUnsigned(
  tools: AdmissionTools,
  view: AdmissionView,
  earlier: EarlierMembers,
  read: ReadTransaction,
): Judged {
  const untimely = checkTime(view, earlier, read.transaction)
  if (untimely !== undefined) return untimely
  if (read.judged?.at !== view.moment) read.judged = { at: view.moment, found: judge(tools, view, read) }
  const { found } = read.judged
  // Asked anew each time: what an act comes to depends on the time as well.
  return found.ok ? (newcomerFault(view, read.transaction, found) ?? found) : found
}

function judge(tools: AdmissionTools, view: AdmissionView, read: ReadTransaction): Judged {
  const { transaction } = read
  const installed = findSubmittable(view, transaction) ?? checkAction(view, transaction)
  if ('ok' in installed) return installed
  const isNew = isForNewcomers(installed, transaction)
  const known = isNew ? [] : checkKeys(tools.keys, view, transaction)
  if ('ok' in known) return known
  const input = tools.reader.readInput(read, installed.program)
  if (!input.ok) return input
  const keys = isNew ? checkNewcomer(tools.keys, view, transaction, installed, input.fields) : known
  return 'ok' in keys ? keys : { ok: true, keys, installed, input: input.fields }
}

function checkTime(view: AdmissionView, earlier: EarlierMembers, transaction: Transaction): Inadmissible | undefined {
  const { chainId, notAfter, signers, txId } = transaction
  const { time } = view
  if (chainId !== view.chainId) return inadmissible('chain-other', null, txId)
  if (notAfter < time) return inadmissible('transaction-expired', [notAfter, time], txId)
  const limit = time + (signers.length > 1 ? jointNotAfterMs : notAfterMs)
  if (notAfter > limit) return inadmissible('not-after-too-far', [notAfter, limit], txId)
  const name = bytesName(txId)
  if (earlier.has(name) || view.used.has(minuteOf(notAfter), name))
    return inadmissible('transaction-repeated', null, txId)
  if (!isJoint(time, transaction)) return undefined
  const spent = jointActsOf(view.state, signers[0]!, time) + earlier.jointActs(bytesName(signers[0]!))
  return spent < jointActsPerDay ? undefined : inadmissible('not-after-quota', [jointActsPerDay], txId)
}

function isJoint(time: UnixMs, { notAfter }: Transaction): boolean {
  return notAfter > time + notAfterMs
}

/** Joint acts of a signer that the state counts for the day of `time`. */
export function jointActsOf(state: StateReader, signer: Uint8Array, time: UnixMs): number {
  const value = readLedger(state, ledgerTables.quotas, [signer]) as readonly [number, number] | undefined
  return value !== undefined && value[0] === dayOf(time) ? value[1] : 0
}

export function dayOf(time: UnixMs): number {
  return Math.floor(time / dayMs)
}

// PERF: the same actions are asked for again and again while a state stands.
const submittable = new WeakMap<object, Map<string, Installed>>()

function findSubmittable({ moment }: AdmissionView, { affair, version, action }: Transaction): Installed | undefined {
  return submittable.get(moment)?.get(`${affair} ${version} ${action}`)
}

function rememberSubmittable({ moment }: AdmissionView, transaction: Transaction, installed: Installed): Installed {
  const { affair, version, action } = transaction
  const known = submittable.get(moment) ?? new Map<string, Installed>()
  submittable.set(moment, known.set(`${affair} ${version} ${action}`, installed))
  return installed
}

function checkAction(view: AdmissionView, transaction: Transaction): Installed | Inadmissible {
  const { affair, version, action, txId } = transaction
  const active = findActive(view.state, affair, view.height)
  if (active === undefined) return inadmissible('affair-unknown', null, txId)
  if (active.version !== version) return inadmissible('affair-version-inactive', [active.version], txId)
  const installed = view.registry.get(affair)
  if (installed === undefined) return inadmissible('affair-unknown', null, txId)
  const { actions } = installed.program
  const program = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (program === undefined) return inadmissible('action-unknown', null, txId)
  if (program.dueOnly || program.signers.length === 0) return inadmissible('action-not-submittable', null, txId)
  if (isSuspended(view.state, affair, version, action)) return inadmissible('action-suspended', null, txId)
  return rememberSubmittable(view, transaction, installed)
}

/** Its key is the one that it brings, unless somebody has registered it: then the rules refuse it. */
function checkNewcomer(
  keys: SignerKeys,
  view: AdmissionView,
  transaction: Transaction,
  installed: Installed,
  input: InputFields,
): PublicKey[] | Inadmissible {
  const { signers, txId } = transaction
  if (signers.some((signer) => keys.find(view.state, view.registry, signer) !== undefined))
    return checkKeys(keys, view, transaction)
  const key = findNewcomer(installed, transaction, input)
  if (key === undefined) return inadmissible('signer-unknown', [0], txId)
  return acceptedSuites(view).includes(key.suite) ? [key] : inadmissible('suite-not-accepted', [0], txId)
}

function acceptedSuites({ state }: AdmissionView): readonly string[] {
  return (readLedger(state, ledgerTables.suites, []) ?? []) as readonly string[]
}

function checkKeys(keys: SignerKeys, view: AdmissionView, { signers, txId }: Transaction): PublicKey[] | Inadmissible {
  const accepted = acceptedSuites(view)
  const found: PublicKey[] = []
  for (const [index, signer] of signers.entries()) {
    const registered = keys.find(view.state, view.registry, signer)
    if (registered === undefined) return inadmissible('signer-unknown', [index], txId)
    if (!registered.isActive) return inadmissible('signer-revoked', [index], txId)
    if (!accepted.includes(registered.key.suite)) return inadmissible('suite-not-accepted', [index], txId)
    found.push(registered.key)
  }
  return found
}
