import { against, type BenchModule } from './support/measure.ts'
import { Submitting } from './support/submitting.ts'

const names = {
  rate: 'acknowledged while the log is published',
  cpu: 'processor time of the node a transaction meanwhile',
}
const clients = 16

/** What it costs that strangers see the log grow: signed checkpoints, each written down and synced before it is shown. */
export const publishing: BenchModule = {
  name: 'publishing',
  title: 'The log published beside commits',
  measures: Object.values(names),
  what: `${clients} clients as under “Signed transactions through HTTP”, to one node whose publisher cuts a checkpoint each second, as it always does, and has its timer’s work taken away in every other round; which of the two goes first changes.`,
  async run({ quick, folder }) {
    const [rounds, count] = quick ? [2, 400] : [12, 6_000]
    const submitting = await Submitting.start(folder, clients)
    const found = {
      on: { rate: [] as number[], cpu: [] as number[] },
      off: { rate: [] as number[], cpu: [] as number[] },
    }
    try {
      await submitting.round(count)
      for (let round = 0; round < rounds; round++)
        for (const which of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
          await submitting.publishes(which === 'on')
          const { rate, cpu } = await submitting.round(count)
          found[which].rate.push(rate)
          found[which].cpu.push(cpu)
        }
    } finally {
      await submitting.stop()
    }
    const rival = 'nothing published'
    const [least, most] = [
      { of: 'ratio', bound: 'least', at: 0.97 },
      { of: 'ratio', bound: 'most', at: 1.03 },
    ] as const
    return [
      against({ name: names.rate, unit: 'transactions/s', goal: least }, rival, found.on.rate, found.off.rate),
      against({ name: names.cpu, unit: 'us', goal: most }, rival, found.on.cpu, found.off.cpu),
    ]
  },
}
