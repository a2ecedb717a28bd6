import { join } from 'node:path'
import { SnapshotFolder } from '@gongshi/engine-cometbft'
import { lockFolder } from '@gongshi/engine-solo'
import type { NodeConfig } from '../config/schema.ts'
import { foldersOf } from '../setup/folders.ts'
import { existing, withLedger } from './atRest.ts'

/**
 * Writes a snapshot of the state at rest into a folder below `folder` that is named by its height: whoever recomputes the log goes on
 * from it where a body was erased. No node may be running on the data. @throws {SoloError} data-locked
 */
export async function makeSnapshot(
  { data }: Pick<NodeConfig, 'data'>,
  folder: string,
): Promise<{ readonly height: number; readonly path: string }> {
  const lock = lockFolder(await existing(data))
  try {
    return await withLedger(data, foldersOf(data).state, async (ledger) => {
      const made = await SnapshotFolder.open(folder, Number.MAX_SAFE_INTEGER)
      const pinned = await ledger.snapshots.pin()
      try {
        const { height } = await made.make(pinned)
        return { height, path: join(folder, String(height)) }
      } finally {
        pinned.release()
      }
    })
  } finally {
    lock.release()
  }
}
