import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createLedger, installAffairs, parseConfig, type Running, runNode } from '@gongshi/node'
import { pino } from 'pino'
import type { BulkSigner } from './bulk.ts'

const power = {
  now: () => Date.now(),
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  logger: pino({ level: 'error' }),
  version: 'bench',
}

/** A new ledger in a folder of its own, on the disk where `folder` lies, whose founder may publish and import. */
export async function foundBenchLedger(folder: string, chainId: string, signer: BulkSigner): Promise<string> {
  const data = await mkdtemp(join(folder, 'ledger-'))
  const versions = (await installAffairs()).map(({ program, versionHash }) => ({
    name: program.affair,
    version: program.version,
    versionHash,
  }))
  const founding = { chainId, origin: `localhost/${chainId}/node`, affairs: versions, ...signer.founding() }
  await createLedger(data, founding, power)
  return data
}

/** `projections`: their settings; none keeps them in the data folder. */
export async function openBenchNode(data: string, projections: object = {}): Promise<Running> {
  const config = parseConfig({
    data,
    projections,
    http: { port: 0, requestsPerMinute: 100_000_000 },
    ops: { port: 0 },
    log: { level: 'error' },
  })
  return runNode(config, await installAffairs(), power)
}

/** A new ledger with its node. `remove` stops it and clears up. */
export async function startBenchNode(
  folder: string,
  chainId: string,
  signer: BulkSigner,
  projections: object = {},
): Promise<Running & { remove(): Promise<void> }> {
  const data = await foundBenchLedger(folder, chainId, signer)
  const node = await openBenchNode(data, projections)
  return {
    ...node,
    async remove() {
      await node.stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}
