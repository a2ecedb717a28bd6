import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { encodeInput } from '@gongshi/affair-kit'
import { disclosure } from '@gongshi/affairs'
import { findCometBft } from '@gongshi/engine-cometbft'
import { signTransaction } from '@gongshi/protocol'
import { openSecret } from '@gongshi/sdk/node'
import { startTestnet, type Testnet } from '../e2e/consortium/testnet.ts'
import { BulkSigner } from './support/bulk.ts'
import { Kvstore, kvRequest } from './support/kvstore.ts'
import { postAll } from './support/load.ts'
import { against, alone, type BenchModule, type Measure, percentile, type Surroundings } from './support/measure.ts'

/** Transactions a request, of about 512 bytes each, and requests under way at once: the same for both. */
const perRequest = 8
const connections = 32
const bytes = 512
/** As long as a code may be, as in the other benchmarks. */
const clause = `government-information/20.${'9'.repeat(102)}`

const names = {
  four: 'four validators: committed',
  fourAlone: 'four validators: a lone transaction, half of them acknowledged within',
  one: 'one validator: committed',
  oneAlone: 'one validator: a lone transaction, half of them acknowledged within',
} as const

type Sized = { readonly validators: 1 | 4; readonly count: number; readonly rounds: number }
type Figures = { readonly rates: number[]; readonly lone: number[] }

/** A network of ours against CometBFT's own example application, which checks and keeps nothing. */
export const consortium: BenchModule = {
  name: 'consortium',
  title: 'A consortium on CometBFT',
  measures: Object.values(names),
  what: `Every process on one machine. Ours: \`gongshi testnet\`; signatures checked, acts executed, state and log proven, lists kept, everything served by each node; bundled. Rival: CometBFT v0.39.4's own kvstore inside its process, tuned the same (recheck off): it checks nothing and stores keys in memory; it does not bundle. Transactions of about ${bytes} bytes, ${perRequest} a request, ${connections} requests under way in all, spread over the nodes. Ours answers a request once all of it is committed; the kvstore's ends when its application has counted the last. The two take turns.`,
  async run(surroundings) {
    const program = await findCometBft()
    const { quick } = surroundings
    const [count, rounds] = quick ? [2000, 2] : [10_000, 5]
    const four = await takeTurns(program, surroundings, { validators: 4, count: count / 2, rounds })
    const one = await takeTurns(program, surroundings, { validators: 1, count, rounds })
    return [...measuresOf(names.four, names.fourAlone, 0.8, four), ...measuresOf(names.one, names.oneAlone, 0.6, one)]
  },
}

function measuresOf(rate: string, lone: string, goal: number, { ours, theirs }: Turns): Measure[] {
  const least = { of: 'ratio', bound: 'least', at: goal } as const
  return [
    against({ name: rate, unit: 'transactions/s', goal: least }, 'Go kvstore in process', ours.rates, theirs.rates),
    alone({ name: lone, unit: 'ms' }, ours.lone),
  ]
}

type Turns = { readonly ours: Figures; readonly theirs: Figures }

async function takeTurns(program: string, { folder, say }: Surroundings, sized: Sized): Promise<Turns> {
  const { validators, count, rounds } = sized
  const turns = { ours: { rates: [] as number[], lone: [] as number[] }, theirs: { rates: [] as number[], lone: [] } }
  const net = await startTestnet(validators)
  try {
    const kvstore = await Kvstore.start(program, folder, validators)
    try {
      await ourRound(net, await signerOf(net), count / 4) // the code is compiled by what it meets
      for (let round = 0; round < rounds; round++) {
        turns.theirs.rates.push(await theirRound(kvstore, round, count))
        turns.ours.rates.push(await ourRound(net, await signerOf(net), count))
        turns.ours.lone.push(await loneRound(net, await signerOf(net)))
        const [ours, theirs] = [turns.ours.rates.at(-1)!, turns.theirs.rates.at(-1)!].map(Math.round)
        say(`${validators} validators: ${ours}/s against ${theirs}/s`)
      }
      return turns
    } finally {
      await kvstore.stop()
    }
  } finally {
    await net.end()
  }
}

export async function signerOf({ keys }: Testnet): Promise<BulkSigner> {
  const [, secret] = await openSecret(readFileSync(keys[0]!, 'utf8'), null)
  return new BulkSigner(secret)
}

/** Transactions a second. */
export async function ourRound(net: Testnet, signer: BulkSigner, count: number): Promise<number> {
  const made = await publications(net, signer, count)
  const bodies = Array.from({ length: count / perRequest }, (_, at) =>
    Buffer.concat(made.slice(at * perRequest, (at + 1) * perRequest)),
  )
  return count / (await spread(net, bodies, 'application/cbor-seq'))
}

/** Milliseconds. */
async function loneRound(net: Testnet, signer: BulkSigner): Promise<number> {
  const made = await publications(net, signer, 20)
  const headers = { 'content-type': 'application/cose', prefer: 'wait=60' }
  const { latenciesMs } = await postAll(submitUrl(net.nodes[0]!.portal), made, 1, headers)
  return percentile(
    latenciesMs.toSorted((left, right) => left - right),
    0.5,
  )
}

/** Seconds until the last answer. */
async function spread({ nodes }: Testnet, bodies: readonly Uint8Array[], type: string): Promise<number> {
  const headers = { 'content-type': type, prefer: 'wait=60' }
  const started = performance.now()
  await Promise.all(
    nodes.map(({ portal }, at) => {
      const own = bodies.filter((_, index) => index % nodes.length === at)
      return postAll(submitUrl(portal), own, connections / nodes.length, headers)
    }),
  )
  return (performance.now() - started) / 1000
}

export async function theirRound(kvstore: Kvstore, round: number, count: number): Promise<number> {
  const { urls } = kvstore
  const bodies = Array.from({ length: count / perRequest }, (_, at) =>
    kvRequest(round * count + at * perRequest, perRequest, bytes),
  )
  const headers = { 'content-type': 'application/json' }
  const started = performance.now()
  await Promise.all(
    urls.map((url, at) => {
      const own = bodies.filter((_, index) => index % urls.length === at)
      return postAll(url, own, connections / urls.length, headers)
    }),
  )
  await kvstore.committed((round + 1) * count)
  return count / ((performance.now() - started) / 1000)
}

export function submitUrl(portal: string): URL {
  return new URL(`${portal}/api/v1/transactions`)
}

export async function publications({ chainId }: Testnet, signer: BulkSigner, count: number): Promise<Uint8Array[]> {
  const made: Uint8Array[] = []
  for (let number = 0; number < count; number++) {
    const input = encodeInput(disclosure, 'publish', {
      organ: { scheme: 'x-testnet', id: '1' },
      identifier: `bench-${randomBytes(8).toString('hex')}`,
      kind: 'notice',
      clause,
      issued: '2026-01-02',
      effective: null,
      expires: null,
      content: new Uint8Array(randomBytes(32)),
    })
    const notAfter = Date.now() + 50 * 60_000
    const salt = new Uint8Array(randomBytes(32))
    const fields = { chainId, notAfter, affair: 'disclosure', version: 1, action: 'publish', input, salt }
    made.push(await signTransaction(fields, [signer]))
  }
  return made
}
