import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { compactLmdbStore } from '@gongshi/ledger'
import { writeDurably } from '../files/writeDurably.ts'

const fileName = 'compact-state'

/** Notes that the state's file still holds erased bytes in its free pages. */
export async function wantCompaction(data: string): Promise<void> {
  await writeDurably(data, fileName, 'Erased bodies leave the free pages of state/data.mdb at the next start.\n')
}

/** Rewrites the state's file if something in it was erased since the last start. Nobody may have it open. */
export async function compactIfWanted(data: string, state: string): Promise<void> {
  const marker = join(data, fileName)
  const isWanted = await access(marker).then(
    () => true,
    () => false,
  )
  if (!isWanted) return
  await compactLmdbStore(state)
  await rm(marker)
}
