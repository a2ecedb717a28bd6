import { affairTexts, citedClauses, clauses, governance, installedAffairs } from '@gongshi/affairs'
import type { Cbor } from '@gongshi/protocol'
import { type ActInput, type Client, createWallet, getView, sign, submitMany } from '@gongshi/sdk'
import { delegateName, lawKeeperName, lawReviewerName } from './city/officers.ts'
import { demoScheme } from './city/organs.ts'
import { DemoError } from './errors.ts'
import type { DemoKeys } from './seed.ts'

const hourMs = 60 * 60 * 1000
const topic = 'parameter/erasure/waitingTime'
const [proposer, seconder, third] = ['qs-gov', 'qs-finance', 'qs-archive'] as const
const opponent = 'qs-audit'
const organOf = (id: string) => ({ scheme: demoScheme, id })

/** A proposal of the city government, on which four of five departments have voted; left alone where it is there already. */
export async function govern(client: Client, keys: DemoKeys): Promise<void> {
  const { rows } = await getView(client, 'governance', 'proposal', { limit: 1 })
  if (rows.length > 0) return
  const from = client.now() + hourMs
  const parameter = { affair: 'erasure', name: 'waitingTime', value: '30000', from }
  const reason = '演示：等待时间由二十秒延长至三十秒。 Demo: the waiting time becomes thirty seconds instead of twenty.'
  const asked = { topic, clause: 'ledger-charter/5', proposer: organOf(proposer), reason, parameter }
  const [events] = await submitAll(client, keys, [[proposer, 'proposeParameter', asked]])
  // The first event of an act that makes a row names it.
  const proposal = (events![0] as readonly Cbor[])[1] as Uint8Array
  const ballot = (organ: string, action: string): Act => [
    organ,
    action,
    { proposal, organ: organOf(organ), reason: null },
  ]
  await submitAll(client, keys, [
    ...[proposer, seconder, third].map((organ) => ballot(organ, 'approve')),
    ballot(opponent, 'oppose'),
  ])
}

/** When the present text of a law came into force; whoever keeps a real register takes it from the promulgated text. */
const laws: { readonly [law: string]: string } = {
  'government-information': '2019-05-15',
  'personal-information': '2021-11-01',
  archives: '2021-01-01',
}
const since = '2020-01-01'

/** Registers every clause that an affair cites, none of them confirmed; those that are there are left alone. */
export async function registerClauses(client: Client, keys: DemoKeys): Promise<void> {
  const { rows } = await getView(client, 'clauses', 'clause', { limit: 1 })
  if (rows.length > 0) return
  const wallet = createWallet(await keys(lawKeeperName), await keys(lawReviewerName))
  const signed = await Promise.all(
    citedClauses(installedAffairs).map((code) => {
      const law = code.slice(0, code.indexOf('/'))
      const input = { code, law, decree: 'synthetic', title: titleOf(code), from: laws[law] ?? since }
      const unread = { link: null, textHash: null, confirmed: false }
      return sign(client, wallet, { affair: clauses, action: 'record' }, { ...input, ...unread })
    }),
  )
  eventsOf(await submitMany(client, signed, { waitSeconds: 30 }))
}

function titleOf(code: string): string {
  const titles = Object.values(affairTexts).map(({ zh }) => zh.clauses?.[code])
  return titles.find((title) => title !== undefined) ?? code
}

type Act = readonly [organ: string, action: string, input: ActInput]

/** Gives the events of each act. */
async function submitAll(client: Client, keys: DemoKeys, acts: readonly Act[]): Promise<(readonly Cbor[])[]> {
  const signed = await Promise.all(
    acts.map(async ([organ, action, input]) => {
      const wallet = createWallet(await keys(delegateName(organ)))
      return sign(client, wallet, { affair: governance, action }, input)
    }),
  )
  return eventsOf(await submitMany(client, signed, { waitSeconds: 30 }))
}

/** @throws {DemoError} demo-seed-refused */
function eventsOf(answers: Awaited<ReturnType<typeof submitMany>>): (readonly Cbor[])[] {
  return answers.map((answer) => {
    if (answer.status !== 'committed') throw new DemoError({ code: 'demo-seed-refused', reason: answer.status })
    const [word, detail] = answer.outcome
    if (word !== 'ok') throw new DemoError({ code: 'demo-seed-refused', reason: detail })
    return detail
  })
}
