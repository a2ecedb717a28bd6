import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type File, type Folder, openFolder, startSolo } from '@gongshi/engine-solo'
import { nativeSignatureCheck, openLedger, openLmdbStore, parseGenesis, type Store } from '@gongshi/ledger'
import { foldersOf, installAffairs, readNodeKey } from '@gongshi/node'
import { systemTimers } from '../packages/engine-solo/src/timers.ts'
import { BulkSigner, publications } from './support/bulk.ts'
import { against, type BenchModule } from './support/measure.ts'
import { foundBenchLedger } from './support/node.ts'

const name = 'an act, with every seam doubled'
const chainId = 'bench-of-seams'
const atOnce = 16

/** What it costs that a simulator can stand in for disk, clock and timers: the code without seams is no more, so they are doubled. */
export const seams: BenchModule = {
  name: 'seams',
  title: 'Seams for the simulator',
  measures: [name],
  what: 'Publications, sixteen under way, to ledger and embedded engine in one process, on LMDB and a real block file: processor time of all threads an act, with files, store, clock and timers each called through one more layer of the same shape, against the same without. The two take turns in going first.',
  async run({ quick, folder }) {
    const [rounds, count] = quick ? [3, 200] : [15, 1_000]
    const signer = new BulkSigner(new Uint8Array(randomBytes(32)))
    const engines = { once: await start(folder, signer, false), twice: await start(folder, signer, true) }
    const micros = { once: [] as number[], twice: [] as number[] }
    for (let round = -1; round < rounds; round++) {
      const order = round % 2 === 0 ? (['once', 'twice'] as const) : (['twice', 'once'] as const)
      const bodies = await publications(signer, chainId, (round + 1) * count, count)
      for (const which of order) {
        const took = await submitAll(engines[which].engine, bodies)
        if (round >= 0) micros[which].push(took / count) // the first of all warms up
      }
    }
    for (const { engine, ledger } of Object.values(engines)) {
      await engine.stop()
      await ledger.close()
    }
    const goal = { of: 'ratio', bound: 'most', at: 1.03 } as const
    return [against({ name, unit: 'us', goal }, 'the seams as they are', micros.twice, micros.once)]
  },
}

async function start(folder: string, signer: BulkSigner, twice: boolean) {
  const folders = foldersOf(await foundBenchLedger(folder, chainId, signer))
  const store = openLmdbStore(folders.state)
  const blocks = await openFolder(folders.blocks)
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const ledger = await openLedger({
    store: twice ? storeAgain(store) : store,
    affairs: await installAffairs(),
    genesis: parseGenesis(JSON.parse(await readFile(folders.genesis, 'utf8'))),
    signatureCheck: nativeSignatureCheck(),
    powers: { now: clock.now },
  })
  const { publicKey, sign } = await readNodeKey(folders.keys, 'validator')
  const engine = await startSolo({
    folder: twice ? folderAgain(blocks) : blocks,
    ledger,
    validator: { publicKey, sign },
    clock: twice ? { now: () => clock.now(), monotonic: () => clock.monotonic() } : clock,
    timers: twice ? timersAgain : systemTimers,
    floor: { publishedHeight: 0 },
    queue: { transactions: 1_000 },
    clockJumpMs: 300_000,
    onHalt: (error) => console.error(error),
  })
  return { engine, ledger }
}

/** Microseconds of the process's own time. */
async function submitAll(engine: Awaited<ReturnType<typeof startSolo>>, bodies: readonly Uint8Array[]) {
  let next = 0
  const client = async (): Promise<void> => {
    while (next < bodies.length) {
      const { result } = await (await engine.submit(bodies[next++]!)).durable
      if (result.outcome[0] !== 'ok') throw new Error(String(result.outcome[1]))
    }
  }
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: atOnce }, client))
  const { user, system } = process.cpuUsage(before)
  return user + system
}

const timersAgain: typeof systemTimers = {
  after: (ms, then) => systemTimers.after(ms, then),
  idle: (ms, then) => systemTimers.idle(ms, then),
  turn: () => systemTimers.turn(),
}

function storeAgain(store: Store): Store {
  return {
    get: (table, key) => store.get(table, key),
    range: (table, range) => store.range(table, range),
    write: async (batch) => store.write(batch),
    pin: () => store.pin(),
    close: async () => store.close(),
  }
}

function folderAgain(folder: Folder): Folder {
  return {
    list: async () => folder.list(),
    open: async (name) => fileAgain(await folder.open(name)),
    remove: async (name) => folder.remove(name),
    rename: async (from, to) => folder.rename(from, to),
    sync: async () => folder.sync(),
  }
}

function fileAgain(file: File): File {
  return {
    size: async () => file.size(),
    read: async (position, length) => file.read(position, length),
    write: async (position, bytes) => file.write(position, bytes),
    writeDurably: async (position, bytes) => file.writeDurably(position, bytes),
    sync: async () => file.sync(),
    close: async () => file.close(),
  }
}
