import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { commit, publish, waitFor } from '../../../test/acts.ts'
import { refusal } from '../../../test/ask.ts'
import { type Sample, startSample } from '../../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

type Entry = { index: number; kind: string; affair?: string; action?: string }
type Heard = { readonly id: string; readonly event: string; readonly data: Entry }

/** Reads a stream until `count` events are there, then hangs up. */
async function listen(path: string, count: number, headers: Record<string, string> = {}): Promise<Heard[]> {
  const hangUp = new AbortController()
  const answer = await fetch(`${node.url}${path}`, { headers, signal: hangUp.signal })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  const heard: Heard[] = []
  let text = ''
  for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += piece
    const parts = text.split('\n\n')
    text = parts.pop()!
    for (const part of parts) if (part.includes('data: ')) heard.push(parsed(part))
    if (heard.length >= count) break
  }
  hangUp.abort()
  return heard.slice(0, count)
}

function parsed(part: string): Heard {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? ''
  return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) }
}

describe('the stream of entries', () => {
  test('tells each entry once, in order, and goes on where a reader was cut off', async () => {
    const first = await commit(node.url, await publish())
    const all = await listen('/api/v1/events?after=-1', first.index + 1)
    assert.deepEqual(
      all.map(({ id, event, data }) => [Number(id), event, data.index]),
      Array.from({ length: first.index + 1 }, (_, index) => [index, 'entry', index]),
    )
    assert.equal(all.at(-1)?.data.action, 'publish')
    const next = listen('/api/v1/events', 2, { 'last-event-id': String(first.index) })
    const second = await commit(node.url, await publish())
    assert.deepEqual(
      (await next).map(({ data }) => data.index),
      [first.index + 1, first.index + 2],
    )
    assert.ok(second.index > first.index)
  })

  test('without a place to begin it tells what comes from now on', async () => {
    const heard = listen('/api/v1/events?affair=disclosure', 1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const { index } = await commit(node.url, await publish())
    assert.deepEqual(
      (await heard).map(({ data }) => [data.index, data.affair]),
      [[index, 'disclosure']],
    )
  })

  test('of one affair, nothing else; the data is what the entry’s own address says', async () => {
    const { index } = await commit(node.url, await publish())
    const heard = await listen('/api/v1/events?after=-1&affair=disclosure', 2)
    assert.ok(heard.every(({ data }) => data.affair === 'disclosure'))
    const last = (await listen(`/api/v1/events?after=${index - 1}`, 1))[0]!.data
    const {
      raw: _raw,
      input: _input,
      erasedBy: _erasedBy,
      ...told
    } = (await (await fetch(`${node.url}/api/v1/entries/${index}`)).json()) as { [name: string]: unknown }
    assert.deepEqual(last, told)
  })

  test('a wrong place, affair or parameter is refused before the stream begins', async () => {
    assert.equal(
      await refusal(`${node.url}/api/v1/events`, { headers: { 'last-event-id': '1x' } }),
      'event-id-malformed',
    )
    assert.equal(await refusal(`${node.url}/api/v1/events?affair=nothing`), 'affair-not-found')
    assert.equal(await refusal(`${node.url}/api/v1/events?after=x`), 'request-malformed')
    assert.equal(await refusal(`${node.url}/api/v1/events?since=1`), 'request-malformed')
  })

  test('readers who take nothing hold up nobody, and a stopping node lets all of them go', async () => {
    const { hostname, port } = new URL(node.url)
    const sleepers = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined)
      socket.pause()
      socket.write(`GET /api/v1/events?after=-1 HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`)
      return socket
    })
    await Promise.all(Array.from({ length: 40 }, async () => commit(node.url, await publish())))
    const heard = await listen('/api/v1/events?after=-1', 40)
    assert.equal(heard.length, 40)
    const begin = performance.now()
    await node.restart()
    assert.ok(performance.now() - begin < 10_000)
    await waitFor('the sockets to be closed', async () => {
      for (const socket of sleepers) socket.resume()
      return sleepers.every((socket) => socket.closed || socket.readableEnded || socket.destroyed)
    })
    for (const socket of sleepers) socket.destroy()
  })
})
