import { fileURLToPath } from 'node:url'
import { runCommand } from './support/commandRival.ts'
import { against, alone, type BenchModule } from './support/measure.ts'

const names = {
  appointed: 'an officer by appointment, remembered',
  lent: 'by a chain of four delegations, remembered',
  anew: 'by a chain of four delegations, worked out anew',
  checks: 'an officer by appointment, in Ed25519 checks at that moment',
} as const
const goal = { of: 'value', bound: 'most', at: 5 } as const

type Report = {
  readonly appointed: readonly number[]
  readonly lent: readonly number[]
  readonly anew: readonly number[]
  readonly lookUp: readonly number[]
  /** Microseconds for one check of an Ed25519 signature by OpenSSL. */
  readonly check: readonly number[]
}

/** Who may sign: what it costs a transaction in a large city. */
export const authority: BenchModule = {
  name: 'authority',
  title: 'Authority: who may sign',
  measures: Object.values(names),
  what: '10,000 organs, 100,000 officers with an office and a key each, a fifth of whom sign; 1,000 of them with an office lent through four hands; a rule with role, organ (found by succession) and place. One thread’s own time for judging one signer: rule, key, officer, offices, chain, terms. The rival is what any ledger has to find, and no more: the key’s holder, the organ and the place, each by one look-up in a Map. “Remembered” is any act after a signer’s first since a row of `organisations` changed. The goal of 5 us was set where an Ed25519 check takes 37.',
  async run({ quick }) {
    const program = fileURLToPath(new URL('../packages/affairs/bench/authority.ts', import.meta.url))
    const flags = ['--expose-gc', '--disable-warning=ExperimentalWarning', program, quick ? '3' : '9']
    const { stdout } = await runCommand(process.execPath, flags)
    const { appointed, lent, anew, lookUp, check } = JSON.parse(stdout) as Report
    const rival = 'the three bare look-ups'
    return [
      against({ name: names.appointed, unit: 'us', goal }, rival, appointed, lookUp),
      against({ name: names.lent, unit: 'us', goal }, rival, lent, lookUp),
      against({ name: names.anew, unit: 'us' }, rival, anew, lookUp),
      alone(
        { name: names.checks, unit: 'checks' },
        appointed.map((micros, round) => micros / check[round]!),
      ),
    ]
  },
}
