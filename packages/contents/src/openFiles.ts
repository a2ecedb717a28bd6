import type { Files, OpenFile } from './files.ts'

const mostOpen = 16

type Opened = { readonly file: Promise<OpenFile>; users: number; isLeaving: boolean }

/**
 * Files that are read again and again, left open between two reads, the least recently used closed first. They are only
 * ever changed in place. PERF: opening and closing cost ten times what reading a few kilobytes does.
 */
export class OpenFiles {
  readonly #files: Files
  readonly #open = new Map<string, Opened>()
  #isClosed = false

  constructor(files: Files) {
    this.#files = files
  }

  /** One on which a read failed is opened anew for the next. */
  async use<Result>(path: string, read: (file: OpenFile) => Promise<Result>): Promise<Result> {
    const opened = this.#take(path)
    opened.users++
    try {
      return await read(await opened.file)
    } catch (error) {
      this.#leave(path, opened)
      throw error
    } finally {
      opened.users--
      await closeUnused(opened)
    }
  }

  /** Those in use are closed by whoever uses them last; nothing is left open from now on. */
  async close(): Promise<void> {
    this.#isClosed = true
    const all = [...this.#open]
    for (const [path, opened] of all) this.#leave(path, opened)
    await Promise.all(all.map(([, opened]) => closeUnused(opened)))
  }

  #take(path: string): Opened {
    const known = this.#open.get(path)
    this.#open.delete(path)
    const opened = known ?? { file: this.#files.open(path, 'read'), users: 0, isLeaving: this.#isClosed }
    if (this.#isClosed) return opened
    this.#open.set(path, opened)
    for (const [oldest, leaving] of this.#open) {
      if (this.#open.size <= mostOpen) break
      this.#leave(oldest, leaving)
      void closeUnused(leaving)
    }
    return opened
  }

  #leave(path: string, opened: Opened): void {
    opened.isLeaving = true
    if (this.#open.get(path) === opened) this.#open.delete(path)
  }
}

/** What cannot be opened or closed was only read: nothing is lost. */
async function closeUnused(opened: Opened): Promise<void> {
  if (!opened.isLeaving || opened.users > 0) return
  const file = await opened.file.catch(() => undefined)
  await file?.close().catch(() => undefined)
}
