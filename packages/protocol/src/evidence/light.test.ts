import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readVectors } from '../../test/cometForms.ts'
import { publication } from '../../test/evidence.ts'
import { fromHex } from '../bytes/bytes.ts'
import { checkVote } from '../comet/commit.ts'
import type { Json } from '../comet/json.ts'
import { Refusal } from './errors.ts'
import { evidenceFromJson, evidenceToJson } from './format.ts'
import { advance } from './trustPath.ts'

type Member = { readonly publicKey: string; readonly power: string }
type Step = {
  readonly trusted: {
    readonly height: number
    readonly time: number
    readonly validators: readonly Member[]
    readonly nextValidatorsHash: string
  }
  readonly head: Json
  readonly verdict: 'accepted' | 'overlap' | 'refused'
}

const { steps } = readVectors<{ readonly steps: readonly Step[] }>('light.json')

const whole = evidenceToJson(await publication()) as object

async function codeOf({ trusted, head }: Step): Promise<string | null> {
  const { height, time, validators, nextValidatorsHash } = trusted
  const set = validators.map(({ publicKey, power }) => ({ publicKey: fromHex(publicKey), power: BigInt(power) }))
  const last = { height, time, validators: set, nextValidatorsHash: fromHex(nextValidatorsHash) }
  try {
    await advance(last, evidenceFromJson({ ...whole, head } as Json).head, checkVote)
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code
  }
}

test('each step from header to header is judged as CometBFT’s light client judges it (interop/cometbft/skipping)', async () => {
  const found = new Map<string, number>()
  for (const [at, step] of steps.entries()) {
    const code = await codeOf(step)
    found.set(code ?? 'accepted', (found.get(code ?? 'accepted') ?? 0) + 1)
    assert.equal(code === null, step.verdict === 'accepted', `${at}: ${step.verdict}, ${code}`)
    // Both sums may fall short; ours judges the other one first.
    if (step.verdict === 'overlap')
      assert.match(code!, /^evidence-(overlap-insufficient|power-insufficient|vote-invalid)$/, `${at}`)
  }
  const codes = ['overlap-insufficient', 'power-insufficient', 'vote-invalid', 'validators-mismatch']
  for (const code of codes) assert.ok(found.has(`evidence-${code}`), code)
  assert.ok(found.get('accepted')! > 20)
})
