import { type FileHandle, open } from 'node:fs/promises'
import type { NativeMapping, NativeProcedure, nativeProcedure, ReadRelease } from '@gongshi/ocds'
import { CliError } from '../errors.ts'

const writtenAtOnce = 64 * 1024

/**
 * What of each release could begin a native procedure, a line a release, for the buyer's officers to complete and sign: an
 * importer signs in nobody's name. The releases themselves go on unchanged.
 */
export class NativeFile {
  readonly #path: string
  readonly #file: FileHandle
  readonly #map: typeof nativeProcedure
  readonly #faults = new Map<string, number>()
  #lines: string[] = []
  #size = 0
  #mapped = 0
  #unfit = 0

  private constructor(path: string, file: FileHandle, map: typeof nativeProcedure) {
    this.#path = path
    this.#file = file
    this.#map = map
  }

  /** A file that must not exist yet. @throws {CliError} cli-file-exists, cli-file-unwritable */
  static async open(path: string, map: typeof nativeProcedure): Promise<NativeFile> {
    try {
      return new NativeFile(path, await open(path, 'wx'), map)
    } catch (error) {
      const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      throw new CliError({ code: exists ? 'cli-file-exists' : 'cli-file-unwritable', path }, { cause: error })
    }
  }

  /** Hands on what it reads, and writes down what can be made of it. @throws {CliError} cli-file-unwritable */
  async *through(reads: AsyncIterable<ReadRelease>): AsyncGenerator<ReadRelease> {
    for await (const read of reads) {
      if (read.ok) await this.#take(read, this.#map(read.value, read.release))
      yield read
    }
  }

  async close(): Promise<void> {
    await this.#write().finally(() => this.#file.close())
  }

  summary() {
    return { mapped: this.#mapped, unfit: this.#unfit, faults: Object.fromEntries([...this.#faults].sort()) }
  }

  async #take({ release: { ocid, id } }: ReadRelease & { ok: true }, mapping: NativeMapping): Promise<void> {
    if (mapping.procedure === null) this.#unfit++
    else this.#mapped++
    for (const code of mapping.faults) this.#faults.set(code, (this.#faults.get(code) ?? 0) + 1)
    const procedure = mapping.procedure && withTexts(mapping.procedure)
    const line = JSON.stringify({ ocid, id, ...mapping, procedure })
    this.#lines.push(line)
    this.#size += line.length
    if (this.#size >= writtenAtOnce) await this.#write()
  }

  async #write(): Promise<void> {
    const text = this.#lines.map((line) => `${line}\n`).join('')
    this.#lines = []
    this.#size = 0
    try {
      await this.#file.appendFile(text)
    } catch (error) {
      throw new CliError({ code: 'cli-file-unwritable', path: this.#path }, { cause: error })
    }
  }
}

/** JSON has no integers of this size. PERF: put in where they stand, since to be asked for each member takes ten times as long. */
function withTexts({ plan, lots, publish }: NativeProcedure) {
  return { plan: withText(plan), lots: lots.map(withText), publish }
}

function withText<Part extends NativeProcedure['plan'] | NativeProcedure['lots'][number]>(part: Part) {
  const { estimate } = part
  return estimate === undefined ? part : { ...part, estimate: { ...estimate, minor: String(estimate.minor) } }
}
