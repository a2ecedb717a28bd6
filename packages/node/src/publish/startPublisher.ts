import type { Engine, LedgerReads } from '@gongshi/ledger'
import type { NodeConfig } from '../config/schema.ts'
import type { Services } from '../http/services.ts'
import type { readNodeKey } from '../keys/nodeKey.ts'
import type { Powers } from '../main.ts'
import type { Metrics } from '../ops/metrics.ts'
import { ownOrigin } from '../publishers.ts'
import { foldersOf } from '../setup/folders.ts'
import { openWitnesses } from '../witness/openWitnesses.ts'
import { CosignedHeads } from './cosignedHeads.ts'
import { Publisher } from './publisher.ts'

/** Checkpoints are cut at most this often. Milliseconds. */
const everyMs = 1000

type Parts = {
  readonly ledger: LedgerReads
  readonly engine: Pick<Engine, 'latestHeight'>
  readonly metrics: Metrics
  readonly power: Powers
}

/** What publishes the log under this node's key, and whether, for want of witnesses, it takes nothing in. */
export async function startPublisher(
  config: NodeConfig,
  { ledger, engine, metrics, power }: Parts,
  { publicKey, sign }: Awaited<ReturnType<typeof readNodeKey>>,
  onFault: (error: unknown) => void,
): Promise<Pick<Services, 'publisher' | 'refusal'>> {
  const { data: folder, cosigned } = foldersOf(config.data)
  const signer = {
    name: await ownOrigin(ledger, publicKey, folder),
    publicKey,
    sign: async (message: Uint8Array) => sign(message),
  }
  const latestHeight = () => engine.latestHeight()
  const witnesses = openWitnesses(config, metrics, power)
  const cosignedHeads = witnesses.isEmpty ? null : new CosignedHeads(cosigned)
  const publishing = {
    ledger,
    latestHeight,
    signer,
    witnesses,
    cosignedHeads,
    folder,
    everyMs,
    onFault,
  }
  const { refuseWrites } = config.witnesses
  const refusal = () => (refuseWrites && witnesses.isStale ? ({ code: 'witnesses-stale' } as const) : null)
  return { publisher: await Publisher.start(publishing), refusal }
}
