import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Json } from '@gongshi/protocol'
import type { Server } from '../createServer.ts'

/** A call is small; nobody needs more room here. Bytes. */
const maxFrameBytes = 64 * 1024
const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const
/** RFC 6455 §1.3. */
const handshakeSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Answers a call; undefined is a text that was no JSON. */
type Answer = (call: Json | undefined) => Promise<Json>

/**
 * JSON-RPC over a WebSocket (RFC 6455): CometBFT's clients open one before they ask anything, as `cometbft light` does.
 * Calls in one text frame each; events are not offered, so a subscription is answered as an unknown method.
 */
export function serveWebSocket(server: Server, path: string, answer: Answer): void {
  const sockets = new Set<Duplex>()
  server.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const key = request.headers['sec-websocket-key']
    if (request.url?.split('?', 1)[0] !== path || !isHandshake(request) || typeof key !== 'string') {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    const accept = createHash('sha1')
      .update(key + handshakeSuffix)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    )
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.unshift(head)
    listen(socket, answer).catch(() => socket.destroy())
  })
  server.addHook('preClose', async () => {
    for (const socket of sockets) socket.destroy()
  })
}

function isHandshake({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-version'] === '13'
}

/** One call after the other, and none is read before the answer to the last was taken. */
async function listen(socket: Duplex, answer: Answer): Promise<void> {
  let received: Buffer = Buffer.alloc(0)
  for await (const piece of socket) {
    received = Buffer.concat([received, piece])
    for (let frame = takeFrame(received); frame !== null; frame = takeFrame(received)) {
      if (frame === 'refused') return
      received = frame.rest
      await respond(socket, frame, answer)
      if (socket.writableNeedDrain) await once(socket, 'drain')
    }
  }
}

type Frame = { readonly kind: number; readonly payload: Buffer; readonly rest: Buffer }

/** One whole, final, masked frame (RFC 6455 §5.2); null while it is on its way; anything else is refused. */
function takeFrame(bytes: Buffer): Frame | 'refused' | null {
  if (bytes.length < 2) return null
  const [first, second] = [bytes[0]!, bytes[1]!]
  if ((first & 0xf0) !== 0x80 || (second & 0x80) === 0 || (second & 0x7f) === 127) return 'refused'
  const extended = (second & 0x7f) === 126
  const from = extended ? 8 : 6
  if (bytes.length < from) return null
  const length = extended ? bytes.readUInt16BE(2) : second & 0x7f
  if (length > maxFrameBytes) return 'refused'
  if (bytes.length < from + length) return null
  const mask = bytes.subarray(from - 4, from)
  const payload = Buffer.from(bytes.subarray(from, from + length))
  for (let at = 0; at < length; at++) payload[at]! ^= mask[at & 3]!
  return { kind: first & 0x0f, payload, rest: bytes.subarray(from + length) }
}

async function respond(socket: Duplex, { kind, payload }: Frame, answer: Answer): Promise<void> {
  if (kind === opcode.ping) socket.write(encodeFrame(opcode.pong, payload))
  else if (kind === opcode.close) socket.end(encodeFrame(opcode.close, payload))
  else if (kind === opcode.text)
    socket.write(encodeFrame(opcode.text, Buffer.from(JSON.stringify(await answer(parse(payload))))))
  else if (kind !== opcode.pong) socket.destroy()
}

/** Undefined for what is no JSON. */
function parse(payload: Buffer): Json | undefined {
  try {
    return JSON.parse(payload.toString()) as Json
  } catch {
    return undefined
  }
}

function encodeFrame(kind: number, payload: Buffer): Buffer {
  const { length } = payload
  if (length < 126) return Buffer.concat([Buffer.of(0x80 | kind, length), payload])
  const head = Buffer.alloc(length < 0x1_0000 ? 4 : 10)
  head[0] = 0x80 | kind
  head[1] = length < 0x1_0000 ? 126 : 127
  if (length < 0x1_0000) head.writeUInt16BE(length, 2)
  else head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}
