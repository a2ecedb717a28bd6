import { mkdir, open as openFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { open } from 'lmdb'
import { LedgerError } from '../errors.ts'
import { reserved } from './lmdbStore.ts'

const dataFile = 'data.mdb'

/**
 * Rewrites a store that nobody has open, without its free pages: LMDB copies on write, so what was removed stays
 * readable in the file until its page is used again. In one step: after a crash or a full disk either file is whole.
 * @throws {LedgerError} store-unreadable
 */
export async function compactLmdbStore(folder: string): Promise<void> {
  const scratch = `${folder}.compact`
  try {
    await rm(scratch, { recursive: true, force: true })
    await mkdir(scratch)
    const store = open({ path: folder, overlappingSync: false, ...reserved })
    try {
      await store.backup(scratch, true)
    } finally {
      await store.close()
    }
    await syncPath(join(scratch, dataFile))
    await rename(join(scratch, dataFile), join(folder, dataFile))
    await syncPath(folder)
    await rm(scratch, { recursive: true, force: true })
  } catch (cause) {
    await rm(scratch, { recursive: true, force: true }).catch(() => undefined) // half a copy only takes up room
    throw new LedgerError({ code: 'store-unreadable' }, { cause })
  }
}

/**
 * Copies a store into an empty folder, without its free pages, also while another process writes to it: as it was at
 * one durable moment.
 * @throws {LedgerError} store-unreadable
 */
export async function copyLmdbStore(folder: string, to: string): Promise<void> {
  try {
    const store = open({ path: folder, readOnly: true, overlappingSync: false, ...reserved })
    try {
      await store.backup(to, true)
    } finally {
      await store.close()
    }
  } catch (cause) {
    throw new LedgerError({ code: 'store-unreadable' }, { cause })
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await openFile(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
