import { findCometBft } from '@gongshi/engine-cometbft'
import { startTestnet, type Testnet } from '../e2e/consortium/testnet.ts'
import { publications, signerOf, submitUrl } from './consortium.ts'
import type { BulkSigner } from './support/bulk.ts'
import { Kvstore, kvCommitRequest } from './support/kvstore.ts'
import { postAll, postPaced } from './support/load.ts'
import { against, alone, type BenchModule, percentile } from './support/measure.ts'

const bytes = 512

const names = {
  paced: 'four validators, 1,000 transactions a second: half of them acknowledged within',
  start: 'four validators from nothing to the first committed transaction',
} as const

/** A network at a pace that it keeps up with, against CometBFT's own example application; and how soon there is one. */
export const consortiumLoad: BenchModule = {
  name: 'consortiumLoad',
  title: 'A consortium at an even pace',
  measures: Object.values(names),
  what: `As above; each transaction of about ${bytes} bytes in a request of its own, sent at its time whether or not those before were answered, to one node after the other. Both answer once it is committed (the kvstore by \`broadcast_tx_commit\`); latencies count from when it was due. The two take turns. Start: \`gongshi testnet\` with CometBFT built; keys, genesis and processes made anew.`,
  async run({ quick, folder, say }) {
    const [seconds, rounds, starts] = quick ? [2, 1, 1] : [10, 5, 3]
    const turns = { ours: [] as number[], theirs: [] as number[] }
    const net = await startTestnet(4)
    try {
      const kvstore = await Kvstore.start(await findCometBft(), folder, 4)
      try {
        await ourPaced(net, await signerOf(net), seconds) // the code is compiled by what it meets
        for (let round = 0; round < rounds; round++) {
          turns.theirs.push(await theirPaced(kvstore, round, seconds))
          turns.ours.push(await ourPaced(net, await signerOf(net), seconds))
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
      alone({ name: names.start, unit: 's', goal: { of: 'value', bound: 'most', at: 20 } }, await startRounds(starts)),
    ]
  },
}

const pacedPerSecond = 1000

/** Milliseconds. */
async function ourPaced(net: Testnet, signer: BulkSigner, seconds: number): Promise<number> {
  const made = await publications(net, signer, Math.round(seconds * pacedPerSecond))
  const headers = { 'content-type': 'application/cose', prefer: 'wait=60' }
  const urls = net.nodes.map(({ portal }) => submitUrl(portal))
  return median(await postPaced(urls, made, pacedPerSecond, headers))
}

/** Milliseconds. */
async function theirPaced({ urls }: Kvstore, round: number, seconds: number): Promise<number> {
  const count = Math.round(seconds * pacedPerSecond)
  const bodies = Array.from({ length: count }, (_, at) => kvCommitRequest(round * count + at, bytes))
  return median(await postPaced(urls, bodies, pacedPerSecond, { 'content-type': 'application/json' }))
}

function median(latenciesMs: readonly number[]): number {
  return percentile(
    latenciesMs.toSorted((left, right) => left - right),
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
