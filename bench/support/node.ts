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

/** A new ledger in a folder of its own, on the disk where `folder` lies. `remove` stops it and clears up. */
export async function startBenchNode(
  folder: string,
  chainId: string,
  signer: BulkSigner,
): Promise<Running & { remove(): Promise<void> }> {
  const data = await mkdtemp(join(folder, 'gongshi-bench-'))
  const affairs = await installAffairs()
  const versions = affairs.map(({ program, versionHash }) => ({
    name: program.affair,
    version: program.version,
    versionHash,
  }))
  await createLedger(
    data,
    { chainId, origin: `localhost/${chainId}/node`, affairs: versions, ...signer.founding() },
    power,
  )
  const node = await runNode(
    parseConfig({ data, http: { port: 0 }, ops: { port: 0 }, log: { level: 'error' } }),
    affairs,
    power,
  )
  return {
    ...node,
    async remove() {
      await node.stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}
