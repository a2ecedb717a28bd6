import { findCometBft } from '@gongshi/engine-cometbft'
import { startTestnet, type Testnet } from '../e2e/consortium/testnet.ts'
import { publications, signerOf, submitUrl, theirRound } from './consortium.ts'
import type { BulkSigner } from './support/bulk.ts'
import { Kvstore, kvCommitRequest } from './support/kvstore.ts'
import { type Answered, postAll, postPaced } from './support/load.ts'
import { against, alone, type BenchModule, percentile } from './support/measure.ts'

const bytes = 512

const names = {
  paced: 'four validators, 0.15 of the kvstore’s most: half of them acknowledged within',
  pace: 'that pace',
  start: 'four validators from nothing to the first committed transaction',
} as const

/** A network at a pace that it keeps up with, against CometBFT's own example application; and how soon there is one. */
export const consortiumLoad: BenchModule = {
  name: 'consortiumLoad',
  title: 'A consortium at an even pace',
  measures: Object.values(names),
  what: `As above; each transaction of about ${bytes} bytes in a request of its own, sent at its time whether or not those before were answered, to one node after the other. The pace is 0.15 of what the kvstore commits at most on this machine in the minute before (1,000 of 6,600 on the machine that the goal was set on). Both answer once it is committed (the kvstore by \`broadcast_tx_commit\`); latencies count from when it was due. The two take turns. Start: \`gongshi testnet\` with CometBFT built; keys, genesis and processes made anew.`,
  async run({ quick, folder, say }) {
    const [seconds, rounds, starts] = quick ? [2, 1, 1] : [10, 5, 3]
    const turns = { ours: [] as number[], theirs: [] as number[] }
    let pace = 0
    const net = await startTestnet(4)
    try {
      const kvstore = await Kvstore.start(await findCometBft(), folder, 4)
      try {
        // The first rounds, which compile.
        pace = Math.round((await theirRound(kvstore, 0, quick ? 500 : 5_000)) * share)
        await ourPaced(net, await signerOf(net), { seconds, pace })
        for (let round = 1; round <= rounds; round++) {
          turns.theirs.push(await theirPaced(kvstore, round, { seconds, pace }))
          turns.ours.push(await ourPaced(net, await signerOf(net), { seconds, pace }))
          say(`${turns.ours.at(-1)!.toFixed()} ms against ${turns.theirs.at(-1)!.toFixed()} ms`)
        }
      } finally {
        await kvstore.stop()
      }
    } finally {
      await net.end()
    }
    const most = { of: 'ratio', bound: 'most', at: 1.5 } as const
    return [
      against({ name: names.paced, unit: 'ms', goal: most }, 'Go kvstore in process', turns.ours, turns.theirs),
      alone({ name: names.pace, unit: 'transactions/s' }, [pace]),
      alone({ name: names.start, unit: 's', goal: { of: 'value', bound: 'most', at: 20 } }, await startRounds(starts)),
    ]
  },
}

/** Of the kvstore's most. */
const share = 0.15
/** Transactions a second. */
type Paced = { readonly seconds: number; readonly pace: number }

/** Milliseconds. */
async function ourPaced(net: Testnet, signer: BulkSigner, { seconds, pace }: Paced): Promise<number> {
  const made = await publications(net, signer, Math.round(seconds * pace))
  const headers = { 'content-type': 'application/cose', prefer: 'wait=60' }
  const urls = net.nodes.map(({ portal }) => submitUrl(portal))
  return median(await postPaced(urls, made, pace, headers))
}

/** Milliseconds. */
async function theirPaced({ urls }: Kvstore, round: number, { seconds, pace }: Paced): Promise<number> {
  const count = Math.round(seconds * pace)
  const bodies = Array.from({ length: count }, (_, at) => kvCommitRequest(round * 1_000_000 + at, bytes))
  return median(await postPaced(urls, bodies, pace, { 'content-type': 'application/json' }))
}

/** @throws when one was refused */
function median(answers: readonly Answered[]): number {
  const refused = answers.find(({ status }) => status !== 200)
  if (refused !== undefined) throw new Error(`status ${refused.status}: ${refused.text}`)
  const latencies = answers.map(({ ms }) => ms)
  return percentile(
    latencies.toSorted((left, right) => left - right),
    0.5,
  )
}

/** Seconds, each: CometBFT is built; keys, genesis and every process are made anew. */
async function startRounds(rounds: number): Promise<number[]> {
  const seconds: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const net = await startTestnet(4)
    try {
      const [transaction] = await publications(net, await signerOf(net), 1)
      const headers = { 'content-type': 'application/cose', prefer: 'wait=60' }
      await postAll(submitUrl(net.nodes[0]!.portal), [transaction!], 1, headers)
      seconds.push((performance.now() - started) / 1000)
    } finally {
      await net.end()
    }
  }
  return seconds
}
