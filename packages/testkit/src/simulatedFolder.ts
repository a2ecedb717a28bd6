import type { File, Folder } from '@gongshi/engine-solo'
import { CachedFile } from './cachedFile.ts'

/** Which operation fails next, and how. */
export type Fault = { readonly operation: 'write' | 'sync' | 'open'; readonly code: 'ENOSPC' | 'EIO' }

export type DiskOperation = 'open' | 'list' | 'read' | 'write' | 'sync' | 'rename' | 'remove'

/**
 * What stands between a call and its effect: it may wait before and after, let the effect happen in part (`share` of a
 * write's sectors), refuse with an error, or never answer, as for a process that is gone.
 */
export type Device = <Result>(operation: DiskOperation, effect: (share?: number) => Result) => Promise<Result>

/** Every operation takes effect at once. */
const promptly: Device = async (_, effect) => effect()

type SimulatedFile = File & { truncate(size: number): Promise<void> }
type Names = ReadonlyMap<string, CachedFile>

/**
 * A folder in memory that forgets like a real disk: what was not synced may be lost at a crash, sector by sector, and
 * a file whose folder was not synced may be gone. What a sync has failed to write is taken for written, as Linux does: it
 * reads as new until the power fails. Deterministic for a given random function.
 */
export class SimulatedFolder implements Folder {
  readonly #device: Device
  #files: Names
  /** What each change of a name since the last sync led to; the first is what is durable. */
  #names: Names[]
  readonly #faults: { fault: Fault; after: number }[] = []
  /** Syncs of files that were asked for. */
  readonly syncs = { count: 0 }

  constructor(device: Device = promptly, names: readonly Names[] = [new Map()]) {
    this.#device = device
    this.#names = [...names]
    this.#files = names.at(-1)!
  }

  /** Lets the operation fail after it has succeeded `after` more times. */
  failAfter(fault: Fault, after: number): void {
    this.#faults.push({ fault, after })
  }

  /** What a machine would find after power was lost. Open files are of no use afterwards. */
  crash(random: () => number, device: Device = promptly): SimulatedFolder {
    const names = this.#names[Math.floor(random() * this.#names.length)]!
    const survivors = new Map([...names].map(([name, file]) => [name, file.survivor(random)]))
    return new SimulatedFolder(device, [survivors])
  }

  /** What the next process finds after this one was killed: all that was written, synced or not. */
  reopen(device: Device): SimulatedFolder {
    return new SimulatedFolder(device, this.#names)
  }

  /** The bytes of a file, to be damaged in place by a test. */
  bytesOf(name: string): Uint8Array {
    return this.#files.get(name)!.bytes
  }

  /** The names and bytes of all files, as the next process would read them. */
  *files(): Generator<readonly [name: string, bytes: Uint8Array]> {
    for (const [name, file] of this.#files) yield [name, file.bytes]
  }

  list(): Promise<readonly string[]> {
    return this.#device('list', () => [...this.#files.keys()])
  }

  open(name: string): Promise<SimulatedFile> {
    return this.#device('open', () => {
      this.#trip('open')
      const known = this.#files.get(name)
      if (known !== undefined) return this.#file(known)
      const file = new CachedFile()
      this.#name(new Map(this.#files).set(name, file))
      return this.#file(file)
    })
  }

  remove(name: string): Promise<void> {
    return this.#device('remove', () => this.#name(new Map([...this.#files].filter(([each]) => each !== name))))
  }

  rename(from: string, to: string): Promise<void> {
    return this.#device('rename', () => {
      const others = [...this.#files].filter(([name]) => name !== from)
      this.#name(new Map(others).set(to, this.#files.get(from)!))
    })
  }

  /** `under`: for names that are paths, the folder of which alone the names become durable. */
  sync(under?: string): Promise<void> {
    return this.#device('sync', () => {
      this.#trip('sync')
      if (under === undefined) {
        this.#names = [this.#files]
        return
      }
      const lies = ([name]: readonly [string, unknown]) => name.slice(0, name.lastIndexOf('/')) === under
      const others = [...this.#names[0]!].filter((entry) => !lies(entry))
      this.#names = [new Map([...others, ...[...this.#files].filter(lies)]), this.#files]
    })
  }

  #name(files: Names): void {
    this.#files = files
    this.#names.push(files)
  }

  #file(file: CachedFile): SimulatedFile {
    const write = (position: number, bytes: Uint8Array, share?: number) => {
      this.#trip('write')
      return file.write(position, bytes, share)
    }
    const sync = (work: () => void, share = 1) => {
      try {
        this.#trip('sync')
        if (share > 0) work()
        else file.forgetUnsynced()
      } catch (error) {
        file.forgetUnsynced()
        throw error
      }
    }
    return {
      size: () => this.#device('read', () => file.bytes.length),
      read: (position, length) => this.#device('read', () => file.bytes.slice(position, position + length)),
      write: (position, bytes) => this.#device('write', (share) => write(position, bytes, share)),
      writeDurably: async (position, bytes) => {
        this.syncs.count++
        await this.#device('write', (share) => write(position, bytes, share))
        // Other bytes of the file that were written before may still be lost.
        await this.#device('sync', (share) => sync(() => file.sync(position, bytes.length), share))
      },
      sync: () => {
        this.syncs.count++
        return this.#device('sync', (share) => sync(() => file.sync(), share))
      },
      truncate: (size) => this.#device('write', () => file.truncate(size)),
      close: async () => undefined,
    }
  }

  #trip(operation: Fault['operation']): void {
    const armed = this.#faults.find((each) => each.fault.operation === operation)
    if (armed === undefined || armed.after-- > 0) return
    this.#faults.splice(this.#faults.indexOf(armed), 1)
    throw Object.assign(new Error(armed.fault.code), { code: armed.fault.code })
  }
}
