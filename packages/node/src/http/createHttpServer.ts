import { catalogues } from '../catalogues.ts'
import type { NodeConfig } from '../config/schema.ts'
import { AddressShares } from './addressShares.ts'
import { conditional, stateTag } from './conditional.ts'
import { createServer, type Server } from './createServer.ts'
import type { PageSite } from './pageSite.ts'
import { ProblemTexts } from './problem.ts'
import { affairRoutes } from './routes/affairs.ts'
import { contentBatchRoute } from './routes/contentBatch.ts'
import { contentRoutes } from './routes/contents.ts'
import { courtPackRoutes } from './routes/courtPack.ts'
import { entryRoutes, shortEntry } from './routes/entries.ts'
import { eventRoutes } from './routes/events.ts'
import { evidenceRoutes, shortEvidence } from './routes/evidence.ts'
import { explainRoute } from './routes/explain.ts'
import { ledgerRoutes, ledgerStanding, shortLedger } from './routes/ledger.ts'
import { logRoutes, shortTile } from './routes/log.ts'
import { memberRoutes } from './routes/members.ts'
import { networkRoutes } from './routes/network.ts'
import { ocdsRoutes } from './routes/ocds.ts'
import { Pages } from './routes/pages.ts'
import { dryRunRoute, prepareRoute } from './routes/prepare.ts'
import { rowLookupRoute } from './routes/rowLookup.ts'
import { rpcRoutes } from './routes/rpc.ts'
import { searchRoute } from './routes/search.ts'
import { signInRoutes } from './routes/signIn.ts'
import { shortSubmission, transactionRoutes } from './routes/transactions.ts'
import { registerWorkspace } from './routes/workspace.ts'
import type { Services } from './services.ts'
import { takeShortWays } from './shortWay.ts'
import { guardWorkspace } from './workspace.ts'

/** The portal and the API on one port. */
export async function createHttpServer(
  services: Services,
  config: Pick<NodeConfig, 'http' | 'signIn'>,
  site: PageSite,
): Promise<Server> {
  const pages = new Pages(services, site, config.http.publicUrl)
  const answering = {
    logger: services.logger,
    texts: new ProblemTexts(catalogues),
    metrics: services.metrics,
    trustedProxies: config.http.trustedProxies,
  }
  const server = await createServer({
    ...answering,
    requestsPerMinute: config.http.requestsPerMinute,
    version: services.version,
    errorPage: (problem, request) => pages.errorPage(problem, request),
  })
  const tagOf = stateTag(services)
  const ifChanged = conditional(tagOf)
  guardWorkspace(server, services.signIn)
  pages.register(server)
  signInRoutes(server, services, site, config.signIn)
  registerWorkspace(server, services, site)
  const standing = ledgerStanding(services)
  ledgerRoutes(server, services, ifChanged, standing)
  networkRoutes(server, services)
  const shares = new AddressShares(config.http.waitingPerAddress)
  transactionRoutes(server, services, shares)
  prepareRoute(server, services)
  dryRunRoute(server, services)
  explainRoute(server, services)
  entryRoutes(server, services, ifChanged)
  eventRoutes(server, services)
  evidenceRoutes(server, services)
  courtPackRoutes(server, services)
  affairRoutes(server, services, ifChanged)
  searchRoute(server, services, ifChanged)
  rowLookupRoute(server, services)
  ocdsRoutes(server, services, config.http.publicUrl, ifChanged)
  contentRoutes(server, services)
  contentBatchRoute(server, services)
  memberRoutes(server, services)
  logRoutes(server, services)
  rpcRoutes(server, services, '/rpc')
  const short = [
    shortSubmission(services, shares),
    shortLedger(standing, tagOf),
    shortEntry(services),
    shortEvidence(services),
    shortTile(services),
  ]
  takeShortWays(server, short, answering)
  server.get('/openapi.json', { preHandler: ifChanged, schema: { hide: true } }, async () => server.swagger())
  return server
}

/** Only the RPC, at the root, for tools that know no path. */
export async function createRpcServer(services: Services): Promise<Server> {
  const server = await createServer({
    logger: services.logger,
    texts: new ProblemTexts(catalogues),
    metrics: services.metrics,
    requestsPerMinute: 600_000,
    trustedProxies: [],
    version: services.version,
    errorPage: () => null,
  })
  rpcRoutes(server, services, '')
  return server
}
