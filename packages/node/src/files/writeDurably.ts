import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { diskFailure } from '@gongshi/engine-solo/errors'

/**
 * Replaces a file in one step: afterwards either the old text or the whole new one is on disk, synced.
 * @throws {SoloError} disk-full, disk-failed
 */
export async function writeDurably(folder: string, name: string, text: string, mode = 0o644): Promise<void> {
  try {
    await replace(folder, name, text, mode)
  } catch (error) {
    throw diskFailure(`write ${name}`, error)
  }
}

async function replace(folder: string, name: string, text: string, mode: number): Promise<void> {
  const unfinished = join(folder, `${name}.new`)
  const file = await open(unfinished, 'w', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, join(folder, name))
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
