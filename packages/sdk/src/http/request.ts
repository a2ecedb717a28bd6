import type { Client } from '../client.ts'
import { ClientError, type Problem } from '../errors.ts'
import { type Json, member, parseJson, readInteger, readText } from './json.ts'

export type Asked = {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | Blob | ReadableStream<Uint8Array>
  readonly signal?: AbortSignal
}

type Asking = Pick<Client, 'url' | 'fetch' | 'language'>

/** Evidence and JSON stay far below; an answer beyond it is no answer of a node of ours. */
const maxAnswerBytes = 64 * 1024 * 1024

export async function askJson(client: Asking, path: string, asked: Asked = {}): Promise<Json> {
  const { bytes } = await ask(client, path, { accept: 'application/json', ...asked })
  return parseJson(new TextDecoder().decode(bytes))
}

export async function askBytes(client: Asking, path: string, asked: Asked): Promise<Uint8Array> {
  return (await ask(client, path, asked)).bytes
}

/** The body of an answer as it comes, for answers without an end. */
export async function openStream(client: Asking, path: string, asked: Asked): Promise<ReadableStream<Uint8Array>> {
  const { body } = await openAnswer(client, path, asked)
  return body ?? new Blob([]).stream()
}

/** An answer that is good, its body unread. */
export async function openAnswer(client: Asking, path: string, asked: Asked): Promise<Response> {
  const response = await send(client, path, asked)
  if (response.ok) return response
  throw new ClientError({ code: 'client-node-refused', problem: problemOf(response, await readAll(response)) })
}

/**
 * Sends one request. @throws {ClientError} client-node-unreachable, client-node-refused with the node's problem,
 * client-answer-malformed, client-cancelled
 */
async function ask(client: Asking, path: string, asked: Asked): Promise<{ status: number; bytes: Uint8Array }> {
  const response = await send(client, path, asked)
  const bytes = await reaching(asked, () => readAll(response))
  if (response.ok) return { status: response.status, bytes }
  throw new ClientError({ code: 'client-node-refused', problem: problemOf(response, bytes) })
}

function send(client: Asking, path: string, asked: Asked): Promise<Response> {
  const { method = 'GET', accept = '*/*', headers = {}, body, signal } = asked
  // Called bare: a browser's own fetch refuses to be a method of something else.
  const { fetch } = client
  return reaching(asked, () =>
    fetch(`${client.url}${path}`, {
      method,
      headers: { accept, 'accept-language': client.language, ...headers },
      ...(body === undefined
        ? {}
        : { body: body as BodyInit, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) }),
      ...(signal === undefined ? {} : { signal }),
      redirect: 'error',
    }),
  )
}

async function reaching<Result>({ signal }: Asked, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ClientError) throw error
    throw new ClientError({ code: signal?.aborted ? 'client-cancelled' : 'client-node-unreachable' }, { cause: error })
  }
}

async function readAll(response: Response): Promise<Uint8Array> {
  if (Number(response.headers.get('content-length') ?? 0) > maxAnswerBytes)
    throw new ClientError({ code: 'client-answer-malformed', at: 'content-length' })
  return new Uint8Array(await response.arrayBuffer())
}

/** A node answers problems as RFC 9457; whatever else answers an error (a proxy) keeps its status and no words. */
function problemOf({ status, headers }: Response, bytes: Uint8Array): Problem {
  const nodeTime = Date.parse(headers.get('date') ?? '')
  const retry = headers.get('retry-after') ?? ''
  const time = {
    ...(Number.isNaN(nodeTime) ? {} : { nodeTime }),
    ...(/^\d{1,6}$/.test(retry) ? { retryAfterMs: Number(retry) * 1000 } : {}),
  }
  try {
    return { ...problemFrom(status, parseJson(new TextDecoder().decode(bytes))), ...time }
  } catch {
    return { status, code: 'http-status', title: `HTTP ${status}`, next: '', ...time }
  }
}

function problemFrom(status: number, json: Json): Problem {
  const code = readText(member(json, 'code'), 'code')
  return {
    status: typeof member(json, 'status') === 'number' ? readInteger(member(json, 'status'), 'status') : status,
    code: /^[a-z][a-z0-9-]{0,63}$/.test(code) ? code : 'http-status',
    title: readText(member(json, 'title'), 'title'),
    next: readText(member(json, 'next'), 'next'),
  }
}
