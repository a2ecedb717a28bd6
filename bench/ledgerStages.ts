import { fileURLToPath } from 'node:url'
import { runCommand } from './support/commandRival.ts'
import { alone, type BenchModule } from './support/measure.ts'

const stages = ['check', 'check again', 'prepare', 'finalize', 'commit'] as const
const names = {
  stage: (stage: (typeof stages)[number], perBlock: number) => `${stage}, blocks of ${perBlock}`,
  rate: 'execute and commit, blocks of 500, signatures apart',
  reopen: 'reopen',
} as const

const small = 16
const large = 500

type Report = {
  readonly micros: { readonly [stage in (typeof stages)[number]]: number }
  readonly perSecond: { readonly executeAndCommit: number }
  readonly reopenMs: number
}

/** The ledger by itself, state tree and log with it: where the time of a publication goes. */
export const ledgerStages: BenchModule = {
  name: 'ledger',
  title: 'Ledger: admission, execution, state tree, log',
  measures: [
    ...[small, large].flatMap((size) => stages.map((stage) => names.stage(stage, size))),
    names.rate,
    names.reopen,
  ],
  what: 'One thread, LMDB on disk, publications of the ledger’s own test affair (`packages/ledger/bench/publish.ts`), without HTTP and block file; processor time of the thread a transaction. `check` includes parsing, not the signature; `check again` is what a node pays that has seen the transaction; `finalize` executes and hashes state tree and log.',
  async run({ quick }) {
    const [rounds, count] = quick ? [2, 4_000] : [5, 20_000]
    const of = async (perBlock: number) => {
      const reports: Report[] = []
      for (let round = 0; round < rounds; round++) reports.push(await publish(count, perBlock))
      return reports
    }
    const bySize = [[small, await of(small)] as const, [large, await of(large)] as const]
    const times = bySize.flatMap(([size, reports]) =>
      stages.map((stage) => {
        const given = { name: names.stage(stage, size), unit: 'us' }
        return alone(
          given,
          reports.map(({ micros }) => micros[stage]),
        )
      }),
    )
    const reports = bySize[1]![1]
    return [
      ...times,
      alone(
        { name: names.rate, unit: 'transactions/s' },
        reports.map(({ perSecond }) => perSecond.executeAndCommit),
      ),
      alone(
        { name: names.reopen, unit: 'ms' },
        reports.map(({ reopenMs }) => reopenMs),
      ),
    ]
  },
}

async function publish(count: number, perBlock: number): Promise<Report> {
  const program = fileURLToPath(new URL('../packages/ledger/bench/publish.ts', import.meta.url))
  const flags = ['--disable-warning=ExperimentalWarning', program, String(count), String(perBlock)]
  const { stdout } = await runCommand(process.execPath, flags)
  return JSON.parse(stdout) as Report
}
