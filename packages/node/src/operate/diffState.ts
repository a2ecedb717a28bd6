import { readFile, stat } from 'node:fs/promises'
import { readSnapshot } from '@gongshi/engine-cometbft'
import { lockFolder } from '@gongshi/engine-solo'
import {
  diffStates,
  genesisHash,
  openLmdbStore,
  parseGenesis,
  type StateDifference,
  snapshotState,
  storedState,
  type WholeState,
} from '@gongshi/ledger'
import { decodeCbor, equalBytes, toHex } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { cborToJson } from '../http/cborJson.ts'
import { installAffairs } from '../installed.ts'
import { assertFormats } from '../setup/dataFormats.ts'
import { foldersOf } from '../setup/folders.ts'
import { StateNames } from './stateNames.ts'

/**
 * One key at which two states differ. `name`: affair, entity and id, for a row that says its own key, or table and key, for what the ledger
 * keeps of its own; otherwise only the path is known, since the state keeps keys as hashes. `left`, `right`: the values, bytes as hex; null where there is none.
 */
export type NamedDifference = {
  readonly path: string
  readonly name: string | null
  readonly left: unknown
  readonly right: unknown
}

export type StateDiff = { readonly heights: readonly [number, number]; readonly differences: number }

type Opened = { readonly state: WholeState; readonly genesis: Uint8Array | null; close(): Promise<void> }

const valueLimits = { maxBytes: 1024 * 1024, maxDepth: 32 }

/**
 * Compares two states key by key, each a data folder on which no node is running or the folder of a snapshot; every difference goes to
 * `onDifference` as it is found, so that memory does not grow with them.
 * @throws {NodeError} state-unknown, state-foreign; {SoloError} data-locked; {LedgerError} store-…, state-damaged, snapshot-…
 */
export async function diffState(
  left: string,
  right: string,
  onDifference: (difference: NamedDifference) => void,
): Promise<StateDiff> {
  const one = await open(left)
  try {
    const other = await open(right)
    try {
      if (one.genesis !== null && other.genesis !== null && !equalBytes(one.genesis, other.genesis))
        throw new NodeError({ code: 'state-foreign' })
      const times = [one.state.time, other.state.time].filter((time) => time !== null)
      const names = new StateNames(await installAffairs(), times)
      let differences = 0
      for await (const found of diffStates(one.state.rows, other.state.rows)) {
        differences += 1
        onDifference(named(found, names))
      }
      return { heights: [one.state.height, other.state.height], differences }
    } finally {
      await other.close()
    }
  } finally {
    await one.close()
  }
}

async function open(path: string): Promise<Opened> {
  const text = await readFile(foldersOf(path).genesis, 'utf8').catch(() => null)
  if (text !== null) return openData(path, genesisHash(parseGenesis(JSON.parse(text))))
  const snapshot = await readSnapshot(path)
  if (snapshot === null) throw new NodeError({ code: 'state-unknown', path })
  return { state: snapshotState(snapshot.snapshot, snapshot.chunk), genesis: null, close: async () => undefined }
}

async function openData(path: string, genesis: Uint8Array): Promise<Opened> {
  const { state: folder } = foldersOf(path)
  if ((await stat(folder).catch(() => null)) === null) throw new NodeError({ code: 'state-unknown', path })
  await assertFormats(path)
  const lock = lockFolder(path)
  try {
    const store = openLmdbStore(folder)
    const view = store.pin()
    const close = async () => {
      view.release()
      await store.close()
      lock.release()
    }
    try {
      return { state: storedState(view), genesis, close }
    } catch (error) {
      await close()
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function named({ path, left, right }: StateDifference, names: StateNames): NamedDifference {
  const [one, other] = [left, right].map((bytes) => (bytes === null ? null : decodeCbor(bytes, valueLimits)))
  return {
    path: toHex(path),
    name: names.find(path, (one ?? other)!),
    left: one === null ? null : cborToJson(one!),
    right: other === null ? null : cborToJson(other!),
  }
}
