import { affairBench, BenchLedger } from '@gongshi/affair-kit/bench'
import { identity, organisations, procurement } from '@gongshi/affairs'
import { procurementHandlers } from '@gongshi/affairs/procurement/handlers'
import { Tender, tenderParameters } from '@gongshi/testkit/tender'
import { alone, type BenchModule } from './support/measure.ts'

const names = {
  shares: 'five trustees make their shares of 200 bids',
  judge: 'the ledger judges 1,000 shares',
  open: 'the ledger opens 200 bids',
  all: 'all of it on one core',
  whole: '200 bids opened with 5 trustees, each on a core of its own',
} as const
const bids = 200
const trustees = [0, 1, 2, 3, 4] as const
/** As many as one act carries. */
const inAct = 16

/** Seconds of this process's processor, all threads. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

function tendering(): Tender {
  const installed = affairBench(procurement, {
    imports: [affairBench(identity).installed],
    standIns: [organisations],
    handlers: procurementHandlers,
  }).installed
  const ledger = new BenchLedger([affairBench(identity).installed, installed])
  for (const [name, value] of Object.entries(tenderParameters)) ledger.setParameter('procurement', name, value as never)
  const tender = new Tender(ledger, trustees.length)
  tender.prepare()
  tender.makeKey()
  tender.publish()
  return tender
}

/** One opening, whole: shares, their judgement, the openings, one after the other on one thread. */
function openAll() {
  const tender = tendering()
  const kept = Array.from({ length: bids }, (_, at) =>
    tender.bid({ bidder: { scheme: 'x-bench', id: `company-${at}` }, price: 500_000n + BigInt(at) }),
  )
  tender.ledger.advanceTo(tender.procedure.fields.bidUntil as number)
  const begun = cpuSeconds()
  const made = trustees.map((at) => tender.sharesOf(at, kept))
  const shared = cpuSeconds()
  for (const at of trustees)
    for (let from = 0; from < bids; from += inAct)
      tender.do('give', { trustee: tender.trustee(at), shares: made[at]!.slice(from, from + inAct) })
  const given = cpuSeconds()
  for (const { id } of kept) tender.do('open', { bid: id, by: tender.trustee(0) })
  tender.do('finishOpening', { procedure: tender.id })
  const ended = cpuSeconds()
  return { shares: shared - begun, judge: given - shared, open: ended - given, all: ended - begun }
}

/** From the deadline until every bid is in the open. */
export const opening: BenchModule = {
  name: 'opening',
  title: 'Two hundred bids opened',
  measures: Object.values(names),
  what: 'A synthetic tender of 200 bids and five trustees, three of whom would do: real keys, all five give a share for each bid, sixteen in one act; every act is executed by the affair kit over a state in memory, its shares judged. Seconds of processor time; signatures of acts, network and disk left out. Trustees work at the same time, on computers of their own, so a fifth of their work counts in the last figure, and all of the ledger’s. No rival: no other ledger does it.',
  run({ quick }) {
    const rounds = Array.from({ length: quick ? 1 : 3 }, openAll)
    const of = (part: keyof (typeof rounds)[number]) => rounds.map((round) => round[part])
    const whole = rounds.map(({ shares, judge, open }) => shares / trustees.length + judge + open)
    const goal = { of: 'value', bound: 'most', at: 20 } as const
    return Promise.resolve([
      alone({ name: names.shares, unit: 's' }, of('shares')),
      alone({ name: names.judge, unit: 's' }, of('judge')),
      alone({ name: names.open, unit: 's' }, of('open')),
      alone({ name: names.all, unit: 's' }, of('all')),
      alone({ name: names.whole, unit: 's', goal }, whole),
    ])
  },
}
