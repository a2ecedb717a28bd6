import type { OpenFile } from './files.ts'
import type { OpenFiles } from './openFiles.ts'
import { headBytes } from './packRecord.ts'

/** Bytes of one read, unless a part is longer: what is kept of any part keeps all of it. */
const mostTogether = 256 * 1024

type Asked = {
  readonly at: number
  readonly length: number
  readonly done: (bytes: Uint8Array) => void
  readonly failed: (error: unknown) => void
}

/**
 * Parts of files; those that are asked for at once and lie one behind the other are read in one call. PERF: reading a few
 * kilobytes costs 45 us of the thread that asks, whatever their number, and wakes another; what came in together is looked
 * at together by those who make lists of it.
 */
export class JointReads {
  readonly #files: OpenFiles
  readonly #asked = new Map<string, Asked[]>()

  constructor(files: OpenFiles) {
    this.#files = files
  }

  /** As many of the bytes as the file has. */
  read(path: string, at: number, length: number): Promise<Uint8Array> {
    return new Promise((done, failed) => {
      const asked = this.#asked.get(path)
      if (asked !== undefined) asked.push({ at, length, done, failed })
      else {
        this.#asked.set(path, [{ at, length, done, failed }])
        queueMicrotask(() => this.#readAll(path))
      }
    })
  }

  #readAll(path: string): void {
    const asked = this.#asked.get(path)!.sort((left, right) => left.at - right.at)
    this.#asked.delete(path)
    for (let from = 0; from < asked.length; ) {
      let to = from + 1
      while (to < asked.length && isNext(asked[from]!, asked[to - 1]!, asked[to]!)) to++
      void this.#readRun(path, asked.slice(from, to))
      from = to
    }
  }

  /** What one read can't give, each part may give by itself. */
  async #readRun(path: string, run: readonly Asked[]): Promise<void> {
    const start = run[0]!.at
    const end = Math.max(...run.map(({ at, length }) => at + length))
    try {
      const bytes = await this.#files.use(path, (file) => readPart(file, start, end - start))
      for (const { at, length, done } of run) done(bytes.subarray(at - start, at - start + length))
    } catch (error) {
      if (run.length === 1) run[0]!.failed(error)
      else for (const each of run) void this.#readRun(path, [each])
    }
  }
}

/** Nothing but its head lies between the two, and one buffer holds all. */
function isNext(first: Asked, last: Asked, next: Asked): boolean {
  return next.at <= last.at + last.length + headBytes && next.at + next.length - first.at <= mostTogether
}

async function readPart(file: OpenFile, at: number, length: number): Promise<Uint8Array> {
  const into = new Uint8Array(length)
  return into.subarray(0, await file.read(into, at))
}
