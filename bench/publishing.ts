import { against, alone, type BenchModule } from './support/measure.ts'
import { Submitting } from './support/submitting.ts'

const names = {
  rate: 'acknowledged while a checkpoint is published twenty times a second',
  share: 'throughput that one checkpoint a second takes: a twentieth of what is missing there',
} as const
const clients = 16
const timesASecond = 20

/** What it costs that strangers see the log grow: signed checkpoints, each written down and synced before it is shown. */
export const publishing: BenchModule = {
  name: 'publishing',
  title: 'The log published beside commits',
  measures: Object.values(names),
  what: `${clients} clients as under “Signed transactions through HTTP”, to one node that cuts ${timesASecond} checkpoints a second in one round and none in the next; which of the two goes first changes. A node cuts one a second, which by itself is below what tells two rounds apart.`,
  async run({ quick, folder }) {
    const [rounds, count] = quick ? [2, 400] : [12, 5_000]
    const submitting = await Submitting.start(folder, clients)
    const rates = { often: [] as number[], never: [] as number[] }
    try {
      await submitting.round(count)
      for (let round = 0; round < rounds; round++)
        for (const which of round % 2 === 0 ? (['often', 'never'] as const) : (['never', 'often'] as const)) {
          await submitting.publishes(which === 'often' ? timesASecond : 0)
          rates[which].push((await submitting.round(count)).rate)
        }
    } finally {
      await submitting.publishes(0)
      await submitting.stop()
    }
    const shares = rates.often.map((rate, round) => (100 * (1 - rate / rates.never[round]!)) / timesASecond)
    const goal = { of: 'value', bound: 'most', at: 3 } as const
    return [
      against({ name: names.rate, unit: 'transactions/s' }, 'nothing published', rates.often, rates.never),
      alone({ name: names.share, unit: '%', goal }, shares),
    ]
  },
}
