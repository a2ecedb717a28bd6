import assert from 'node:assert/strict'
import { once } from 'node:events'
import { replay } from '@gongshi/node'
import { toHex } from '@gongshi/protocol'
import { type Committed, post, publish, txIdOf } from '../../packages/node/test/acts.ts'
import { begin, foundPlace, type Place, startNode } from '../node/command.ts'

export type Tally = {
  kills: number
  /** Of these: while the node was starting, recovery included. */
  whileStarting: number
  acknowledged: number
  /** Transactions whose answer a kill had cut off: sent again until there was one. */
  again: number
}

const clients = 16
/** Each kill comes so long after the clients have begun. Milliseconds. */
const longestLoadMs = 700
const longestStartMs = 2500
/** How many of those that an earlier start has shown already are looked at again at each start; at the end, all. */
const sample = 100

/**
 * Kills the whole node (`gongshi start`) again and again at moments that nobody chose, under the load of clients over HTTP who
 * keep their own record: after each start everything acknowledged is found at its place, and what was cut off is sent again.
 * In the end the blocks are executed again, to the same app hash.
 * @throws {AssertionError} when something acknowledged is lost or is another entry
 */
export async function killNodeAgainAndAgain(
  kills: number,
  withinMs: number,
  say: (tally: Tally) => void = () => undefined,
): Promise<Tally> {
  const place = await foundPlace()
  const record = new ClientsRecord()
  const tally: Tally = { kills: 0, whileStarting: 0, acknowledged: 0, again: 0 }
  const end = Date.now() + withinMs
  try {
    while (tally.kills < kills && Date.now() < end) {
      if (tally.kills % 5 === 4) {
        await killWhileStarting(place)
        tally.whileStarting++
      } else await killUnderLoad(place, record)
      tally.kills++
      tally.acknowledged = record.size
      tally.again = record.again
      say(tally)
    }
    await endSoundly(place, record)
    return tally
  } finally {
    place.remove()
  }
}

async function killUnderLoad(place: Place, record: ClientsRecord): Promise<void> {
  const node = await startNode(place)
  await record.hold(node.url, sample)
  const working = Array.from({ length: clients }, () => submitUntilGone(node.url, record))
  // A machine so busy that nothing was ever acknowledged before the kill gets ten times as long.
  const longestMs = record.size === 0 ? longestLoadMs * 10 : longestLoadMs
  await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * longestMs))
  await node.kill()
  await Promise.all(working)
}

async function killWhileStarting(place: Place): Promise<void> {
  const child = begin(['start', '--port', '0', '--ops-port', '0'], place)
  const closed = once(child, 'close')
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longestStartMs))
  child.kill('SIGKILL')
  await closed
}

async function endSoundly(place: Place, record: ClientsRecord): Promise<void> {
  const node = await startNode(place)
  await record.hold(node.url, Number.POSITIVE_INFINITY)
  const { appHash } = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { appHash: string }
  assert.equal((await node.end()).code, 0)
  const replayed = await replay({ data: place.data }, () => undefined)
  assert.equal(replayed.firstDifference, null)
  assert.equal(toHex(replayed.appHash), appHash, 'executed again it gives another app hash')
}

/** What the clients know of what they sent: it lies outside the node, where no kill touches it. */
class ClientsRecord {
  readonly #acknowledged: { readonly txId: string; readonly index: number }[] = []
  readonly #unanswered: Uint8Array[] = []
  #held = 0
  again = 0

  get size(): number {
    return this.#acknowledged.length
  }

  async next(): Promise<Uint8Array> {
    const cutOff = this.#unanswered.pop()
    if (cutOff === undefined) return publish({ notAfter: Date.now() + 30 * 60_000 })
    this.again++
    return cutOff
  }

  acknowledge({ txId, index, status, outcome }: Committed): void {
    assert.deepEqual([status, outcome], ['committed', 'ok'])
    this.#acknowledged.push({ txId, index })
  }

  cutOff(transaction: Uint8Array): void {
    this.#unanswered.push(transaction)
  }

  /** All that was acknowledged since the last time, and so many of those before, stand where they were said to stand. */
  async hold(url: string, others: number): Promise<void> {
    const older = this.#acknowledged.slice(0, this.#held)
    const chosen = others >= older.length ? older : Array.from({ length: others }, () => pick(older))
    const asked = [...chosen, ...this.#acknowledged.slice(this.#held)]
    const work = asked.values()
    const ask = async () => {
      for (const { txId, index } of work)
        assert.deepEqual(await find(url, txId), ['committed', index], `${txId} is lost`)
    }
    await Promise.all(Array.from({ length: clients }, ask))
    this.#held = this.size
    const indexes = new Set(this.#acknowledged.map(({ index }) => index))
    assert.equal(indexes.size, this.size, 'two transactions were acknowledged as one entry')
  }
}

const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)]!

async function find(url: string, txId: string): Promise<[string, number]> {
  const { status, index } = (await (await fetch(`${url}/api/v1/transactions/${txId}`)).json()) as Committed
  return [status, index]
}

async function submitUntilGone(url: string, record: ClientsRecord): Promise<void> {
  for (;;) {
    const transaction = await record.next()
    let response: Response
    let body: Committed & { readonly code?: string }
    try {
      response = await post(url, transaction)
      body = (await response.json()) as typeof body
      if (body.code === 'transaction-repeated') {
        // It was in a block before its answer was cut off.
        const found = await fetch(`${url}/api/v1/transactions/${txIdOf(transaction)}`)
        ;[response, body] = [found, (await found.json()) as Committed]
      }
    } catch {
      record.cutOff(transaction)
      return
    }
    assert.equal(response.status, 200, JSON.stringify(body))
    record.acknowledge(body)
  }
}
