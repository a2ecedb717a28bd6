/** Ledger and embedded engine with no node around them, in a process of its own: what the pipeline by itself takes. */
import { readFile } from 'node:fs/promises'
import { openFolder, startSolo } from '@gongshi/engine-solo'
import { nativeSignatureCheck, openLedger, openLmdbStore, parseGenesis } from '@gongshi/ledger'
import { foldersOf, installAffairs, readNodeKey } from '@gongshi/node'
import { readBodies } from './bodies.ts'
import { BulkSigner } from './bulk.ts'
import { answerParent } from './child.ts'
import { foundBenchLedger } from './node.ts'

type Start = { readonly folder: string; readonly chainId: string; readonly secret: readonly number[] }

let running: Awaited<ReturnType<typeof start>> | null = null

answerParent(
  {
    start: async (given: Start) => {
      running = await start(given)
    },
    /** Submits what a file of bodies holds, so many under way at once; the seconds until all are durable. */
    submit: async ({ file, atOnce }: { file: string; atOnce: number }) => {
      const bodies = readBodies(await readFile(file))
      let next = 0
      const began = performance.now()
      const client = async (): Promise<void> => {
        while (next < bodies.length) {
          const { result } = await (await running!.engine.submit(bodies[next++]!)).durable
          if (result.outcome[0] !== 'ok') throw new Error(String(result.outcome[1]))
        }
      }
      await Promise.all(Array.from({ length: atOnce }, client))
      return (performance.now() - began) / 1000
    },
  },
  async () => {
    await running?.engine.stop()
    await running?.ledger.close()
  },
)

async function start({ folder, chainId, secret }: Start) {
  const folders = foldersOf(await foundBenchLedger(folder, chainId, new BulkSigner(Uint8Array.from(secret))))
  const ledger = await openLedger({
    store: openLmdbStore(folders.state),
    affairs: await installAffairs(),
    genesis: parseGenesis(JSON.parse(await readFile(folders.genesis, 'utf8'))),
    signatureCheck: nativeSignatureCheck(),
    signatureThreads: 1,
    powers: { now: Date.now },
  })
  const { publicKey, sign } = await readNodeKey(folders.keys, 'validator')
  const engine = await startSolo({
    folder: await openFolder(folders.blocks),
    ledger,
    validator: { publicKey, sign },
    clock: { now: Date.now, monotonic: () => performance.now() },
    floor: { publishedHeight: 0 },
    queue: { transactions: 20_000 },
    clockJumpMs: 300_000,
    onHalt: (error) => console.error(error),
  })
  return { engine, ledger }
}
