import { governance } from '@gongshi/affairs'
import type { Cbor } from '@gongshi/protocol'
import { type ActInput, type Client, createWallet, getView, sign, submitMany } from '@gongshi/sdk'
import { delegateName } from './city/officers.ts'
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

type Act = readonly [organ: string, action: string, input: ActInput]

/** Gives the events of each act. */
async function submitAll(client: Client, keys: DemoKeys, acts: readonly Act[]): Promise<(readonly Cbor[])[]> {
  const signed = await Promise.all(
    acts.map(async ([organ, action, input]) => {
      const wallet = createWallet(await keys(delegateName(organ)))
      return sign(client, wallet, { affair: governance, action }, input)
    }),
  )
  const answers = await submitMany(client, signed, { waitSeconds: 30 })
  return answers.map((answer) => {
    if (answer.status !== 'committed') throw new DemoError({ code: 'demo-seed-refused', reason: answer.status })
    const [word, detail] = answer.outcome
    if (word !== 'ok') throw new DemoError({ code: 'demo-seed-refused', reason: detail })
    return detail
  })
}
