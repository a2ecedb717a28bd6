import type { File, Folder } from '@gongshi/engine-solo'

const sectorBytes = 512

type Content = { bytes: Uint8Array; synced: Uint8Array }

/** Which operation fails next, and how. */
export type Fault = { readonly operation: 'write' | 'sync' | 'open'; readonly code: 'ENOSPC' | 'EIO' }

/**
 * A folder in memory that forgets like a real disk: what was not synced may be lost at a crash, sector by sector, and
 * a file whose folder was not synced may be gone. Deterministic for a given random function.
 */
export class SimulatedFolder implements Folder {
  #files = new Map<string, Content>()
  #durableNames = new Map<string, Content>()
  #faults: { fault: Fault; after: number }[] = []
  readonly syncs = { count: 0 }

  /** Lets the operation fail after it has succeeded `after` more times. */
  failAfter(fault: Fault, after: number): void {
    this.#faults.push({ fault, after })
  }

  /** What a machine would find after power was lost. Open files are of no use afterwards. */
  crash(random: () => number): SimulatedFolder {
    const survivor = new SimulatedFolder()
    for (const [name, content] of this.#durableNames) {
      const bytes = survivingBytes(content, random)
      const kept = { bytes, synced: bytes.slice() }
      survivor.#files.set(name, kept)
      survivor.#durableNames.set(name, kept)
    }
    return survivor
  }

  /** The bytes of a file, to be damaged in place by a test. */
  bytesOf(name: string): Uint8Array {
    return this.#files.get(name)!.bytes
  }

  async list(): Promise<readonly string[]> {
    return [...this.#files.keys()]
  }

  async open(name: string): Promise<File> {
    this.#trip('open')
    let content = this.#files.get(name)
    if (content === undefined) {
      content = { bytes: new Uint8Array(), synced: new Uint8Array() }
      this.#files.set(name, content)
    }
    return this.#file(content)
  }

  async remove(name: string): Promise<void> {
    this.#files.delete(name)
  }

  async rename(from: string, to: string): Promise<void> {
    this.#files.set(to, this.#files.get(from)!)
    this.#files.delete(from)
  }

  async sync(): Promise<void> {
    this.#trip('sync')
    this.#durableNames = new Map(this.#files)
  }

  #file(content: Content): File {
    const write = (position: number, bytes: Uint8Array) => {
      this.#trip('write')
      if (position + bytes.length > content.bytes.length) {
        const longer = new Uint8Array(position + bytes.length)
        longer.set(content.bytes)
        content.bytes = longer
      }
      content.bytes.set(bytes, position)
    }
    return {
      size: async () => content.bytes.length,
      read: async (position, length) => content.bytes.slice(position, position + length),
      write: async (position, bytes) => write(position, bytes),
      writeDurably: async (position, bytes) => {
        write(position, bytes)
        this.#trip('sync')
        this.syncs.count++
        // Other bytes of the file that were written before may still be lost.
        content.synced = withBytes(content.synced, position, bytes)
      },
      sync: async () => {
        this.#trip('sync')
        this.syncs.count++
        content.synced = content.bytes.slice()
      },
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

function withBytes(before: Uint8Array, position: number, bytes: Uint8Array): Uint8Array {
  const after = new Uint8Array(Math.max(before.length, position + bytes.length))
  after.set(before)
  after.set(bytes, position)
  return after
}

/** Each sector shows either what was synced or what was written since. */
function survivingBytes(content: Content, random: () => number): Uint8Array {
  const grown = random() < 0.5
  const survived = new Uint8Array(grown ? content.bytes.length : content.synced.length)
  survived.set(content.synced.subarray(0, survived.length))
  for (let from = 0; from < survived.length; from += sectorBytes)
    if (random() < 0.5) survived.set(content.bytes.subarray(from, Math.min(from + sectorBytes, survived.length)), from)
  return survived
}
