import { setTimeout as pause } from 'node:timers/promises'
import type { ContentStore } from '@gongshi/contents'
import type { LedgerReads } from '@gongshi/ledger'
import { fromBase64, fromHex, GongshiError, type Signer, signContentRequest, toHex } from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import type { ErasureReceipts } from './erasureReceipts.ts'
import { namedContents } from './namedContents.ts'
import { type Asked, fetchContent, fetchReceipts } from './peer.ts'
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

/** Contents that are fetched at a time. */
const lanes = 4
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
    if (this.#stop.signal.aborted) return
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
    await this.#needs.wanted.write()
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false
      await this.#look()
      await this.#fetchDue()
      await this.#collectReceipts()
      await this.#needs.wanted.write()
      this.#needs.onMissing(this.#needs.wanted.size)
    }
  }

  #sleep(): void {
    if (this.#stop.signal.aborted) return
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
    while (wanted.looked < ledger.logSize() && !this.#stop.signal.aborted) {
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
      for (let id = due.shift(); id !== undefined && !this.#stop.signal.aborted; id = due.shift())
        await this.#bring(id).catch((error: unknown) => this.#couldNot(id!, error))
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  /** Asks one peer after the other. */
  async #bring(id: string): Promise<void> {
    const { wanted, portals, now, onLie } = this.#needs
    const commitment = fromHex(id)
    if (!(await this.#isMissing(commitment))) return wanted.remove(id)
    const { entry } = wanted.find(id)!
    for (let at = 0; at < portals.length && !this.#stop.signal.aborted; at++) {
      const portal = portals[((entry ?? 0) + at) % portals.length]! // so that not all ask the same one first
      if ((this.#resting.get(portal) ?? 0) > now()) continue
      const asked = await this.#ask(portal, commitment)
      if (asked === 'stored' || asked === 'erased') return wanted.remove(id)
      if (asked === 'lied') {
        this.#resting.set(portal, now() + restMs)
        onLie(portal, entry)
      }
    }
    wanted.postpone(id, now())
  }

  /** The disk here, mostly: it is tried again, but not at once. */
  #couldNot(id: string, error: unknown): void {
    this.#needs.wanted.postpone(id, this.#needs.now())
    this.#needs.onFault(error)
  }

  async #ask(portal: string, commitment: Uint8Array): Promise<Asked> {
    const { signer, ledger, now, mostBytes, contents } = this.#needs
    const { chainId } = ledger.info()
    const request = await signContentRequest(signer, { chainId, commitment, notAfter: now() + requestMs })
    return fetchContent(portal, { commitment, request, mostBytes }, contents, this.#stop.signal)
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
