import { Gauge } from 'prom-client'
import type { Witnesses } from '../witness/witnesses.ts'
import type { Metrics } from './metrics.ts'

/** How the outside witnesses of the log stand, asked at each reading. */
export function observeWitnesses(
  { registry }: Pick<Metrics, 'registry'>,
  witnesses: Pick<Witnesses, 'isEmpty' | 'isStale' | 'quorumAgeMs' | 'status'>,
): void {
  const registers = [registry]
  new Gauge({
    name: 'gongshi_witness_quorum_missing',
    help: '1 while no quorum of witnesses has cosigned for longer than `witnesses.alarmAfterMs`.',
    registers,
    collect() {
      this.set(witnesses.isStale ? 1 : 0)
    },
  })
  new Gauge({
    name: 'gongshi_witness_quorum_age_seconds',
    help: 'Since a quorum of witnesses last cosigned, or the start; 0 without witnesses.',
    registers,
    collect() {
      this.set(witnesses.isEmpty ? 0 : witnesses.quorumAgeMs / 1000)
    },
  })
  const labelNames = ['witness'] as const
  new Gauge({
    name: 'gongshi_witness_failures',
    help: 'Requests to a witness that failed one after the other; 0 once it cosigns.',
    labelNames,
    registers,
    collect() {
      for (const { name, failures } of witnesses.status()) this.set({ witness: name }, failures)
    },
  })
}
