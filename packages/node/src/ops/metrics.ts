import { Counter, collectDefaultMetrics, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client'
import type { WebhookStatus } from '../webhooks/webhook.ts'

export type Metrics = {
  readonly registry: Registry<OpenMetricsContentType>
  readonly height: Gauge
  readonly entries: Gauge
  readonly submitted: Counter<'outcome'>
  readonly acknowledgement: Histogram
  readonly projectedEntries: Gauge
  readonly unprojectedEntries: Gauge
  readonly projectionFaults: Gauge
  readonly refusedProposals: Counter<'reason'>
  readonly requests: Histogram<'route' | 'method' | 'status'>
  readonly compactionPostponed: Gauge
  readonly unnamedContents: Gauge
  readonly discardedContents: Counter
  readonly missingContents: Gauge
  readonly lies: Counter<'member'>
  readonly signIns: Counter<'method' | 'outcome'>
  readonly sessions: Gauge
}

/** The figures of this process in OpenMetrics. Labels hold routes, codes and the operator's own names, never ids of others. */
export function createMetrics(): Metrics {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    height: new Gauge({ name: 'gongshi_height', help: 'Last committed height.', registers }),
    entries: new Gauge({ name: 'gongshi_entries', help: 'Entries in the log.', registers }),
    submitted: new Counter({
      name: 'gongshi_transactions',
      help: 'Transactions submitted, by what became of them (ok, refused, or the code).',
      labelNames: ['outcome'],
      registers,
    }),
    acknowledgement: new Histogram({
      name: 'gongshi_acknowledgement_seconds',
      help: 'From receipt of a transaction to its durable block.',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
      registers,
    }),
    compactionPostponed: new Gauge({
      name: 'gongshi_compaction_postponed',
      help: '1 where the disk had no room at the start to take erased bodies out of the state file’s free pages.',
      registers,
    }),
    ...contentMetrics(registers),
    ...signInMetrics(registers),
    projectedEntries: new Gauge({
      name: 'gongshi_projected_entries',
      help: 'Entries of the log that lists and search have.',
      registers,
    }),
    unprojectedEntries: new Gauge({
      name: 'gongshi_unprojected_entries',
      help: 'Entries of which no rows could be made: a fault of a projection.',
      registers,
    }),
    projectionFaults: new Gauge({
      name: 'gongshi_projections_down',
      help: '1 while the database of lists and search does not take anything in.',
      registers,
    }),
    refusedProposals: new Counter({
      name: 'gongshi_proposals_refused',
      help: 'Blocks of other members that this node voted against, by reason (stale, inadmissible).',
      labelNames: ['reason'],
      registers,
    }),
    requests: new Histogram({
      name: 'gongshi_http_request_seconds',
      help: 'Answers of the HTTP server.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers,
    }),
  }
}

function contentMetrics(
  registers: Registry<OpenMetricsContentType>[],
): Pick<Metrics, 'unnamedContents' | 'discardedContents' | 'missingContents' | 'lies'> {
  return {
    unnamedContents: new Gauge({
      name: 'gongshi_contents_unnamed',
      help: 'Contents that no entry names, at the last sweep.',
      registers,
    }),
    discardedContents: new Counter({
      name: 'gongshi_contents_discarded',
      help: 'Contents discarded because no entry named them in time.',
      registers,
    }),
    missingContents: new Gauge({
      name: 'gongshi_contents_missing',
      help: 'Contents that entries name and that neither this node nor a member asked so far had.',
      registers,
    }),
    lies: new Counter({
      name: 'gongshi_member_lies',
      help: 'Answers of other members that were not what was asked for.',
      labelNames: ['member'],
      registers,
    }),
  }
}

function signInMetrics(registers: Registry<OpenMetricsContentType>[]): Pick<Metrics, 'signIns' | 'sessions'> {
  return {
    signIns: new Counter({
      name: 'gongshi_sign_ins',
      help: 'Sign-ins to the workspace, by method (passkey, or the name of a provider) and what became of them (ok, or the code).',
      labelNames: ['method', 'outcome'],
      registers,
    }),
    sessions: new Gauge({
      name: 'gongshi_sessions',
      help: 'Sessions that are kept.',
      registers,
    }),
  }
}

/** What is asked at each reading rather than told at each change. */
export type Observed = {
  /** Whether transactions are taken in. */
  isReady(): boolean
  /** Transactions that were taken in and wait for their block. */
  waiting(): number
  webhooks(): readonly Pick<WebhookStatus, 'name' | 'behind' | 'failures'>[]
}

export function observe({ registry }: Metrics, observed: Observed): void {
  const registers = [registry]
  new Gauge({
    name: 'gongshi_ready',
    help: '1 while transactions are taken in, as /readyz says.',
    registers,
    collect() {
      this.set(observed.isReady() ? 1 : 0)
    },
  })
  new Gauge({
    name: 'gongshi_waiting_transactions',
    help: 'Transactions that were taken in and wait for their block.',
    registers,
    collect() {
      this.set(observed.waiting())
    },
  })
  const labelNames = ['webhook'] as const
  new Gauge({
    name: 'gongshi_webhook_behind',
    help: 'Entries that a receiver has not been told of.',
    labelNames,
    registers,
    collect() {
      for (const { name, behind } of observed.webhooks()) this.set({ webhook: name }, behind)
    },
  })
  new Gauge({
    name: 'gongshi_webhook_failures',
    help: 'Deliveries to a receiver that failed one after the other; 0 once one is taken.',
    labelNames,
    registers,
    collect() {
      for (const { name, failures } of observed.webhooks()) this.set({ webhook: name }, failures)
    },
  })
}
