import { access, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { compactLmdbStore } from '@gongshi/ledger'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'

const fileName = 'compact-state'

/** Notes that the state's file still holds erased bytes in its free pages. */
export async function wantCompaction(data: string): Promise<void> {
  await writeDurably(
    data,
    fileName,
    'Erased bodies leave the free pages of state/data.mdb at the next stop or start.\n',
  )
}

export async function isCompactionWanted(data: string): Promise<boolean> {
  return access(join(data, fileName)).then(
    () => true,
    () => false,
  )
}

/**
 * Rewrites the state's file if something in it was erased since that was done last. Nobody may have it open. Where the
 * disk has no room for the copy it stays wanted, and the result says so.
 * @throws {LedgerError} store-unreadable
 */
export async function compactIfWanted(data: string, state: string): Promise<NodeError | null> {
  if (!(await isCompactionWanted(data))) return null
  const postponed = await roomForCompaction(state)
  if (postponed !== null) return postponed
  try {
    await compactLmdbStore(state)
  } catch (error) {
    if (!hasNoRoom(error)) throw error
    return (await roomForCompaction(state)) ?? new NodeError({ code: 'compaction-postponed' }, { cause: error })
  }
  await rm(join(data, fileName))
  return null
}

/** Null where the copy fits for sure: it is never larger than the file. */
export async function roomForCompaction(state: string): Promise<NodeError | null> {
  const [{ size: neededBytes }, { bavail, bsize }] = await Promise.all([stat(join(state, 'data.mdb')), statfs(state)])
  const freeBytes = bavail * bsize
  return freeBytes >= neededBytes ? null : new NodeError({ code: 'compaction-postponed', neededBytes, freeBytes })
}

/** Somebody else took the room in the meantime, or a quota ends before the disk does. */
function hasNoRoom(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause)
    if (/ENOSPC|EDQUOT|No space left|quota exceeded/i.test(`${(each as NodeJS.ErrnoException).code} ${each.message}`))
      return true
  return false
}
