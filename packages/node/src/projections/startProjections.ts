import { rm } from 'node:fs/promises'
import type { Genesis, Installed } from '@gongshi/ledger'
import { toHex } from '@gongshi/protocol'
import type { Logger } from 'pino'
import type { NodeConfig } from '../config/schema.ts'
import type { Metrics } from '../ops/metrics.ts'
import { foldersOf } from '../setup/folders.ts'
import type { SourceContents } from './documentSource.ts'
import { foundingOf } from './founding.ts'
import { type Location, schemaPrefix } from './location.ts'
import { Projections } from './projections.ts'
import type { SourceLedger } from './source.ts'

type Parts = {
  readonly genesis: Genesis
  readonly ledger: SourceLedger
  readonly contents: SourceContents
  readonly affairs: readonly Installed[]
  readonly metrics: Metrics
  readonly logger: Logger
}

/** The node's projections where its configuration wants them. Whatever fails there is told, and nothing else stops. */
export async function startProjections(
  config: NodeConfig,
  { genesis, ledger, contents, affairs, metrics, logger }: Parts,
): Promise<Projections> {
  await removeFormer(config.data)
  return new Projections({
    ledger,
    contents,
    declarations: affairs.map(({ declaration }) => declaration),
    founding: foundingOf(genesis),
    location: locationOf(config, toHex(ledger.info().genesisHash)),
    ocidPrefix: config.ocds.prefix,
    // Only the code and what it is called: a driver's error may hold the connection string.
    onFault: (error) => {
      const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }
      logger.error(
        { code, reason: message },
        'the projections do not follow the ledger; the node serves everything else',
      )
    },
    onFailed: ({ entry, code }) =>
      logger.error({ entry, code }, 'no rows could be made of an entry; the ledger has it whole'),
    onStatus: ({ serving, fault, failed }) => {
      metrics.projectedEntries.set(serving?.entries ?? 0)
      metrics.projectionFaults.set(fault === null ? 0 : 1)
      metrics.unprojectedEntries.set(failed)
    },
  })
}

function locationOf({ data, projections: { database } }: NodeConfig, genesisHash: string): Location {
  if (database === undefined) return { kind: 'sqlite', folder: foldersOf(data).views }
  return { kind: 'postgres', connection: database, prefix: schemaPrefix(genesisHash) }
}

/** What versions before 0.2 had in its place; it may hold what was erased since. */
async function removeFormer(data: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm']) await rm(`${foldersOf(data).formerViews}${ending}`, { force: true })
}
