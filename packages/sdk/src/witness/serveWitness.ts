import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Witness, WitnessAnswer } from './witness.ts'

/** A note is at most 65,536 characters, of up to three bytes; a proof 63 lines. */
const mostRequestBytes = 3 * 65_536 + 4096
const longestRequestMs = 15_000

/** `POST /add-checkpoint` of c2sp.org/tlog-witness, and nothing else. @param onFault told what no request is to blame for */
export function createWitnessServer(
  witness: Pick<Witness, 'addCheckpoint'>,
  onFault: (error: unknown) => void,
): Server {
  const server = createServer((request, response) => {
    answer(witness, request)
      .catch((error: unknown): WitnessAnswer => {
        onFault(error)
        return { status: 500, type: 'text/plain; charset=utf-8', body: 'the witness failed\n' }
      })
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body))
  })
  server.requestTimeout = longestRequestMs
  return server
}

async function answer(witness: Pick<Witness, 'addCheckpoint'>, request: IncomingMessage): Promise<WitnessAnswer> {
  const type = 'text/plain; charset=utf-8'
  if (request.url !== '/add-checkpoint') return { status: 404, type, body: 'there is only /add-checkpoint\n' }
  if (request.method !== 'POST') return { status: 405, type, body: 'POST it\n' }
  const text = await readText(request)
  return text === null ? { status: 413, type, body: 'too long\n' } : witness.addCheckpoint(text)
}

/** Null where it is too long to be one. What is no UTF-8 is no note either. */
async function readText(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > mostRequestBytes) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
