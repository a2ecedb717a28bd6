import { getCompileCacheDir } from 'node:module'
import { availableParallelism } from 'node:os'
import { ContentStore } from '@gongshi/contents'
import type { Between, RefusedProposal } from '@gongshi/engine-cometbft'
import {
  type Genesis,
  type Installed,
  type Ledger,
  nativeSignatureCheck,
  openLedger,
  openLmdbStore,
} from '@gongshi/ledger'
import { loadPageAssets, type PageAssets } from '@gongshi/portal/assets'
import type { Json } from '@gongshi/protocol'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createAffairBook } from './affairBook.ts'
import { type BeginningFile, readBeginning } from './beginning/beginningFile.ts'
import type { NodeConfig } from './config/schema.ts'
import { engineNameOf, type NodeEngine, startEngine } from './engine/startEngine.ts'
import { compactIfWanted } from './erase/compaction.ts'
import { Erasures } from './erase/erasures.ts'
import { EntryFeed } from './events/entryFeed.ts'
import { createHttpServer, createRpcServer } from './http/createHttpServer.ts'
import type { RegisteredRoute } from './http/createServer.ts'
import { Cursors } from './http/cursor.ts'
import { KeptAnswers } from './http/keptAnswers.ts'
import { closeServer, listen } from './http/listen.ts'
import { PageSite } from './http/pageSite.ts'
import { BundleIndex } from './http/rpc/bundleIndex.ts'
import type { Services } from './http/services.ts'
import { fetchHistory } from './join/fetchHistory.ts'
import { asSigner, type NodeKey, readNodeKey, validatorKeyOf } from './keys/nodeKey.ts'
import { LagWatch } from './network/lagWatch.ts'
import { NetworkWatch } from './network/networkWatch.ts'
import { createMetrics, type Metrics, observe } from './ops/metrics.ts'
import { observeNetwork } from './ops/networkMetrics.ts'
import { createOpsServer } from './ops/serveOps.ts'
import { keepTickShape } from './ops/tickShape.ts'
import { forkFailure } from './others/forkFiles.ts'
import { openOthers } from './others/openOthers.ts'
import { readOrganNames } from './pages/organs.ts'
import type { Projections } from './projections/projections.ts'
import { startProjections } from './projections/startProjections.ts'
import { startPublisher } from './publish/startPublisher.ts'
import { listedPublishers } from './publishers.ts'
import { type Replication, startReplication } from './replicate/startReplication.ts'
import { enterData } from './setup/enterData.ts'
import { foldersOf } from './setup/folders.ts'
import { readGenesis } from './setup/genesisFile.ts'
import { openSignIn } from './signIn/openSignIn.ts'
import { Sweeper, type Swept } from './sweep/sweeper.ts'
import { UnnamedContents } from './sweep/unnamedContents.ts'
import { trustedFrom, trustRootOf } from './trustRoot.ts'
import { Webhooks } from './webhooks/webhooks.ts'
import { cosignerPolicy } from './witness/openWitnesses.ts'

/** What a node takes from its surroundings. */
export type Powers = {
  now(): number
  random(bytes: number): Uint8Array
  readonly logger: Logger
  /** Version of the program, for people. */
  readonly version: string
  /** Stands between CometBFT and the application: tests put faults there. */
  readonly between?: Between
}

export type Running = {
  readonly url: string
  readonly opsUrl: string
  /** What the portal's port answers to. */
  readonly routes: readonly RegisteredRoute[]
  /** Resolves once everything acknowledged is on disk and all files are let go. */
  stop(): Promise<void>
}

/** Answers about entries that are kept in memory. Bytes. */
const keptAnswerBytes = 16 * 2 ** 20

/** Beyond these, one thread that executes can't keep up with those that check. */
const mostSignatureThreads = 4

/**
 * Runs a node on an existing ledger. Everything is made here, once, in the order in which data flows, and closed in
 * reverse.
 * @throws {NodeError | SoloError | LedgerError | ContentError} with the reason why it may not or cannot start
 */
export async function runNode(config: NodeConfig, affairs: readonly Installed[], power: Powers): Promise<Running> {
  const folders = foldersOf(config.data)
  const closers: (() => void | Promise<void>)[] = []
  // Compiled code is kept there, what is compiled for browsers, too. It may have to be built, which goes on meanwhile.
  const assets = loadPageAssets(getCompileCacheDir() ?? null)
  assets.catch(() => undefined) // told where they are waited for
  try {
    const [genesis] = await Promise.all([readGenesis(folders.genesis), keepTickShape()])
    const beginning = await readBeginning(folders.data)
    const lock = await enterData(folders.data, power.version)
    closers.push(() => lock.release())
    const compact = () => compactState(folders, power.logger)
    const compacted = await compact()
    closers.push(async () => void (await compact()))
    const store = await openLmdbStore(folders.state)
    closers.push(() => store.close())
    const signatureCheck = nativeSignatureCheck()
    const signatureThreads = Math.min(availableParallelism() - 1, mostSignatureThreads)
    const ledger = await openLedger({ store, affairs, genesis, signatureCheck, signatureThreads, powers: power })
    closers.push(() => ledger.close())
    const unnamed = await UnnamedContents.open(folders.data)
    const contentFollowers: Parts['contentFollowers'] = []
    const contents = await openContents(folders.contents, unnamed, contentFollowers)
    closers.push(() => contents.close())
    const metrics = createMetrics()
    const onRefused = (reason: RefusedProposal) => metrics.refusedProposals.inc({ reason })
    let network: NetworkWatch | null = null
    const onMisbehaviour = (height: number) => network?.misbehaved(height)
    const engine = await startEngine({ config, ledger, genesis, beginning, ...power, onRefused, onMisbehaviour })
    closers.push(() => engine.stop())
    await fetchHistory({ ledger, portals: config.members, logger: power.logger })
    const ownValidator = await validatorKeyOf(config)
    const engineName = engineNameOf(genesis, beginning)
    network = new NetworkWatch({ engine, engineName, ledger, genesis, ownValidator, now: power.now })
    const stored = { genesis, beginning, ledger, contents, contentFollowers, unnamed }
    const made = { ...stored, engine, engineName, network, metrics, affairs }
    const services = await createServices(config, { ...made, compacted, power }, closers)
    const webhooks = await startWebhooks(config, services, power)
    closers.push(() => webhooks.stop())
    const servers = await createServers(config, services, engine, webhooks, await assets)
    for (const { server } of servers) closers.push(() => closeServer(server))
    const [url, opsUrl] = await Promise.all(servers.map(({ server, host, port }) => listen(server, host, port)))
    const routes = servers[0]!.server.registered
    return { url: url!, opsUrl: opsUrl!, routes, stop: () => closeInReverse(closers) }
  } catch (error) {
    await closeInReverse(closers).catch(() => undefined) // the first failure is the one to tell
    throw error
  }
}

function openContents(folder: string, unnamed: UnnamedContents, followers: Parts['contentFollowers']) {
  const tell = (isDamaged: boolean) => (commitment: Uint8Array) => {
    for (const follow of followers) follow(commitment, isDamaged)
  }
  const onPut = (commitment: Uint8Array, isNew: boolean) => unnamed.put(commitment, isNew)
  return ContentStore.open({ folder, onPut, onChange: tell(false), onDamage: tell(true) })
}

/** A full disk is no reason not to run: erased bytes then stay in free pages a while longer, and the operator is told. */
async function compactState({ data, state }: ReturnType<typeof foldersOf>, logger: Logger): Promise<boolean> {
  const postponed = await compactIfWanted(data, state)
  if (postponed !== null) logger.warn(postponed.failure, 'the state was not compacted')
  return postponed === null
}

type Parts = {
  readonly genesis: Genesis
  readonly beginning: BeginningFile | null
  readonly ledger: Ledger
  readonly engine: NodeEngine
  readonly engineName: Services['engineName']
  readonly network: NetworkWatch
  readonly metrics: Metrics
  readonly contents: ContentStore
  /** Told of each content that came or is gone, or was found damaged. */
  readonly contentFollowers: ((commitment: Uint8Array, isDamaged: boolean) => void)[]
  readonly unnamed: UnnamedContents
  readonly affairs: readonly Installed[]
  /** False where the disk had no room for it. */
  readonly compacted: boolean
  readonly power: Powers
}

async function createServices(
  config: NodeConfig,
  parts: Parts,
  closers: (() => void | Promise<void>)[],
): Promise<Services> {
  const { ledger, engine, metrics, contents, power } = parts
  const folders = foldersOf(config.data)
  const onFault = (error: unknown) => power.logger.error({ err: error }, 'background work failed')
  const affairs = createAffairBook(parts.affairs, ledger)
  const publisherKey = await readNodeKey(folders.keys, 'publisher')
  const { publisher, refusal } = await startPublisher(config, parts, publisherKey, onFault)
  closers.push(() => publisher.stop())
  const views = await startProjections(config, { ...parts, logger: power.logger })
  closers.push(() => views.close())
  parts.contentFollowers.push((commitment) => views.contentChanged(commitment))
  const bundles = new BundleIndex(folders.bundles, engine, onFault)
  closers.push(() => bundles.close())
  const feed = new EntryFeed(ledger)
  closers.push(...[bundles, feed].map((follower) => ledger.follow(() => follower.wake())))
  metrics.compactionPostponed.set(parts.compacted ? 0 : 1)
  const kept = new KeptAnswers(keptAnswerBytes)
  const replication = await openReplication(config, { ...parts, affairs, publisherKey, metrics })
  closers.push(() => replication.stop())
  const members = await watchMembers(config, { ...parts, publisher, views }, closers)
  const erasures = await openErasures(folders.data, parts, kept, replication)
  closers.push(() => erasures.stop(), followLedger(ledger, views, metrics, erasures, onFault))
  const sweeper = startSweeper(parts, views, metrics, onFault)
  closers.push(() => sweeper.stop())
  const { signIn, providers, close } = await openDoor(config, { ...power, ledger, metrics, key: publisherKey })
  closers.push(close)
  return {
    engineName: parts.engineName,
    engine,
    ...members,
    network: parts.network,
    ledger,
    contents,
    publisher,
    refusal,
    feed,
    views,
    signIn,
    providers,
    cursors: await Cursors.open(folders.data, power.random),
    bundles,
    affairs,
    kept,
    signatureCheck: nativeSignatureCheck(),
    receiptSigner: asSigner(publisherKey),
    replication,
    ...trustServices(config, parts),
    ownValidator: await validatorKeyOf(config),
    version: power.version,
    now: power.now,
    random: power.random,
    metrics,
    logger: power.logger,
  }
}

/** How the other members' nodes stand, and how far this one is behind them and behind itself. */
async function watchMembers(
  config: NodeConfig,
  parts: Parts & Pick<Services, 'publisher' | 'views'>,
  closers: (() => void)[],
): Promise<Pick<Services, 'others' | 'lag'>> {
  const others = await openOthers(config, parts)
  const lag = new LagWatch({ ...parts, others, now: parts.power.now })
  closers.push(
    () => others.stop(),
    () => lag.stop(),
  )
  return { others, lag }
}

/** Where trust in this ledger begins, and under which keys its log is published. */
function trustServices(
  config: NodeConfig,
  { genesis, beginning, ledger }: Parts,
): Pick<Services, 'genesis' | 'synthetic' | 'trustedFrom' | 'trust' | 'publishers'> {
  return {
    genesis: genesis as unknown as Json,
    synthetic: genesis.synthetic ?? false,
    trustedFrom: trustedFrom(genesis, beginning),
    trust: () => trustRootOf(genesis, listedPublishers(ledger), cosignerPolicy(config), siteOf(config), beginning),
    publishers: () => listedPublishers(ledger),
  }
}

function siteOf({ http: { publicUrl, port } }: NodeConfig): string {
  return publicUrl ?? `http://localhost:${port}`
}

function openDoor(config: NodeConfig, parts: Omit<Parameters<typeof openSignIn>[1], 'signatureCheck'>) {
  return openSignIn(config, { ...parts, signatureCheck: nativeSignatureCheck() })
}

type ReplicationParts = Omit<Parts, 'affairs'> &
  Pick<Services, 'affairs' | 'metrics'> & { readonly publisherKey: NodeKey }

async function openReplication(config: NodeConfig, parts: ReplicationParts): Promise<Replication> {
  const { engineName, contentFollowers, power } = parts
  const { data: folder } = foldersOf(config.data)
  const { now, logger } = power
  const keepsBlocks = engineName === 'cometbft'
  const replication = await startReplication(config, { ...parts, folder, keepsBlocks, now, logger })
  contentFollowers.push(replication.onContent)
  return replication
}

function openErasures(
  folder: string,
  { ledger, engine, contents }: Parts,
  kept: KeptAnswers,
  { onCarriedOut }: Replication,
): Promise<Erasures> {
  return Erasures.open({ folder, ledger, engine, contents, onErased: (entry) => kept.forget(entry), onCarriedOut })
}

function startSweeper(parts: Parts, views: Projections, metrics: Metrics, onFault: (error: unknown) => void): Sweeper {
  const { ledger, engine, contents, unnamed, power } = parts
  const onSwept = ({ discarded, waiting }: Swept) => {
    metrics.unnamedContents.set(waiting)
    metrics.discardedContents.inc(discarded)
    if (discarded > 0)
      power.logger.info({ code: 'contents-discarded', discarded, waiting }, 'no entry named these contents in time')
  }
  // While the projections cannot say, nobody knows what the entry named.
  const rowsOf = async (entry: number) => {
    const found = await views.changes(entry).catch(() => null)
    return found?.isWhole && found.asOf.entries > entry ? found.rows.map(({ fields }) => fields) : null
  }
  const sweeper = new Sweeper({ ledger, engine, contents, unnamed, rowsOf, now: power.now, onSwept, onFault })
  sweeper.start()
  return sweeper
}

/** What happens beside the commit path after each block with entries, until the result is called. */
function followLedger(
  ledger: Ledger,
  views: Projections,
  metrics: Metrics,
  erasures: Erasures,
  onFault: (error: unknown) => void,
): () => void {
  const follow = () => {
    metrics.height.set(ledger.info().height)
    metrics.entries.set(ledger.logSize())
    views.wake()
    erasures.catchUp().catch(onFault)
  }
  const unfollow = ledger.follow(follow)
  follow()
  return unfollow
}

function startWebhooks(config: NodeConfig, { feed, ledger }: Services, { now, logger }: Powers): Promise<Webhooks> {
  const onFault = (error: unknown) => logger.error({ err: error }, 'the places of the webhooks could not be noted')
  const { chainId } = ledger.info()
  return Webhooks.start(config.webhooks, { folder: foldersOf(config.data).data, feed, chainId, now, onFault })
}

async function createServers(
  config: NodeConfig,
  services: Services,
  engine: NodeEngine,
  webhooks: Webhooks,
  assets: PageAssets,
) {
  const site = new PageSite(services, assets, await readOrganNames(config.data), config.licence ?? null)
  const http = await createHttpServer(services, config, site)
  const version = { version: services.version, node: process.version }
  observe(services.metrics, {
    isReady: () => (engine.fault ?? services.refusal()) === null,
    waiting: () => countOf(engine.pending()),
    webhooks: () => webhooks.status(),
  })
  observeNetwork(
    services.metrics,
    () => services.network.view(),
    () => engine.cometPid,
    services.others,
  )
  const { others, metrics, views } = services
  const alarms = () => others.forks.map((fork) => forkFailure(foldersOf(config.data).forks, fork))
  const ops = createOpsServer(
    { fault: () => engine.fault ?? services.refusal(), alarms },
    metrics,
    version,
    webhooks,
    views,
  )
  const servers: { server: FastifyInstance; host: string; port: number }[] = [
    { server: http, ...config.http },
    { server: ops, ...config.ops },
  ]
  if (config.rpcPort !== undefined)
    servers.push({ server: await createRpcServer(services), host: config.http.host, port: config.rpcPort })
  return servers
}

function countOf(items: Iterable<unknown>): number {
  let count = 0
  for (const _ of items) count += 1
  return count
}

async function closeInReverse(closers: (() => void | Promise<void>)[]): Promise<void> {
  const faults: unknown[] = []
  for (const close of closers.splice(0).reverse()) {
    try {
      await close()
    } catch (error) {
      faults.push(error) // the rest must be let go all the same
    }
  }
  if (faults.length > 0) throw faults[0]
}
