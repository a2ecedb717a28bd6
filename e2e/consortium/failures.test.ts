import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, before, describe, type TestContext, test } from 'node:test'
import { cometProgram, withoutComet } from '../../packages/engine-cometbft/fixtures/program.ts'
import { writeMatrix } from './matrixTable.ts'
import { type Round, type Trial, trials } from './rounds.ts'
import {
  type Answer,
  appHashAt,
  commit,
  getJson,
  heightOf,
  isRunning,
  keyOf,
  publication,
  startTestnet,
  type Testnet,
  waitFor,
  withoutNamespaces,
} from './testnet.ts'

// P2 and P8: networks of four, each node in a network namespace of its own. Four networks at every push; all of them with
// GONGSHI_LONG=1; with GONGSHI_WRITE_DOCS=1 what they measure goes into the table of docs/reliability.md.

const isLong = process.env.GONGSHI_LONG === '1'
const program = await cometProgram()
const skip = (program === null && withoutComet) || withoutNamespaces

/** For machines ten times as slow as this should need: what a round took is printed. Milliseconds. */
const recoveryLimitMs = 300_000
/** A block's time is the median of votes made a moment before; machines under load take their time. Milliseconds. */
const staleMs = 30_000

const measured: { readonly name: string; readonly recoveredMs: number }[] = []

for (const [at, trial] of trials.entries())
  if (trial.everyPush || isLong)
    describe(`network ${at + 1} of ${trials.length}`, { skip: skip || trial.without }, () => tryOut(trial))

if (process.env.GONGSHI_WRITE_DOCS === '1') after(() => writeMatrix(measured))

/** Commits an act at a node; how old the time of its block was when that was told. */
type Act = (at: number, waitSeconds?: number) => Promise<Answer & { readonly ageMs: number }>

function tryOut({ rounds }: Trial): void {
  let net: Testnet
  const acknowledged: Answer[] = []
  before(async () => {
    net = await startTestnet(4, '--netns')
  })
  after(async () => net?.end())

  const act: Act = async (at, waitSeconds) => {
    const answer = await commit(net.nodes[at]!, await publication(net, at, await keyOf(net, at)), waitSeconds)
    acknowledged.push(answer)
    return { ...answer, ageMs: Date.now() - answer.time }
  }

  for (const round of rounds)
    test(round.name, async (t) => {
      await goThrough(net, round, act)
      const began = Date.now()
      await round.end(net)
      await recover(net, act)
      tell(t, round, Date.now() - began)
      await assertNothingLost(net, acknowledged)
    })

  test('the testnet killed: its processes, namespaces and links go with it', async () => {
    const spaces = net.nodes.map(({ namespace }) => namespace!)
    net.abandon()
    await waitFor('all to be gone', () => {
      const left = readdirSync('/run/netns').filter((name) => spaces.includes(name))
      const running = net.nodes.flatMap(({ pids }) => Object.values(pids)).filter(isRunning)
      return left.length === 0 && running.length === 0
    })
  })
}

/** What must hold while a fault lasts. */
async function goThrough(net: Testnet, round: Round, act: Act): Promise<void> {
  const { goOn, lastsMs = 0 } = round
  await round.begin(net)
  const heights = await Promise.all(net.nodes.map(heightOf))
  const until = Date.now() + lastsMs
  for (const at of goOn) await retried(() => act(at))
  await round.during?.(net, async (at) => void (await act(at)))
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - Date.now())))
  if (goOn.length > 0) return
  // Nobody is in touch with more than two thirds: at most the block that was decided already is still committed.
  for (const at of net.nodes.keys()) await assert.rejects(act(at, 1))
  const later = await Promise.all(net.nodes.map(heightOf))
  for (const [at, height] of later.entries()) assert.ok(height <= Math.max(...heights) + 1, `node${at + 1}: ${height}`)
}

/** Every node takes an act in and commits it, at a time that is not old, and all have the same hash. */
async function recover(net: Testnet, act: Act): Promise<void> {
  const answers = await Promise.all(net.nodes.map((_, at) => retried(() => act(at))))
  const height = Math.max(...answers.map((answer) => answer.height))
  const hashes = await Promise.all(
    net.nodes.map((node) => waitFor(`${node.name} at ${height}`, () => appHashAt(node, height + 1), recoveryLimitMs)),
  )
  assert.equal(new Set(hashes).size, 1, `${height}: ${hashes}`)
  for (const { ageMs } of answers) assert.ok(Math.abs(ageMs) < staleMs, `block time ${ageMs} ms old`)
}

/** A node that is not back yet refuses, or is in touch with nobody. */
async function retried<Value>(work: () => Promise<Value>): Promise<Value> {
  return waitFor('an act to be committed', () => work().catch(() => null), recoveryLimitMs)
}

function tell(t: TestContext, { name }: Round, recoveredMs: number): void {
  t.diagnostic(`${name}: all four committed again, with the same hash, ${recoveredMs} ms after the fault’s end`)
  measured.push({ name, recoveredMs })
}

/** What was acknowledged anywhere is the same entry everywhere. */
async function assertNothingLost(net: Testnet, acknowledged: readonly Answer[]): Promise<void> {
  for (const node of net.nodes)
    for (const { txId, index } of acknowledged) {
      const address = `${node.portal}/api/v1/transactions/${txId}`
      const found = await waitFor(address, () => getJson<Answer>(address))
      assert.deepEqual([found.status, found.index], ['committed', index], `${node.name}: ${txId}`)
    }
}
