import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { lookOf } from './look.ts'
import type { Services } from './services.ts'

/** A hook before a handler. */
export type Conditional = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void

/** Names the answer to a request, weakly (RFC 9110 §8.8.3): compressed or not, it is the same. */
export type TagOf = (request: { readonly headers: IncomingHttpHeaders }) => string

/** Kept by the reader's own browser and asked about each time: a shared cache must not hold what may be erased. */
export const revalidate = 'private, no-cache'

type Needs = Pick<Services, 'engine' | 'ledger' | 'views' | 'publisher' | 'contents' | 'replication' | 'now'>

/**
 * Names everything that a page or an answer can follow from: the heights, how far the views are, the checkpoint, the
 * contents held, the receipts of erasures, this start of the program (its version, its settings, the organs' names), and the form that was asked
 * for. Two answers under one name, at one address, are the same.
 */
export function stateTag({ engine, ledger, views, publisher, contents, replication, now }: Needs): TagOf {
  const started = now().toString(36)
  let known: readonly number[] = []
  let tags = { any: '', csv: '' }
  return ({ headers }) => {
    const { generation, entries, documents } = views.progress()
    const parts = [
      engine.latestHeight(),
      ledger.info().height,
      generation,
      entries,
      documents,
      publisher.published?.size ?? 0,
      contents.revision,
      replication.erasureReceipts.count,
    ]
    // PERF: most requests come between two blocks.
    if (parts.some((part, at) => part !== known[at])) {
      known = parts
      const name = `${started}.${parts.join('.')}`
      tags = { any: `W/"${name}"`, csv: `W/"${name}.csv"` }
    }
    const tag = headers.accept?.includes('text/csv') ? tags.csv : tags.any
    return lookOf(headers) === 'elder' ? tag.replace(/"$/, '.elder"') : tag
  }
}

/**
 * Answers 304 in place of the handler when the client holds the answer already (RFC 9110 §13.1.2). The tag is taken
 * before the answer is made, so that an answer never is older than its tag.
 */
export function conditional(tagOf: TagOf, cacheControl: string = revalidate): Conditional {
  const hook: Conditional = (request, reply, done) => {
    const tag = tagOf(request)
    reply.header('etag', tag).header('cache-control', cacheControl)
    const held = request.headers['if-none-match']
    // A browser takes a 304's fields over into what it keeps (RFC 9111 §3.2): a page would come back with the policy of data.
    if (held !== undefined && holds(held, tag)) reply.removeHeader('content-security-policy').code(304).send()
    else done()
  }
  conditionals.add(hook)
  return hook
}

const conditionals = new WeakSet<object>()

/** Whether a hook is one of these: the API's document tells of their 304. */
export function isConditional(hook: object): boolean {
  return conditionals.has(hook)
}

/** Weak comparison. `*` asks whether there is anything, which only the handler knows. */
function holds(header: string, tag: string): boolean {
  const opaque = tag.replace(/^W\//, '')
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === opaque)
}

/**
 * Makes an answer anew, as JSON, only when its tag has changed: for what everybody asks for and what follows from nothing in the
 * request. The tag is taken before the answer is made.
 */
export class KeptByTag {
  readonly #make: () => unknown
  #kept: { readonly tag: string; readonly json: Buffer } | null = null

  constructor(make: () => unknown) {
    this.#make = make
  }

  find(tag: string): Buffer {
    if (this.#kept?.tag !== tag) this.#kept = { tag, json: Buffer.from(JSON.stringify(this.#make())) }
    return this.#kept.json
  }

  /** For the route, behind `conditional`. */
  readonly handler = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    reply.type(jsonType).send(this.find(reply.getHeader('etag') as string))
}

export const jsonType = 'application/json; charset=utf-8'
