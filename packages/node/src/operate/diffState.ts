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
import { type Cbor, decodeCbor, equalBytes, statePath, toHex } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { cborToJson } from '../http/cborJson.ts'
import { installAffairs } from '../installed.ts'
import { assertFormats } from '../setup/dataFormats.ts'
import { foldersOf } from '../setup/folders.ts'

/**
 * One key at which two states differ. `name`: affair, entity and id, for a row that says its own key; otherwise only the path is known,
 * since the state keeps keys as hashes. `left`, `right`: the values, bytes as hex; null where there is none.
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
      const nameOf = namer(await installAffairs())
      let differences = 0
      for await (const found of diffStates(one.state.rows, other.state.rows)) {
        differences += 1
        onDifference(named(found, nameOf))
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

type Naming = (path: Uint8Array, value: Cbor) => string | null

function named({ path, left, right }: StateDifference, nameOf: Naming): NamedDifference {
  const [one, other] = [left, right].map((bytes) => (bytes === null ? null : decodeCbor(bytes, valueLimits)))
  return {
    path: toHex(path),
    name: nameOf(path, (one ?? other)!),
    left: one === null ? null : cborToJson(one!),
    right: other === null ? null : cborToJson(other!),
  }
}

/** Tries every entity whose key is among its fields: [revision, status, ...fields, ...tallies] is how a row is kept. */
function namer(affairs: Awaited<ReturnType<typeof installAffairs>>): Naming {
  const keyed = affairs.flatMap(({ program: { affair, entities } }) =>
    Object.values(entities).flatMap(({ name, key }) => (key === null ? [] : [{ affair, name, key }])),
  )
  return (path, value) => {
    if (!Array.isArray(value)) return null
    for (const { affair, name, key } of keyed) {
      const id = key.map((at) => (value as readonly Cbor[])[2 + at])
      if (id.includes(undefined)) continue
      if (equalBytes(statePath(affair, `entity/${name}`, id as Cbor[]), path))
        return `${affair}/${name} ${JSON.stringify(cborToJson(id as Cbor[]))}`
    }
    return null
  }
}
