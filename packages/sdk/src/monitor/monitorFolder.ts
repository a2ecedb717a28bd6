import { mkdirSync } from 'node:fs'
import { appendFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MirrorError } from '../mirror/errors.ts'
import type { Alarm } from './alarm.ts'
import { MonitorError } from './errors.ts'

/** Beyond it the alarms so far are put aside, in place of those that were put aside before. */
const mostAlarmBytes = 16 * 2 ** 20
const sqliteBusy = 5

/**
 * What a monitor keeps, for one process alone: two that compare and remember at once would each take the other's copy for its own.
 * The lock is the kernel's, taken through SQLite, and ends with the process, however that ends.
 */
export class MonitorFolder {
  readonly path: string
  readonly #lock: DatabaseSync
  readonly #mostAlarmBytes: number

  private constructor(path: string, lock: DatabaseSync, most: number) {
    this.path = path
    this.#lock = lock
    this.#mostAlarmBytes = most
  }

  /** @throws {MonitorError} monitor-running; {MirrorError} mirror-file-unwritable */
  static open(path: string, most = mostAlarmBytes): MonitorFolder {
    const place = join(path, 'lock')
    let lock: DatabaseSync | null = null
    try {
      mkdirSync(path, { recursive: true })
      lock = new DatabaseSync(place, { timeout: 0 })
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      return new MonitorFolder(path, lock, most)
    } catch (cause) {
      lock?.close()
      const isBusy = (Number((cause as { readonly errcode?: unknown }).errcode) & 0xff) === sqliteBusy
      throw isBusy
        ? new MonitorError({ code: 'monitor-running', path }, { cause })
        : new MirrorError({ code: 'mirror-file-unwritable', path: place }, { cause })
    }
  }

  /** Adds a line to `alarms.jsonl`; what it has grown beyond its bound by lies in `alarms.1.jsonl`. @throws {MirrorError} mirror-file-unwritable */
  async keep(alarm: Alarm): Promise<void> {
    const place = join(this.path, 'alarms.jsonl')
    const line = `${JSON.stringify(alarm)}\n`
    try {
      const { size } = await stat(place).catch(() => ({ size: 0 }))
      if (size > 0 && size + line.length > this.#mostAlarmBytes) await rename(place, join(this.path, 'alarms.1.jsonl'))
      await appendFile(place, line)
    } catch (cause) {
      throw new MirrorError({ code: 'mirror-file-unwritable', path: place }, { cause })
    }
  }

  close(): void {
    this.#lock.close()
  }
}
