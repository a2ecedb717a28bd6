import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sendRaw } from '../../../test/ask.ts'
import { type Sample, startSample } from '../../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

describe('/rpc/websocket', () => {
  test('answers calls as /rpc does', async () => {
    const socket = new WebSocket(`${node.url.replace('http', 'ws')}/rpc/websocket`)
    const heard = (): Promise<string> =>
      new Promise((resolve) =>
        socket.addEventListener('message', (event) => resolve(String(event.data)), { once: true }),
      )
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
    for (const [call, answer] of [
      ['{"jsonrpc":"2.0","id":1,"method":"commit","params":{"height":"1"}}', /"signed_header"/],
      ['{"jsonrpc":"2.0","id":2,"method":"subscribe","params":{"query":"x"}}', /-32601/],
      ['not JSON', /-32700/],
      ['[]', /-32600/],
    ] as const) {
      const next = heard()
      socket.send(call)
      assert.match(await next, answer)
    }
    socket.close()
    await new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }))
  })

  test('any other offer to change the protocol is passed over: the request is answered', async () => {
    const offer = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAAAAIAAAAB'
    const answer = await sendRaw(node.url, `GET /api/v1/ledger HTTP/1.1\r\nhost: x\r\n${offer}\r\n\r\n`)
    assert.equal(answer?.status, 200)
  })

  test('refuses other addresses, and frames that are none', async () => {
    const handshake = (path: string) =>
      `GET ${path} HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n\r\n`
    assert.equal((await sendRaw(node.url, handshake('/zh/')))?.status, 200, 'answered as if nothing was offered')
    assert.equal((await sendRaw(node.url, handshake('/api/websocket')))?.status, 404)
    const { hostname, port } = new URL(node.url)
    for (const bytes of [
      Buffer.of(0x81, 1, 65),
      Buffer.of(0x01, 0x80, 0, 0, 0, 0),
      Buffer.of(0x81, 0xff),
      randomBytes(300).fill(0xff, 0, 1),
    ]) {
      const socket = connect({ host: hostname, port: Number(port) })
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.on('error', () => undefined).resume()
      socket.write(Buffer.concat([Buffer.from(handshake('/rpc/websocket')), bytes]))
      await closed
    }
    assert.equal((await fetch(`${node.url}/rpc/status`)).status, 200)
  })
})
