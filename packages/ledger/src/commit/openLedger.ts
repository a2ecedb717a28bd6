import type { Installed } from '@gongshi/affair-kit'
import {
  appHash,
  checkSignature,
  emptyLogRoot,
  equalBytes,
  lastResultsHash,
  type SignatureCheck,
} from '@gongshi/protocol'
import { TransactionReader } from '../admit/readTransactions.ts'
import { SignerKeys } from '../admit/signerKeys.ts'
import type { Ledger, Powers } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { AuthorityMemory } from '../execute/authorityMemory.ts'
import { InstalledVersions } from '../execute/installedVersions.ts'
import { Overlay } from '../execute/overlay.ts'
import { InstalledAffairs, listVersions } from '../execute/versions.ts'
import { type Genesis, genesisHash } from '../genesis/genesis.ts'
import { genesisTimeOf, writeGenesis } from '../genesis/genesisState.ts'
import { LogStore } from '../log/logStore.ts'
import { SignatureThreads } from '../signatures/signatureThreads.ts'
import { wipe } from '../snapshot/importSnapshot.ts'
import { CommittedState } from '../state/committedState.ts'
import { hashNatively } from '../state/nativeHash.ts'
import {
  chainKey,
  decodeHead,
  encodeBlockRecord,
  encodeHead,
  type Head,
  headKey,
  historyKey,
  restoringKey,
} from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { u64 } from '../store/storeKeys.ts'
import { WriteBehind } from '../store/writeBehind.ts'
import { type FlushPolicy, type Opened, StateMachine } from './stateMachine.ts'

export type LedgerOptions = {
  readonly store: Store
  /** Every version that this node has, also past ones. */
  readonly affairs: readonly Installed[]
  readonly genesis: Genesis
  /** The portable check unless given; a native one must give the same verdicts. */
  readonly signatureCheck?: SignatureCheck
  /** Threads in which `admit` has signatures checked, natively; none unless given. */
  readonly signatureThreads?: number
  readonly powers: Pick<Powers, 'now'>
  /** `each-block` for an engine that keeps no blocks of its own; otherwise batches, which an engine replays after a crash. */
  readonly flush?: FlushPolicy
}

/**
 * Opens the ledger that the store holds, or begins one from the genesis. What is opened is checked: roots of state and
 * log against the committed head, the versions that decide against those installed.
 * @throws {LedgerError} genesis-malformed, genesis-differs, store-format, state-damaged, log-damaged, version-missing,
 * version-differs
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  hashNatively()
  const affairs = new InstalledAffairs(options.affairs)
  const reader = new TransactionReader(options.signatureCheck ?? checkSignature)
  return new StateMachine({
    open: () => openParts(options, affairs, reader),
    first: await openParts(options, affairs, reader),
    raw: options.store,
    chainId: options.genesis.chainId,
    genesisHash: genesisHash(options.genesis),
    genesisTime: genesisTimeOf(options.genesis),
    signatureThreads: options.signatureThreads ? new SignatureThreads(options.signatureThreads) : null,
    now: options.powers.now,
    flush: options.flush ?? { blocks: 64, ms: 500 },
  })
}

async function openParts(
  options: LedgerOptions,
  affairs: InstalledAffairs,
  reader: TransactionReader,
): Promise<Opened> {
  if (options.store.get('meta', restoringKey) !== undefined) await forget(options.store)
  const store = new WriteBehind(options.store)
  const hash = genesisHash(options.genesis)
  const stored = store.get('meta', headKey)
  const head = stored === undefined ? begin(store, options.genesis, hash, affairs) : decodeHead(stored)
  if (!equalBytes(store.get('meta', chainKey) ?? new Uint8Array(0), hash))
    throw new LedgerError({ code: 'genesis-differs' })
  await store.flush()
  const state = new CommittedState(store, head.nextVersion)
  if (!equalBytes(state.root, head.stateRoot)) throw new LedgerError({ code: 'state-damaged' })
  const log = new LogStore(store, head.logSize)
  if (!equalBytes(log.root(), head.logRoot) || !equalBytes(appHash(head), head.appHash))
    throw new LedgerError({ code: 'log-damaged' })
  for (const version of listVersions(state)) if (version.from <= head.height + 1) affairs.get(version)
  const tools = {
    reader,
    keys: new SignerKeys(),
    affairs,
    installed: new InstalledVersions(affairs),
    authority: new AuthorityMemory(),
  }
  return { store, state, log, head, tools }
}

/** What is left of a snapshot that was not taken in to its end. */
async function forget(store: Store): Promise<void> {
  await wipe(store)
  const keys = [headKey, historyKey, restoringKey]
  await store.write(keys.map((key) => ({ table: 'meta', key, value: null })))
}

function begin(store: WriteBehind, genesis: Genesis, hash: Uint8Array, affairs: InstalledAffairs): Head {
  const state = new CommittedState(store, 1)
  const overlay = new Overlay(state)
  writeGenesis(overlay, genesis, affairs)
  const staged = state.stage(overlay.writes)
  state.apply(staged)
  const app = { stateRoot: staged.root, logSize: 0, logRoot: emptyLogRoot }
  const time = genesisTimeOf(genesis)
  const head: Head = {
    ...app,
    height: 0,
    time,
    appHash: appHash(app),
    lastResultsHash: lastResultsHash([]),
    nextVersion: staged.nextVersion,
  }
  store.put(
    'block',
    u64(0),
    encodeBlockRecord({ ...app, height: 0, time, blockHash: new Uint8Array(0), firstIndex: 0 }),
  )
  store.put('meta', chainKey, hash)
  store.put('meta', headKey, encodeHead(head))
  return head
}
