import { Counter, collectDefaultMetrics, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client'

export type Metrics = {
  readonly registry: Registry<OpenMetricsContentType>
  readonly height: Gauge
  readonly entries: Gauge
  readonly submitted: Counter<'outcome'>
  readonly acknowledgement: Histogram
  readonly projectedEntries: Gauge
  readonly unprojectedEntries: Gauge
  readonly projectionFaults: Gauge
  readonly requests: Histogram<'route' | 'method' | 'status'>
  readonly compactionPostponed: Gauge
  readonly unnamedContents: Gauge
  readonly discardedContents: Counter
}

/** The figures of this process in OpenMetrics. Labels hold routes and codes only, never ids or names. */
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
    requests: new Histogram({
      name: 'gongshi_http_request_seconds',
      help: 'Answers of the HTTP server.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers,
    }),
  }
}
