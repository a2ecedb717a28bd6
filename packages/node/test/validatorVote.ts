import assert from 'node:assert/strict'
import { type Cbor, fromBase64, parseLeaf, type TxLeaf } from '@gongshi/protocol'
import { act, type Committed, commit } from './acts.ts'
import { officers, organ } from './sampleNode.ts'

/** How long the house of a test votes. Milliseconds. */
export const votingPeriod = 3000
/** From the proposal until it takes effect. Milliseconds. */
const effectiveIn = votingPeriod + 2000
/** A busy machine may be so slow that a vote has closed before the approval is there, or that the day is too early. */
const attempts = 6

export type Power = { readonly key: Uint8Array; readonly power: bigint }

async function outcomeOf(url: string, transaction: Uint8Array): Promise<TxLeaf['outcome']> {
  const { leaf } = (await commit(url, transaction)) as Committed & { readonly leaf: string }
  const parsed = parseLeaf(fromBase64(leaf))
  assert.ok(parsed.kind === 'tx')
  return parsed.outcome
}

/** Records the clause on which a change of validators rests, in force since long. */
export async function recordCharter(url: string): Promise<void> {
  const wording = { decree: '2021/91', title: 'Validators', link: null, textHash: null, confirmed: false }
  const input = { code: 'ledger-charter/5', law: 'ledger-charter', from: '2020-01-01', ...wording }
  const signers = [officers.registrar, officers.keeper]
  assert.equal((await outcomeOf(url, await act('clauses', 'record', input, officers.registrar, { signers })))[0], 'ok')
}

async function propose(url: string, validators: readonly Power[]): Promise<TxLeaf['outcome']> {
  const about = { topic: 'validators', clause: 'ledger-charter/5', proposer: organ, reason: null }
  const input = { ...about, validators: [...validators], effective: Date.now() + effectiveIn }
  return outcomeOf(url, await act('governance', 'proposeValidators', input, officers.registrar))
}

/** The house's one member proposes, and approves in time. */
export async function voteForValidators(url: string, ...validators: readonly Power[]): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const proposed = await propose(url, validators)
    if (proposed[0] !== 'ok') {
      assert.equal(proposed[1], 'early', 'otherwise it would never pass')
      continue
    }
    const proposal = (proposed[1][0] as readonly Cbor[])[1] as Uint8Array
    const input = { proposal, organ, reason: null }
    if ((await outcomeOf(url, await act('governance', 'approve', input, officers.registrar)))[0] === 'ok') return
  }
  throw new Error('no vote was in time')
}

/** Why a change is refused when it is proposed. */
export async function refusalOf(url: string, ...validators: readonly Power[]): Promise<string | null> {
  const [kind, code] = await propose(url, validators)
  return kind === 'refused' ? (code as string) : null
}
