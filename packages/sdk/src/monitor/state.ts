import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { utf8 } from '@gongshi/protocol'
import { type Json, member, parseJson, readInteger, readList, readText } from '../http/json.ts'
import { writeWhole } from '../mirror/mirrorFolder.ts'
import { MonitorError } from './errors.ts'

/** What a monitor remembers beside its copy of the log. Times are Unix milliseconds. */
export type MonitorState = {
  /** When it began. */
  readonly since: number
  /** Entries below were looked at. */
  readonly read: number
  /** The time that the newest entry says. */
  readonly newest: number | null
  /** The largest size that each place has shown, by address. */
  readonly shown: Readonly<Record<string, number>>
  /** Faults that were told of and stand still. */
  readonly standing: readonly string[]
}

const format = 'gongshi/monitor/1'
const pathIn = (folder: string): string => join(folder, 'state.json')

/** Null before the first run. @throws {MonitorError} monitor-state-malformed */
export async function readState(folder: string): Promise<MonitorState | null> {
  const path = pathIn(folder)
  try {
    return stateFrom(parseJson(await readFile(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new MonitorError({ code: 'monitor-state-malformed', path }, { cause: error })
  }
}

/** On the disk when it returns. @throws {MirrorError} mirror-file-unwritable */
export function writeState(folder: string, state: MonitorState): Promise<void> {
  return writeWhole(pathIn(folder), utf8(`${JSON.stringify({ format, ...state }, null, 2)}\n`))
}

function stateFrom(json: Json): MonitorState {
  if (member(json, 'format') !== format) throw new TypeError('another format')
  const newest = member(json, 'newest')
  const shown = Object.entries(member(json, 'shown') as object) as [string, Json][]
  return {
    since: readInteger(member(json, 'since'), 'since'),
    read: readInteger(member(json, 'read'), 'read'),
    newest: newest === null ? null : readInteger(newest, 'newest'),
    shown: Object.fromEntries(shown.map(([url, size]) => [url, readInteger(size, 'shown')])),
    standing: readList(member(json, 'standing'), 'standing').map((name) => readText(name, 'standing')),
  }
}
