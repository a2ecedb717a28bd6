import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  genesisHash,
  type Ledger,
  nativeSignatureCheck,
  openLedger,
  openLmdbStore,
  parseGenesis,
} from '@gongshi/ledger'
import { foldersOf, installAffairs, recomputeLog } from '@gongshi/node'
import {
  encodeBundle,
  encodeCbor,
  encodeEntryBundle,
  parseEntryBundle,
  parseLeaf,
  sha256,
  utf8,
} from '@gongshi/protocol'
import { BulkSigner, publications } from './support/bulk.ts'
import { against, type BenchModule } from './support/measure.ts'
import { foundBenchLedger } from './support/node.ts'

const name = 'the monitor executes a log again'
const perBlock = 128
const aPart = 256

type Block = {
  readonly height: number
  readonly time: number
  readonly bundles: readonly Uint8Array[]
  readonly blockHash: Uint8Array
}

/** What `gongshi monitor --replay` takes beside what the ledger itself takes for the same acts. */
export const monitorReplay: BenchModule = {
  name: 'monitor-replay',
  title: 'A monitor executes the log again',
  measures: [name],
  what: `Publications in blocks of ${perBlock}, executed from genesis into an empty LMDB state: by the ledger, which is handed its blocks, and by \`recomputeLog\`, which is handed the log’s bundles of entries and the node’s answers of \`/log/parts\`, and compares every entry and state root; both check signatures natively. Entries a second of the process’s own time, all threads; network and the mirror’s disk apart. The rounds alternate.`,
  async run({ quick, folder }) {
    const signer = new BulkSigner(sha256(utf8('monitor replay')))
    const path = foldersOf(await foundBenchLedger(folder, 'bench-replay', signer)).genesis
    const json: unknown = JSON.parse(await readFile(path, 'utf8'))
    const genesis = parseGenesis(json as object)
    const blocks = await blocksOf(signer, quick ? 2_000 : 20_000)
    const opened = (at: string) => openAt(join(folder, at), genesis)
    const made = await opened('made')
    await execute(made.ledger, blocks)
    const log = copyOf(made.ledger)
    await made.close()
    const own: number[] = []
    const ours: number[] = []
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      own.push(
        await rate(log.size, async () => {
          const { ledger, close } = await opened(`own-${round}`)
          await execute(ledger, blocks)
          await close()
        }),
      )
      ours.push(
        await rate(log.size, async () => {
          const more = {
            snapshot: null,
            now: Date.now,
            signal: new AbortController().signal,
            onProgress: () => undefined,
          }
          const at = join(folder, `monitor-${round}`)
          const { to, end } = await recomputeLog({
            folder: at,
            genesis: json,
            genesisHash: genesisHash(genesis),
            log,
            ...more,
          })
          if (to !== log.size || end.verdict !== 'same') throw new Error(`${end.verdict} after ${to}`)
        }),
      )
    }
    const goal = { of: 'ratio', bound: 'least', at: 0.8 } as const
    return [against({ name, unit: 'entries/s', goal }, 'the ledger executes its blocks', ours, own)]
  },
}

async function blocksOf(signer: BulkSigner, count: number): Promise<Block[]> {
  const signed = await publications(signer, 'bench-replay', 0, count)
  const now = Date.now()
  return Array.from({ length: Math.ceil(count / perBlock) }, (_, at) => ({
    height: at + 1,
    time: now + at,
    bundles: [encodeBundle(signed.slice(at * perBlock, (at + 1) * perBlock))],
    blockHash: sha256(utf8(`${at}`)),
  }))
}

async function openAt(folder: string, genesis: ReturnType<typeof parseGenesis>) {
  await mkdir(folder, { recursive: true })
  const store = openLmdbStore(folder)
  const affairs = await installAffairs()
  const ledger = await openLedger({
    ...{ store, affairs, genesis, signatureCheck: nativeSignatureCheck(), powers: { now: Date.now } },
  })
  const close = async (): Promise<void> => {
    await ledger.close()
    await store.close()
  }
  return { ledger, close }
}

async function execute(ledger: Ledger, blocks: readonly Block[]): Promise<void> {
  for (const block of blocks) {
    const { results } = ledger.finalize(block)
    if (results.some(({ members }) => members.some(({ outcome }) => outcome[0] !== 'ok'))) throw new Error('refused')
    await ledger.commit()
  }
  await ledger.flush()
}

/** As a monitor's copy and a node's answers hold it: bytes, read when they are asked for. */
function copyOf(ledger: Ledger) {
  const size = ledger.logSize()
  const entries = Array.from({ length: size }, (_, index) => ledger.findEntry(index)!)
  const inParts = <Made>(make: (some: typeof entries) => Made) =>
    Array.from({ length: Math.ceil(size / aPart) }, (_, at) => make(entries.slice(at * aPart, (at + 1) * aPart)))
  const bundles = inParts((some) => encodeEntryBundle(some.map(({ leaf }) => leaf)))
  const parts = inParts((some) => encodeCbor(some.map(({ leaf, signed, body }) => [leaf, signed, body, null, null])))
  return {
    size,
    entries: async (part: number) =>
      parseEntryBundle(bundles[part]!).map((bytes) => ({ bytes, leaf: parseLeaf(bytes) })),
    async *parts(part: number) {
      yield parts[part]!
    },
    rootAt: () => Promise.reject(new Error('no snapshot here')),
  }
}

async function rate(entries: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return entries / ((user + system) / 1e6)
}
