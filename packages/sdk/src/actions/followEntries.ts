import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { readEvents } from '../http/eventSource.ts'
import { type Json, malformed, member, parseJson, readInteger } from '../http/json.ts'
import { openStream } from '../http/request.ts'
import { getEntryEvidence, type VerifiedEvidence } from './getEvidence.ts'
import { getLedger } from './getLedger.ts'

/** An entry as the node tells of it: what its leaf says. `evidence` is there when it was asked for, and verified. */
export type FollowedEntry = { readonly index: number; readonly json: Json; readonly evidence?: VerifiedEvidence }

export type FollowOptions = {
  /** Only of these affairs. */
  readonly affairs?: readonly string[]
  /** Begins after this entry; -1: with the first. Otherwise with the next that is committed. */
  readonly after?: number
  /** Evidence of each entry is fetched and verified before the entry is given. */
  readonly verify?: boolean
  readonly signal?: AbortSignal
}

const pausesMs = [200, 1_000, 5_000, 15_000]

/**
 * Committed entries as they come, each once and in order, for as long as the caller takes them; a connection that breaks
 * is opened again where it was.
 * @throws {ClientError} client-node-refused when the node does not offer what was asked, client-cancelled,
 * client-answer-malformed; with `verify` also what getEntryEvidence throws
 */
export async function* followEntries(client: Client, options: FollowOptions = {}): AsyncGenerator<FollowedEntry> {
  let last = options.after ?? (await getLedger(client)).logSize - 1
  let failures = 0
  for (;;) {
    try {
      for await (const { id, data } of readEvents(await open(client, options, last))) {
        failures = 0
        if (data !== null) yield await entryOf(client, parseJson(data), options)
        if (id !== null) last = Number(id)
      }
    } catch (error) {
      if (options.signal?.aborted) throw new ClientError({ code: 'client-cancelled' })
      if (!isBroken(error)) throw error
    }
    await client.sleep(pausesMs[Math.min(failures++, pausesMs.length - 1)]!)
  }
}

function open(client: Client, { affairs, signal }: FollowOptions, last: number) {
  const query = new URLSearchParams({ after: String(last) })
  if (affairs !== undefined) query.set('affair', affairs.join(','))
  return openStream(client, `/api/v1/events?${query}`, {
    accept: 'text/event-stream',
    ...(signal === undefined ? {} : { signal }),
  })
}

async function entryOf(client: Client, json: Json, { verify }: FollowOptions): Promise<FollowedEntry> {
  const index = readInteger(member(json, 'index'), 'index')
  return verify ? { index, json, evidence: await getEntryEvidence(client, index) } : { index, json }
}

/** A connection that could not be opened, or broke: worth another try. */
function isBroken(error: unknown): boolean {
  if (error instanceof RangeError) throw malformed('event', error)
  if (!(error instanceof ClientError)) return error instanceof TypeError || error instanceof DOMException
  const { failure } = error
  if (failure.code === 'client-node-refused') return failure.problem.status >= 429
  return failure.code === 'client-node-unreachable'
}
