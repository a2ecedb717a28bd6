import { Worker } from 'node:worker_threads'
import type { Wanted } from '@gongshi/court-pack'
import { NodeError } from '../errors.ts'
import { ExportSlots } from '../ocds/exportSlots.ts'
import { Calls, type Given } from '../projections/calls.ts'

/** What a pack is to be: the whole archive, or its document in one language. `trust`: the root that it is verified by, as JSON. */
export type PackOrder = {
  readonly wanted: Wanted
  readonly form: 'zip' | 'zh' | 'en'
  readonly trust: string
  readonly now: number
  readonly address: string
}

/** A request to this very node, and its answer. */
export type Asked = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
  readonly address: string
}
export type Told = Given & { readonly status: number; readonly headers: Record<string, string> }

const memory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 }
/** A thread that nobody has asked for so long lets its fonts go. Milliseconds. */
const idleMs = 60_000

/** Makes court packs, one after the other, in a thread that is there while somebody wants one. */
export class CourtPacks {
  readonly #ask: (asked: Asked) => Promise<Told>
  readonly #slots = new ExportSlots()
  #thread: { readonly worker: Worker; readonly calls: Calls } | null = null
  #last: Promise<unknown> = Promise.resolve()
  #underWay = 0
  #idle: NodeJS.Timeout | null = null
  #closed = false

  constructor(ask: (asked: Asked) => Promise<Told>) {
    this.#ask = ask
  }

  /** @throws {NodeError} exports-full; court-pack-empty, court-pack-too-many, court-pack-row-unknown; as the evidence of an entry */
  async make(order: PackOrder): Promise<Uint8Array> {
    const giveBack = this.#slots.take(order.address)
    this.#underWay++
    try {
      const made = this.#last.then(() => this.#calls().call<Given>('make', order))
      this.#last = made.catch(() => undefined)
      return (await made).bytes
    } finally {
      giveBack()
      this.#underWay--
      this.#rest()
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#end()
  }

  #calls(): Calls {
    if (this.#closed) throw new NodeError({ code: 'exports-full', retryAfterSeconds: 2 })
    if (this.#idle !== null) clearTimeout(this.#idle)
    if (this.#thread !== null) return this.#thread.calls
    const program = new URL('./courtPackThread.ts', import.meta.url)
    const worker = new Worker(program, { name: 'court-packs', resourceLimits: memory })
    const calls = new Calls(worker, { ask: this.#ask })
    const gone = (cause?: unknown) => {
      calls.fail(new NodeError({ code: 'node-failed' }, { cause }))
      if (this.#thread?.worker === worker) this.#thread = null
    }
    worker.on('error', gone)
    worker.on('exit', gone)
    worker.unref()
    this.#thread = { worker, calls }
    return calls
  }

  #rest(): void {
    if (this.#underWay > 0 || this.#closed) return
    this.#idle = setTimeout(() => void this.#end(), idleMs).unref()
  }

  async #end(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle)
    const thread = this.#thread
    this.#thread = null
    await thread?.worker.terminate()
  }
}
