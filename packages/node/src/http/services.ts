import type { ContentStore } from '@gongshi/contents'
import type { Engine, LedgerReads } from '@gongshi/ledger'
import type { Json, SignatureCheck, Signer } from '@gongshi/protocol'
import type { Logger } from 'pino'
import type { AffairBook } from '../affairBook.ts'
import type { EntryFeed } from '../events/entryFeed.ts'
import type { RootSet } from '../evidence/trustPath.ts'
import type { LagWatch } from '../network/lagWatch.ts'
import type { NetworkWatch } from '../network/networkWatch.ts'
import type { Metrics } from '../ops/metrics.ts'
import type { OtherMembers } from '../others/otherMembers.ts'
import type { Projections } from '../projections/projections.ts'
import type { Publisher } from '../publish/publisher.ts'
import type { ListedPublisher } from '../publishers.ts'
import type { Replication } from '../replicate/startReplication.ts'
import type { Providers } from '../signIn/provider/providers.ts'
import type { SignIn } from '../signIn/signIn.ts'
import type { Cursors } from './cursor.ts'
import type { KeptAnswers } from './keptAnswers.ts'
import type { BundleIndex } from './rpc/bundleIndex.ts'

/** Everything that the routes read from and write to; each route asks for the part that it needs. */
export type Services = {
  readonly engineName: 'solo' | 'cometbft'
  readonly engine: Engine
  /** The other members' nodes: where they are, who may have what this one does not keep, and whether their logs are this one's. */
  readonly others: Pick<OtherMembers, 'portals' | 'members' | 'forks'>
  /** Who keeps the ledger, and whether they are there. */
  readonly network: Pick<NetworkWatch, 'view'>
  /** How far what is made of the ledger is behind it. */
  readonly lag: Pick<LagWatch, 'samples'>
  readonly ledger: LedgerReads
  readonly contents: ContentStore
  readonly publisher: Publisher
  /** Why this node takes no transactions, apart from its engine; null while it does. */
  readonly refusal: () => { readonly code: 'witnesses-stale' } | null
  /** Committed entries, for streams and webhooks. */
  readonly feed: EntryFeed
  /** Rows for lists and search. */
  readonly views: Projections
  readonly cursors: Cursors
  /** Who comes into the workspace, and who it is that asks. */
  readonly signIn: SignIn
  readonly providers: Providers
  readonly bundles: BundleIndex
  /** Declarations by name and version, old versions too. */
  readonly affairs: AffairBook
  /** Finished answers about entries. */
  readonly kept: KeptAnswers
  readonly signatureCheck: SignatureCheck
  readonly receiptSigner: Signer
  /** Whose nodes may ask for whole contents, and who has said that it carried an erasure out. */
  readonly replication: Pick<Replication, 'members' | 'erasureReceipts'>
  /** The genesis file as it stands on disk, and the trust root made from it. */
  readonly genesis: Json
  /** The genesis says that everything on this ledger is made up. */
  readonly synthetic: boolean
  readonly trust: () => Json
  /** Who signs height 1, in the order of the set. */
  readonly trustedFrom: RootSet
  /** The public key under which this node votes, whether it is a validator now or not. */
  readonly ownValidator: Uint8Array
  readonly publishers: () => readonly ListedPublisher[]
  readonly version: string
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly metrics: Metrics
  readonly logger: Logger
}
