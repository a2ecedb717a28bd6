import type { LedgerReads } from '@gongshi/ledger'
import { parseVkey } from '@gongshi/protocol'
import type { Logger } from 'pino'
import type { NodeConfig } from '../config/schema.ts'
import type { Metrics } from '../ops/metrics.ts'
import type { Publisher } from '../publish/publisher.ts'
import { listedPublishers } from '../publishers.ts'
import { foldersOf } from '../setup/folders.ts'
import { forkFailure } from './forkFiles.ts'
import { OtherMembers } from './otherMembers.ts'

type Needs = {
  readonly ledger: Pick<LedgerReads, 'logHashes' | 'state'>
  readonly publisher: Publisher
  readonly metrics: Metrics
  readonly power: { now(): number; readonly logger: Logger }
}

const waitsMs = { usual: 60_000, again: 5_000 }

/** The other members' nodes, with what is told of them. */
export function openOthers(
  config: NodeConfig,
  { ledger, publisher, metrics, power: { now, logger } }: Needs,
): Promise<OtherMembers> {
  const { forks: folder } = foldersOf(config.data)
  return OtherMembers.start({
    portals: config.members,
    folder,
    ledger,
    publishedSize: () => publisher.published?.size ?? 0,
    keys: () => listedPublishers(ledger).map(({ vkey }) => parseVkey(vkey)),
    signer: publisher.signer,
    waitsMs,
    now,
    onFork: (fork) => logger.error(forkFailure(folder, fork), 'another member has signed another log'),
    onLie: (member) => {
      metrics.lies.inc({ member })
      logger.warn({ code: 'member-lied', member }, 'a member showed a checkpoint that nobody has signed')
    },
    onFault: (error) => logger.error({ err: error }, 'another member could not be compared'),
  })
}
