import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'

/** What a restore found: nobody outside has seen more, somebody has, or nobody was asked. */
export type RestoreVerdict = 'current' | 'behind' | 'unchecked'

/** How this data folder came out of a backup; stays in it for good. Times in milliseconds since 1970. */
export type Restored = {
  readonly at: number
  readonly takenAt: number
  readonly height: number
  readonly entries: number
  readonly verdict: RestoreVerdict
  /** Entries under the newest checkpoint known outside; null when none was given. */
  readonly seenOutside: number | null
}

const fileName = 'restored.json'

export function writeRestored(folder: string, restored: Restored): Promise<void> {
  return writeDurably(folder, fileName, `${JSON.stringify(restored)}\n`)
}

/** Null on a folder that was never restored. A file that cannot be read counts as behind: who wrote it had a reason. */
export async function readRestored(folder: string): Promise<Restored | null> {
  const text = await readFile(join(folder, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const none = { at: 0, takenAt: 0, height: 0, entries: 0, seenOutside: null }
  try {
    const restored = JSON.parse(text) as Restored
    if (['current', 'behind', 'unchecked'].includes(restored.verdict)) return { ...none, ...restored }
  } catch {}
  return { ...none, verdict: 'behind' }
}

/**
 * A ledger that goes on from before what others saw signs heights and sizes a second time, with other contents.
 * @throws {NodeError} restored-behind
 */
export async function assertMayGoOn(folder: string): Promise<void> {
  const restored = await readRestored(folder)
  if (restored?.verdict === 'behind')
    throw new NodeError({ code: 'restored-behind', entries: restored.entries, seenOutside: restored.seenOutside })
}
