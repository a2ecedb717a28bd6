import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { diskFailure, SoloError } from './errors.ts'

export type Lock = { release(): void }

const sqliteBusy = 5
const sqliteFull = 13

/**
 * Holds a data folder for this process alone. The lock is the kernel's, taken through SQLite: it ends with the
 * process, however that ends, and no stale file is left to argue about.
 * @throws {SoloError} data-locked when another process holds it; disk-failed, disk-full when its file can't be written
 */
export function lockFolder(path: string): Lock {
  let database: DatabaseSync | null = null
  try {
    const opened = new DatabaseSync(join(path, 'lock'), { timeout: 0 })
    database = opened
    opened.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    return { release: () => opened.close() }
  } catch (error) {
    database?.close()
    throw lockFailure(error)
  }
}

/** By SQLite's result codes, of which the lower byte is the kind: https://www.sqlite.org/rescode.html */
function lockFailure(cause: unknown): SoloError {
  const kind = Number((cause as { readonly errcode?: unknown } | null)?.errcode) & 0xff
  if (kind === sqliteBusy) return new SoloError({ code: 'data-locked' }, { cause })
  if (kind === sqliteFull) return new SoloError({ code: 'disk-full' }, { cause })
  return diskFailure('lock the data folder', cause)
}
