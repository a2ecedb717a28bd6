import { ContentError, ContentStore } from '@gongshi/contents'
import { concat, equalBytes, sha256, toHex, utf8 } from '@gongshi/protocol'
import { seededRandom } from '../random.ts'
import { SimulatedFolder } from '../simulatedFolder.ts'
import { contentsFiles } from './contentsFiles.ts'
import { type ContentStep, contentsCount } from './contentsPlan.ts'
import { SimulatedDisk, type Strike } from './disk.ts'
import { Loop, ProcessTime } from './loop.ts'
import { demand } from './model.ts'
import type { Figures } from './soloWorld.ts'

type State = 'absent' | 'present' | 'erased'
type Work = Extract<ContentStep, { readonly which: number }>
type Process = { readonly time: ProcessTime; store: ContentStore | null }

/** A content as its owner knows it, and what may have become of it: several states where an answer is missing. */
type Known = {
  readonly recordKey: Uint8Array
  readonly bytes: Uint8Array
  readonly canary: Uint8Array
  commitment: Uint8Array | null
  may: readonly State[]
  isBusy: boolean
}

const folder = 'contents'
const graceMs = 30_000
const tombstone = { entry: 7, clause: 'personal-information/47', at: 1 }
/** What a fault of the disk may make the store say. */
const excusable = new Set(['content-disk-full', 'content-storage-failed', 'content-store-stopped'])
const goneOrTorn = new Set(['content-absent', 'content-damaged'])

/** A store of contents on a simulated machine: put, read, erased and discarded while the machine fails. */
export class ContentsWorld {
  readonly #plan: readonly ContentStep[]
  readonly #random: () => number
  readonly #loop: Loop
  readonly #strikes: Strike[] = []
  readonly #known: readonly Known[] = Array.from({ length: contentsCount }, (_, which) => newContent(which))
  #disk = new SimulatedFolder()
  #process: Process | null = null
  #slow = { byMs: 0, until: 0 }
  #wasStruck = false
  #isRotten = false
  #figures = { transactions: 0, acknowledged: 0, starts: 0 }
  #failure: unknown = null
  #isDone = false

  constructor(plan: readonly ContentStep[], seed: number) {
    this.#plan = plan
    this.#random = seededRandom(seed ^ 0x5bd1e995)
    this.#loop = new Loop(seededRandom(seed ^ 0x2545f491))
  }

  /** @throws what is held against the code, or what the code threw where it may not */
  async run(): Promise<Figures> {
    for (const step of this.#plan) this.#at(step.at, () => this.#happen(step))
    const last = this.#plan.at(-1)?.at ?? 0
    this.#at(last + 2500, () => this.#calm())
    this.#at(last + graceMs, () => demand(false, 'the store has not come back when all was well again'))
    this.#guarded(() => this.#start())
    await this.#loop.run(() => this.#isDone || this.#failure !== null)
    if (this.#failure !== null) throw this.#failure
    demand(this.#isDone, 'everything stands still')
    return this.#figures
  }

  #at(ms: number, work: () => unknown): void {
    this.#loop.after(ms - this.#loop.now, () => this.#guarded(work))
  }

  #guarded(work: () => unknown): void {
    const fail = (error: unknown) => {
      this.#failure ??= error
    }
    try {
      Promise.resolve(work()).catch(fail)
    } catch (error) {
      fail(error)
    }
  }

  #happen(step: ContentStep): unknown {
    switch (step.kind) {
      case 'end':
        return this.#end(step.how, step.downMs)
      case 'strike':
      case 'rot':
        return this.#strikes.push({ ...step, left: step.after })
      case 'slow':
        this.#slow = { byMs: step.byMs, until: this.#loop.now + step.forMs }
        return
      case 'restart':
        return this.#restart()
      case 'scrub':
        return this.#scrub()
      default:
        return this.#work(step)
    }
  }

  // The process.

  async #start(): Promise<void> {
    const time = new ProcessTime(this.#loop)
    const process: Process = { time, store: null }
    this.#process = process
    this.#figures.starts++
    this.#wasStruck = false
    this.#isRotten = false
    this.#disk = this.#disk.reopen(this.#diskOf(time).files)
    try {
      const store = await ContentStore.open({ folder, files: contentsFiles(this.#disk) })
      if (!time.isAlive) return
      for (const known of this.#known) await this.#look(process, store, known)
      if (time.isAlive) process.store = store
    } catch (error) {
      if (!time.isAlive) return
      if (!this.#wasStruck && !this.#isRotten) throw error
      this.#end('kill', 300)
    }
  }

  #diskOf(time: ProcessTime): SimulatedDisk {
    return new SimulatedDisk({
      time,
      strikes: this.#strikes,
      latencyMs: () => (this.#loop.now < this.#slow.until ? this.#slow.byMs : 0.05 + this.#random() * 0.5),
      onEnd: (how) => this.#end(how, 400),
      onStruck: (strike) => {
        if (strike.kind === 'rot') this.#isRotten = true
        else this.#wasStruck = true
      },
    })
  }

  #end(how: 'kill' | 'power', downMs: number): void {
    if (this.#process === null) return
    this.#process.time.end()
    this.#process = null
    if (how === 'power') this.#disk = this.#disk.crash(this.#random)
    for (const known of this.#known) known.isBusy = false
    this.#loop.after(downMs, () => this.#guarded(() => this.#start()))
  }

  async #restart(): Promise<void> {
    const process = this.#process
    if (process?.store == null) return
    const { store } = process
    process.store = null
    await store.close().catch((error: unknown) => this.#excuse(error))
    if (process.time.isAlive) this.#end('kill', 50)
  }

  /** What stands there is one of the states that it may be in; from now on it is that one. */
  async #look(process: Process, store: ContentStore, known: Known): Promise<void> {
    if (known.commitment === null) return
    const { state } = await store.status(known.commitment)
    if (!process.time.isAlive || this.#isRotten || this.#wasStruck) return
    // Sectors are smaller than the pages by which the store tells a torn write: nobody was told that it is there.
    if (state === 'damaged' && known.may.includes('absent')) return
    demand(
      state !== 'damaged' && known.may.includes(state),
      `${nameOf(known)} is ${state}, not ${known.may.join(' or ')}`,
    )
    // One whose put was cut off may be seen before its name is durable.
    if (state !== 'present' || !known.may.includes('absent')) known.may = [state]
    if (state === 'present' && known.may.length === 1) await this.#read(process, store, known)
  }

  // Those who use it.

  async #work({ kind, which }: Work): Promise<void> {
    const process = this.#process
    const known = this.#known[which]!
    if (process?.store == null || known.isBusy) return
    if (kind !== 'put' && known.commitment === null) return
    known.isBusy = true
    this.#figures.transactions++
    const before = known.may
    try {
      await this.#perform(kind, process.store, known, process)
      if (process.time.isAlive) this.#figures.acknowledged++
    } catch (error) {
      if (!process.time.isAlive) return
      if (refusalOf(error) === 'content-erased' && before.includes('erased')) known.may = ['erased']
      else if (goneOrTorn.has(refusalOf(error)) && before.includes('absent')) known.may = before
      else this.#excuse(error)
    }
    if (process.time.isAlive) known.isBusy = false
  }

  async #perform(kind: Work['kind'], store: ContentStore, known: Known, process: Process): Promise<void> {
    const { may } = known
    switch (kind) {
      case 'read':
        return this.#read(process, store, known)
      case 'put': {
        known.may = [...new Set([...may, 'present' as const])]
        known.commitment ??= await commitmentOf(known)
        await store.put(known.recordKey, [{ path: 'a', bytes: [known.bytes] }], known.commitment)
        demand(!may.every((state) => state === 'erased'), `${nameOf(known)} was erased and is stored again`)
        known.may = ['present']
        return
      }
      case 'erase':
        known.may = [...new Set([...may, 'erased' as const])]
        await store.erase(known.commitment!, tombstone)
        known.may = ['erased']
        return
      case 'discard':
        known.may = [...new Set([...may, 'absent' as const])]
        await store.discard([known.commitment!])
        known.may = may.includes('erased') ? may : ['absent']
    }
  }

  async #read(process: Process, store: ContentStore, known: Known): Promise<void> {
    const { size, bytes } = await store.read(known.commitment!, 'a')
    const pieces: Uint8Array[] = []
    for await (const piece of bytes) pieces.push(piece)
    if (!process.time.isAlive) return
    demand(
      size === known.bytes.length && equalBytes(concat(...pieces), known.bytes),
      `${nameOf(known)} reads as another`,
    )
  }

  async #scrub(): Promise<void> {
    const process = this.#process
    if (process?.store == null) return
    try {
      for await (const { commitment, state } of process.store.scrub())
        demand(state === 'present' || this.#mayBeDamaged(commitment), `${toHex(commitment)} is damaged`)
    } catch (error) {
      if (process.time.isAlive) this.#excuse(error)
    }
  }

  #mayBeDamaged(commitment: Uint8Array): boolean {
    const known = this.#known.find((each) => each.commitment !== null && equalBytes(each.commitment, commitment))
    return this.#isRotten || this.#wasStruck || known?.may.includes('absent') === true
  }

  /** An operator starts a store anew that has stopped; one whose disk was full goes on. */
  #excuse(error: unknown): void {
    const code = refusalOf(error)
    if (code === 'content-store-closed' && this.#process?.store === null) return
    const isExcused = (this.#wasStruck && excusable.has(code)) || (this.#isRotten && code.startsWith('content-'))
    // A sector that cannot be read is damage of the content.
    if (!isExcused && !(this.#wasStruck && code === 'content-damaged')) throw error
    if (code !== 'content-disk-full') this.#end('kill', 300)
  }

  // The end of a run.

  async #calm(): Promise<void> {
    this.#strikes.splice(0)
    this.#slow.until = 0
    this.#end('kill', 50)
    await new Promise<void>((resolve) => this.#loop.after(5000, resolve))
    demand(this.#process?.store != null, 'the store has not come back when all was well again')
    this.#end('power', 50)
    await new Promise<void>((resolve) => this.#loop.after(5000, resolve))
    demand(this.#process?.store != null, 'the store has not come back after a loss of power')
    for (const known of this.#known) if (known.may[0] === 'erased' && known.may.length === 1) this.#isNowhere(known)
    this.#isDone = true
  }

  #isNowhere(known: Known): void {
    for (const [name, bytes] of this.#disk.files())
      demand(!Buffer.from(bytes).includes(Buffer.from(known.canary)), `${nameOf(known)} was erased and lies in ${name}`)
  }
}

function newContent(which: number): Known {
  const canary = utf8(`canary of the content ${which};`)
  // A quarter is too large for a pack.
  const length = which % 4 === 0 ? 66_000 + which : canary.length + which * 60
  const bytes = new Uint8Array(length).fill(which)
  bytes.set(canary)
  bytes.set(canary, length - canary.length)
  const recordKey = sha256(utf8(`key ${which}`))
  return { recordKey, bytes, canary, commitment: null, may: ['absent'], isBusy: false }
}

/** As a client knows it before it uploads: by a store that nobody disturbs. */
async function commitmentOf({ recordKey, bytes }: Known): Promise<Uint8Array> {
  const store = await ContentStore.open({ folder, files: contentsFiles(new SimulatedFolder()) })
  return (await store.put(recordKey, [{ path: 'a', bytes: [bytes] }])).commitment
}

const nameOf = ({ canary }: Known): string => Buffer.from(canary).toString()

function refusalOf(error: unknown): string {
  return error instanceof ContentError ? error.code : ''
}
