import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeFlags } from '../../scripts/house/node24.mjs'
import { writeBodies } from './bodies.ts'
import { BulkSigner, publications } from './bulk.ts'
import { Child } from './child.ts'
import { signatureCheckMicros } from './clock.ts'
import type { Answered, postAll } from './load.ts'
import { percentile } from './measure.ts'

/** Transactions a second; latencies in ms; microseconds of the node's processor time a transaction, also in checks, and of the clients'. */
export type Round = {
  readonly rate: number
  readonly middle: number
  readonly tail: number
  readonly cpu: number
  readonly checks: number
  readonly clients: number
}

/** By then projections and garbage collection have followed. */
const restMs = 15_000
/** By then blocks have been flushed, and projections of a few thousand entries have followed. */
const followMs = 3000
const chainId = 'bench-of-a-public-affairs-ledger'
const headers = { 'content-type': 'application/cose', prefer: 'wait=30' }

type Posted = Awaited<ReturnType<typeof postAll>>

/** A node, and clients that each wait for a durable acknowledgement before they send the next; each in its own process. */
export class Submitting {
  readonly #server: Child
  readonly #load = new Child('./loadChild.ts')
  readonly #signer: BulkSigner
  readonly #folder: string
  readonly #clients: number
  #url = ''
  #sent = 0

  private constructor(server: Child, signer: BulkSigner, folder: string, clients: number) {
    this.#server = server
    this.#signer = signer
    this.#folder = folder
    this.#clients = clients
  }

  /** `projections`: the node's settings for them. */
  static async start(folder: string, clients: number, projections: object = {}): Promise<Submitting> {
    const secret = [...randomBytes(32)]
    const server = new Child('./nodeChild.ts', nodeFlags)
    const submitting = new Submitting(server, new BulkSigner(Uint8Array.from(secret)), folder, clients)
    submitting.#url = `${await server.ask<string>('start', { folder, chainId, secret, projections })}/api/v1/transactions`
    return submitting
  }

  /** `lifetimeMs`: after which the transactions expire; `connections`: if not as many as there are clients. */
  async round(
    count: number,
    { lifetimeMs, connections = this.#clients }: { readonly lifetimeMs?: number; readonly connections?: number } = {},
  ): Promise<Round> {
    const file = await this.#write(count, lifetimeMs)
    const before = await this.#server.ask<{ all: number }>('cpu')
    const loadBefore = await this.#load.ask<number>('cpu')
    const checkBefore = signatureCheckMicros()
    const posting = { url: this.#url, file, connections, headers }
    const { seconds, latenciesMs } = await this.#load.ask<Posted>('post', posting)
    const clients = ((await this.#load.ask<number>('cpu')) - loadBefore) / count
    const cpu = ((await this.#server.ask<{ all: number }>('cpu')).all - before.all) / count
    const sorted = latenciesMs.toSorted((left, right) => left - right)
    const check = (checkBefore + signatureCheckMicros()) / 2
    const [middle, tail] = [percentile(sorted, 0.5), percentile(sorted, 0.99)]
    return { rate: count / seconds, middle, tail, cpu, checks: cpu / check, clients }
  }

  /** Sends so many a second, whoever has been answered. @returns milliseconds from when each was due */
  async paced(count: number, perSecond: number): Promise<{ readonly middle: number; readonly tail: number }> {
    const file = await this.#write(count)
    const pacing = { url: this.#url, file, perSecond, headers, connections: this.#clients }
    const answered = await this.#load.ask<readonly Answered[]>('pace', pacing)
    const refused = answered.find(({ status }) => status !== 200)
    if (refused !== undefined) throw new Error(refused.text.slice(0, 600))
    const sorted = answered.map(({ ms }) => ms).toSorted((left, right) => left - right)
    return { middle: percentile(sorted, 0.5), tail: percentile(sorted, 0.99) }
  }

  /** Bodies like ours to another server. @returns requests a second */
  async elsewhere(url: string, count: number, connections: number): Promise<number> {
    const file = await this.#write(count)
    const { seconds } = await this.#load.ask<Posted>('post', { url, file, connections, headers })
    return count / seconds
  }

  async #write(count: number, lifetimeMs?: number): Promise<string> {
    const file = join(this.#folder, 'bodies')
    await writeFile(file, writeBodies(await publications(this.#signer, chainId, this.#sent, count, lifetimeMs)))
    this.#sent += count
    return file
  }

  get sent(): number {
    return this.#sent
  }

  /** What the node's process and those that it has started hold in memory, after a rest. */
  async restingMegabytes(): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, restMs))
    return (await this.#server.ask<number>('memory')) / 2 ** 20
  }

  /** What the node's process holds after a collection: of the heap and its buffers, by the ledger's caches in that, and in all. */
  async restingHeap(): Promise<{
    readonly heapBytes: number
    readonly cacheBytes: number
    readonly residentBytes: number
  }> {
    await new Promise((resolve) => setTimeout(resolve, followMs))
    return this.#server.ask('heap')
  }

  /** How often the node's publisher cuts a checkpoint; once a second at first. */
  async publishes(timesASecond: number): Promise<void> {
    await this.#server.ask('publishes', timesASecond)
  }

  /** What the node's process has in its heap, written to a file. */
  async snapshot(file: string): Promise<void> {
    await this.#server.ask('snapshot', file)
  }

  async stop(): Promise<void> {
    await Promise.all([this.#server.stop(), this.#load.stop()])
  }
}
