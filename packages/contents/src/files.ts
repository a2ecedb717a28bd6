import { mkdir, open, readdir, rename, unlink } from 'node:fs/promises'

/** An open file. Positions and sizes in bytes. */
export interface OpenFile {
  /** Fills the buffer from `at` as far as the file goes; answers how many bytes it got. */
  read(into: Uint8Array, at: number): Promise<number>
  /** Writes all of the bytes at `at`, or throws. */
  write(bytes: Uint8Array, at: number): Promise<void>
  /** Returns once the bytes and the size are on the disk. A failure is final for this file. */
  sync(): Promise<void>
  truncate(size: number): Promise<void>
  size(): Promise<number>
  close(): Promise<void>
}

/** The file system as the store needs it: a parameter, so that tests can make any single call fail. */
export interface Files {
  open(path: string, mode: 'read' | 'create' | 'change'): Promise<OpenFile>
  list(folder: string): Promise<string[]>
  makeFolder(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Makes creations, renames and removals in the folder durable. */
  syncFolder(path: string): Promise<void>
}

const flags = { read: 'r', create: 'wx+', change: 'r+' } as const

export const nodeFiles: Files = {
  async open(path, mode) {
    const handle = await open(path, flags[mode], 0o600)
    return {
      async read(into, at) {
        let done = 0
        while (done < into.length) {
          const { bytesRead } = await handle.read(into, done, into.length - done, at + done)
          if (bytesRead === 0) break
          done += bytesRead
        }
        return done
      },
      async write(bytes, at) {
        let done = 0
        while (done < bytes.length) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done)
          done += bytesWritten
        }
      },
      sync: () => handle.datasync(),
      truncate: (size) => handle.truncate(size),
      size: async () => (await handle.stat()).size,
      close: () => handle.close(),
    }
  },
  list: (folder) => readdir(folder),
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 })
  },
  rename,
  remove: unlink,
  async syncFolder(path) {
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
}
