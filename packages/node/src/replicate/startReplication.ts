import type { ContentStore } from '@gongshi/contents'
import { type Ledger, nativeSignatureCheck } from '@gongshi/ledger'
import { signErasureReceipt } from '@gongshi/protocol'
import type { Logger } from 'pino'
import type { AffairBook } from '../affairBook.ts'
import type { NodeConfig } from '../config/schema.ts'
import type { ErasureOrder } from '../erase/erasureOrders.ts'
import { asSigner, type NodeKey } from '../keys/nodeKey.ts'
import type { Metrics } from '../ops/metrics.ts'
import { listedPublishers } from '../publishers.ts'
import { ErasureReceipts } from './erasureReceipts.ts'
import { Members } from './members.ts'
import { Replicator } from './replicator.ts'
import { Wanted } from './wanted.ts'

type Needs = {
  readonly folder: string
  readonly ledger: Ledger
  readonly affairs: AffairBook
  readonly contents: ContentStore
  readonly publisherKey: NodeKey
  /** Whether blocks are the consensus's, which others replay, and not this node's to rewrite. */
  readonly keepsBlocks: boolean
  readonly metrics: Metrics
  readonly now: () => number
  readonly logger: Logger
}

export type Replication = {
  readonly members: Members
  readonly erasureReceipts: ErasureReceipts
  onCarriedOut(entry: number, orders: readonly ErasureOrder[]): Promise<void>
  /** A content came or is gone, or can't be read any more. */
  onContent(commitment: Uint8Array, isDamaged: boolean): void
  stop(): Promise<void>
}

/** What this node and the other members' have to do with each other beside the consensus. */
export async function startReplication(config: NodeConfig, needs: Needs): Promise<Replication> {
  const { folder, ledger, now } = needs
  const { chainId } = ledger.info()
  const signer = asSigner(needs.publisherKey)
  const publishers = () => listedPublishers(ledger)
  const members = new Members({ chainId, publishers, signatureCheck: nativeSignatureCheck(), now })
  const erasureReceipts = await ErasureReceipts.open(folder, members)
  const replicator = await createReplicator(config, needs, erasureReceipts)
  const unfollow = replicator === null ? () => undefined : ledger.follow(() => replicator.wake())
  replicator?.wake()
  return {
    members,
    erasureReceipts,
    onCarriedOut: async (entry, orders) => {
      const keeps = needs.keepsBlocks && orders.some((order) => order.entry !== null) ? 'blocks' : 'nothing'
      await erasureReceipts.add(entry, await signErasureReceipt(signer, { chainId, entry, at: now(), keeps }))
      replicator?.wake()
    },
    onContent: (commitment, isDamaged) => replicator?.onContent(commitment, isDamaged),
    stop: async () => {
      unfollow()
      await replicator?.stop()
    },
  }
}

/** None where there is nobody to ask. */
async function createReplicator(
  { members: portals, replication: { mostBytes } }: NodeConfig,
  { folder, ledger, affairs, contents, publisherKey, metrics, now, logger }: Needs,
  receipts: ErasureReceipts,
): Promise<Replicator | null> {
  if (portals.length === 0) return null
  return new Replicator({
    portals,
    mostBytes,
    ledger,
    affairs,
    contents,
    receipts,
    wanted: await Wanted.open(folder),
    signer: asSigner(publisherKey),
    now,
    onMissing: (count) => metrics.missingContents.set(count),
    onLie: (member, entry) => {
      metrics.lies.inc({ member })
      logger.warn({ code: 'member-lied', member, entry }, 'a member sent another content than was asked for')
    },
    onFault: (error) => logger.error({ err: error }, 'a content could not be fetched'),
  })
}
