import { setTimeout as pause } from 'node:timers/promises'
import type { ContentStore } from '@gongshi/contents'
import type { LedgerReads } from '@gongshi/ledger'
import {
  batchCommitment,
  fromBase64,
  fromHex,
  GongshiError,
  maxBatchContents,
  type Signer,
  signContentRequest,
  toHex,
} from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import type { ErasureReceipts } from './erasureReceipts.ts'
import { namedContents } from './namedContents.ts'
import { type Asked, type AskedAmong, fetchContent, fetchContents, fetchReceipts } from './peer.ts'
import { roundWaitsMs, type Wanted } from './wanted.ts'

export type ReplicatorNeeds = {
  /** Portals of the other members. */
  readonly portals: readonly string[]
  readonly mostBytes: number
  readonly ledger: Pick<LedgerReads, 'findEntry' | 'logSize' | 'info'>
  readonly affairs: Pick<AffairBook, 'find'>
  readonly contents: Pick<ContentStore, 'put' | 'status'>
  readonly wanted: Wanted
  readonly receipts: ErasureReceipts
  /** The node's own key, which the ledger lists. */
  readonly signer: Signer
  readonly now: () => number
  /** Told how many contents are missing, after each round. */
  readonly onMissing: (count: number) => void
  /** Told of a peer that sent what nobody asked for, and of the entry that names what was asked for, where that is known. */
  readonly onLie: (portal: string, entry: number | null) => void
  readonly onFault: (error: unknown) => void
}

/** Requests under way at a time, and contents asked for in one. PERF: a signature and a round trip for many. */
const lanes = 4
const perRequest = maxBatchContents
/** Entries looked at in one go: the loop is shared with the commit path. */
const chunkEntries = 256
const chunkPauseMs = 5
/** How long a request is good for. Milliseconds. */
const requestMs = 60_000
/** A peer that lied is not asked for so long. Milliseconds. */
const restMs = 10 * 60 * 1000

/**
 * Brings here what the log names and this node has not got, from the other members. Whatever comes is checked against its
 * commitment before it is kept, so a peer can withhold and can't deceive; one that tries is named and not asked for a while.
 * It also collects the members' receipts of what was erased.
 */
export class Replicator {
  readonly #needs: ReplicatorNeeds
  readonly #stop = new AbortController()
  /** Until when a peer that lied is left alone, UnixMs. */
  readonly #resting = new Map<string, number>()
  /** When the receipts of an erasure are asked for next, and how often they were. */
  readonly #asked = new Map<number, { rounds: number; next: number }>()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #again = false

  constructor(needs: ReplicatorNeeds) {
    this.#needs = needs
  }

  /** Something may be missing, or may be here now. */
  wake(): void {
    if (this.#isStopped) return
    this.#again = true
    this.#running ??= this.#run()
      .catch(this.#needs.onFault)
      .finally(() => {
        this.#running = null
        this.#sleep()
      })
  }

  /** A content came or is gone, or is damaged: then it is brought here anew. */
  onContent(commitment: Uint8Array, isDamaged: boolean): void {
    const { wanted } = this.#needs
    const id = toHex(commitment)
    if (isDamaged) wanted.add(id, null)
    if (wanted.retry(id)) this.wake()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running
    await this.#needs.wanted.writeAll(this.#needs.now())
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#isStopped) {
      this.#again = false
      await this.#look()
      await this.#fetchDue()
      await this.#collectReceipts()
      await this.#needs.wanted.write(this.#needs.now())
      this.#needs.onMissing(this.#needs.wanted.size)
    }
  }

  #sleep(): void {
    if (this.#isStopped) return
    if (this.#timer) clearTimeout(this.#timer)
    const times = [this.#needs.wanted.nextDue, ...[...this.#asked.values()].map(({ next }) => next)]
    const next = Math.min(...times.filter((time) => time !== null))
    if (next === Number.POSITIVE_INFINITY) return
    const wait = Math.min(Math.max(next - this.#needs.now(), 100), roundWaitsMs.at(-1)!)
    this.#timer = setTimeout(() => this.wake(), wait)
  }

  /** Notes what the entries since the last time name and is not here. */
  async #look(): Promise<void> {
    const { ledger, wanted, affairs } = this.#needs
    while (wanted.looked < ledger.logSize() && !this.#isStopped) {
      const end = Math.min(wanted.looked + chunkEntries, ledger.logSize())
      for (let index = wanted.looked; index < end; index++)
        for (const commitment of namedContents(ledger.findEntry(index)!, affairs))
          if (await this.#isMissing(commitment)) wanted.add(toHex(commitment), index)
      wanted.looked = end
      if (end < ledger.logSize()) await pause(chunkPauseMs)
    }
  }

  async #isMissing(commitment: Uint8Array): Promise<boolean> {
    const { state } = await this.#needs.contents.status(commitment)
    return state === 'absent' || state === 'damaged'
  }

  async #fetchDue(): Promise<void> {
    const due = this.#needs.wanted.due(this.#needs.now())
    const lane = async () => {
      for (let ids = due.splice(0, perRequest); ids.length > 0 && !this.#isStopped; ids = due.splice(0, perRequest))
        await this.#bring(ids).catch((error: unknown) => this.#couldNot(ids, error))
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  /** Asks one peer after the other for what is still missing. */
  async #bring(ids: readonly string[]): Promise<void> {
    const { wanted, portals, now } = this.#needs
    for (const id of ids) if (!(await this.#isMissing(fromHex(id)))) wanted.remove(id)
    const first = wanted.find(ids[0]!)?.entry ?? 0 // so that not all ask the same one first
    for (let at = 0; at < portals.length && !this.#isStopped; at++) {
      const portal = portals[(first + at) % portals.length]!
      const left = ids.filter((id) => wanted.find(id) !== undefined)
      if (left.length === 0) return
      if ((this.#resting.get(portal) ?? 0) <= now()) await this.#askFor(portal, left)
    }
    for (const id of ids) wanted.postpone(id, now())
  }

  /** Takes what a peer has of them; what is too large to come with others comes alone. */
  async #askFor(portal: string, ids: readonly string[]): Promise<void> {
    const { wanted, now, onLie } = this.#needs
    for (const [id, among] of await this.#askMany(portal, ids.map(fromHex))) {
      const asked = among === 'alone' ? await this.#ask(portal, fromHex(id)) : among
      if (asked === 'stored' || asked === 'erased') wanted.remove(id)
      if (asked !== 'lied') continue
      this.#resting.set(portal, now() + restMs)
      return onLie(portal, wanted.find(id)?.entry ?? null)
    }
  }

  /** The disk here, mostly: it is tried again, but not at once. */
  #couldNot(ids: readonly string[], error: unknown): void {
    for (const id of ids) this.#needs.wanted.postpone(id, this.#needs.now())
    this.#needs.onFault(error)
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted
  }

  async #askMany(portal: string, commitments: readonly Uint8Array[]): Promise<ReadonlyMap<string, AskedAmong>> {
    const request = await this.#request(batchCommitment(commitments))
    return fetchContents(portal, { commitments, request }, this.#needs.contents, this.#stop.signal)
  }

  async #ask(portal: string, commitment: Uint8Array): Promise<Asked> {
    const { mostBytes, contents } = this.#needs
    const request = await this.#request(commitment)
    return fetchContent(portal, { commitment, request, mostBytes }, contents, this.#stop.signal)
  }

  #request(commitment: Uint8Array): Promise<Uint8Array> {
    const { signer, ledger, now } = this.#needs
    return signContentRequest(signer, { chainId: ledger.info().chainId, commitment, notAfter: now() + requestMs })
  }

  async #collectReceipts(): Promise<void> {
    const { receipts, portals, now } = this.#needs
    for (const entry of this.#asked.keys()) if (!receipts.open.has(entry)) this.#asked.delete(entry)
    for (const entry of receipts.open) {
      const asked = this.#asked.get(entry) ?? { rounds: 0, next: 0 }
      if (asked.next > now()) continue
      for (const portal of portals) await this.#takeReceipts(portal, entry)
      const next = now() + roundWaitsMs[Math.min(asked.rounds, roundWaitsMs.length - 1)]!
      this.#asked.set(entry, { rounds: asked.rounds + 1, next })
    }
  }

  async #takeReceipts(portal: string, entry: number): Promise<void> {
    for (const receipt of (await fetchReceipts(portal, entry, this.#stop.signal)) ?? [])
      try {
        await this.#needs.receipts.add(entry, fromBase64(receipt))
      } catch (error) {
        if (!(error instanceof GongshiError)) throw error // what is malformed is nobody's receipt
      }
  }
}
