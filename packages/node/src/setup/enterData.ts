import { lockFolder } from '@gongshi/engine-solo'
import { assertMayGoOn } from '../backup/restoredFile.ts'
import { assertFormats, writeFormats } from './dataFormats.ts'

/**
 * Takes a data folder for one process, if this program may go on in it, and says there how it writes.
 * @throws {NodeError} data-format, data-format-unreadable, restored-behind; {SoloError} data-locked, disk-full, disk-failed
 */
export async function enterData(data: string, program: string): Promise<ReturnType<typeof lockFolder>> {
  await assertFormats(data)
  await assertMayGoOn(data)
  const lock = lockFolder(data)
  try {
    await writeFormats(data, program)
    return lock
  } catch (error) {
    lock.release()
    throw error
  }
}
