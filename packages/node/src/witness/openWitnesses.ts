import { parseVkey } from '@gongshi/protocol'
import type { NodeConfig } from '../config/schema.ts'
import type { Powers } from '../main.ts'
import type { Metrics } from '../ops/metrics.ts'
import { observeWitnesses } from '../ops/witnessMetrics.ts'
import { AskedWitness } from './askWitness.ts'
import { Witnesses } from './witnesses.ts'

/** The witnesses that the settings name, with their figures and lines in the log. */
export function openWitnesses(
  { witnesses }: NodeConfig,
  metrics: Metrics,
  { now, logger }: Pick<Powers, 'now' | 'logger'>,
) {
  const { list, quorum, alarmAfterMs, answerMs } = witnesses
  const asked = list.map(({ url, vkey }) => new AskedWitness(url, parseVkey(vkey), answerMs, fetch))
  const opened = new Witnesses({
    asked,
    quorum,
    alarmAfterMs,
    now,
    onFailure: ({ failure }) => logger.warn(failure, 'a witness has not cosigned'),
  })
  observeWitnesses(metrics, opened)
  return opened
}

/** What the trust root asks of cosigners, by the settings. */
export function cosignerPolicy({ witnesses: { list, quorum } }: NodeConfig) {
  return list.length === 0 ? [] : [{ threshold: quorum, keys: list.map(({ vkey }) => parseVkey(vkey)) }]
}
