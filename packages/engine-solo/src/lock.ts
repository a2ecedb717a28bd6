import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SoloError } from './errors.ts'

export type Lock = { release(): void }

/**
 * Holds a data folder for this process alone. The lock is the kernel's, taken through SQLite: it ends with the
 * process, however that ends, and no stale file is left to argue about.
 * @throws {SoloError} data-locked when another process holds it
 */
export function lockFolder(path: string): Lock {
  const database = new DatabaseSync(join(path, 'lock'), { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    throw new SoloError({ code: 'data-locked' }, { cause: error })
  }
  return { release: () => database.close() }
}
