import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from './services.ts'

/** A hook before a handler. */
export type Conditional = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void

/** Names the answer to a request, weakly (RFC 9110 §8.8.3): compressed or not, it is the same. */
export type TagOf = (request: FastifyRequest) => string

/** Kept by the reader's own browser and asked about each time: a shared cache must not hold what may be erased. */
const revalidate = 'private, no-cache'

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
    return headers.accept?.includes('text/csv') ? tags.csv : tags.any
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
 * Makes an answer anew, and its JSON by the schema of its route, only when the tag that `conditional` gave it has changed:
 * for what everybody asks for and what follows from nothing in the request.
 */
export function keptByTag(
  make: () => unknown,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  let kept: { readonly tag: unknown; readonly json: Buffer } | null = null
  return async (_request, reply) => {
    const tag = reply.getHeader('etag')
    if (kept === null || kept.tag !== tag) kept = { tag, json: Buffer.from(reply.serialize(make()) as string) }
    return reply.type('application/json; charset=utf-8').send(kept.json)
  }
}
