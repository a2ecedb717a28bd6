import { isMissingFile } from './errors.ts'
import type { Files, OpenFile } from './files.ts'
import type { Fuse } from './fuse.ts'
import { readChunkBytes } from './limits.ts'
import type { ImageReader, OpenImage } from './verify.ts'

/** A content being written: nothing of it is visible until `place`. */
export type Staged = { readonly path: string; readonly file: OpenFile; size: number }

/** Contents with a file of their own, under the hash's first byte; written in `staging`, renamed when durable. */
export class LargeFiles {
  readonly #files: Files
  readonly #folder: string
  readonly #staging: string
  readonly #fuse: Fuse
  readonly #shelves = new Set<string>()
  #staged = 0

  private constructor(files: Files, folder: string, staging: string, fuse: Fuse) {
    this.#files = files
    this.#folder = folder
    this.#staging = staging
    this.#fuse = fuse
  }

  /** Removes what an earlier process left half written. */
  static async open(files: Files, root: string, fuse: Fuse): Promise<LargeFiles> {
    const large = new LargeFiles(files, `${root}/files`, `${root}/staging`, fuse)
    await files.makeFolder(large.#folder)
    await files.makeFolder(large.#staging)
    for (const name of await files.list(large.#staging)) await files.remove(`${large.#staging}/${name}`)
    for (const shelf of await files.list(large.#folder)) large.#shelves.add(shelf)
    return large
  }

  async reader(id: string): Promise<OpenImage | undefined> {
    // PERF: most absent ones are known without asking the disk.
    if (!this.#shelves.has(id.slice(0, 2))) return undefined
    let file: OpenFile
    try {
      file = await this.#files.open(this.#path(id), 'read')
    } catch (error) {
      if (isMissingFile(error)) return undefined
      throw error
    }
    try {
      return { ...imageReader(file, await file.size()), close: () => file.close() }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async *ids(): AsyncGenerator<string> {
    for (const shelf of [...this.#shelves])
      for (const name of await this.#files.list(this.#shelf(shelf))) if (/^[0-9a-f]{64}$/.test(name)) yield name
  }

  async stage(): Promise<Staged> {
    const path = `${this.#staging}/${this.#staged++}`
    return { path, file: await this.#fuse.writing(() => this.#files.open(path, 'create')), size: 0 }
  }

  async append(staged: Staged, bytes: Uint8Array): Promise<void> {
    await this.#fuse.writing(() => staged.file.write(bytes, staged.size))
    staged.size += bytes.length
  }

  /** Makes the staged file durable under its name. */
  async place(staged: Staged, id: string): Promise<void> {
    await this.#makeShelf(id.slice(0, 2))
    await this.#fuse.settling(() => staged.file.sync())
    await this.#fuse.settling(async () => {
      await this.#files.rename(staged.path, this.#path(id))
      await this.#files.syncFolder(this.#shelf(id.slice(0, 2)))
    })
    await staged.file.close()
  }

  /** One that is there may have its name in the system's cache alone; its bytes were synced before it had the name. */
  async secure(id: string): Promise<void> {
    await this.#fuse.settling(() => this.#files.syncFolder(this.#shelf(id.slice(0, 2))))
  }

  async discard(staged: Staged): Promise<void> {
    try {
      await staged.file.close()
    } finally {
      await this.#files.remove(staged.path)
    }
  }

  /** Overwrites the file with zeros, durably, then removes it, durably. Nothing to do if there is none. */
  async destroy(id: string): Promise<void> {
    const path = this.#path(id)
    let file: OpenFile
    try {
      file = await this.#files.open(path, 'change')
    } catch (error) {
      if (isMissingFile(error)) return
      throw error
    }
    await this.#fuse.settling(async () => {
      try {
        const size = await file.size()
        const zeros = new Uint8Array(readChunkBytes)
        for (let at = 0; at < size; at += zeros.length)
          await file.write(zeros.subarray(0, Math.min(zeros.length, size - at)), at)
        await file.sync()
      } finally {
        await file.close()
      }
      await this.#files.remove(path)
      await this.#files.syncFolder(this.#shelf(id.slice(0, 2)))
    })
  }

  async #makeShelf(shelf: string): Promise<void> {
    if (this.#shelves.has(shelf)) return
    await this.#fuse.writing(() => this.#files.makeFolder(this.#shelf(shelf)))
    await this.#fuse.settling(() => this.#files.syncFolder(this.#folder))
    this.#shelves.add(shelf)
  }

  #path(id: string): string {
    return `${this.#shelf(id.slice(0, 2))}/${id}`
  }

  #shelf(start: string): string {
    return `${this.#folder}/${start}`
  }
}

export function imageReader(file: OpenFile, size: number): ImageReader {
  return {
    size,
    async read(at, length) {
      const into = new Uint8Array(length)
      return into.subarray(0, await file.read(into, at))
    },
  }
}
