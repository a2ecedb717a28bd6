import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { File, Folder } from './files.ts'

/** The real file system. @throws whatever the system says: the caller turns it into a coded failure */
export async function openFolder(path: string): Promise<Folder> {
  await mkdir(path, { recursive: true })
  return {
    list: () => readdir(path),
    open: (name) => openFile(join(path, name)),
    remove: (name) => rm(join(path, name)),
    rename: (from, to) => rename(join(path, from), join(path, to)),
    sync: () => syncFolder(path),
  }
}

async function openFile(path: string): Promise<File> {
  const handle = await openOrCreate(path)
  // PERF: O_DSYNC makes a write and its sync one call, which the disk does while the next code runs; as two calls the
  // second waits until this thread, busy executing the block, has heard of the first.
  const durable = await open(path, constants.O_RDWR | constants.O_DSYNC)
  return {
    size: async () => (await handle.stat()).size,
    read: (position, length) => readFully(handle, position, length),
    write: (position, bytes) => writeFully(handle, position, bytes),
    writeDurably: (position, bytes) => writeFully(durable, position, bytes),
    sync: () => handle.datasync(),
    close: async () => {
      await durable.close()
      await handle.close()
    },
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return open(path, 'wx+')
  }
}

async function readFully(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled)
    if (bytesRead === 0) return bytes.subarray(0, filled)
    filled += bytesRead
  }
  return bytes
}

async function writeFully(handle: FileHandle, position: number, bytes: Uint8Array): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
