/**
 * The thread behind `CourtPacks`: gathers a case by the node's public interface, as a stranger would, and writes it down. PERF: two seconds
 * of work and 100 MB for fonts, which nobody else may feel.
 */
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { gatherCase, makeCourtPack, makeDocument } from '@gongshi/court-pack'
import { GongshiError, parseTrust } from '@gongshi/protocol'
import { NodeError, type NodeFailure } from '../errors.ts'
import { Calls, type Given } from '../projections/calls.ts'
import type { Asked, PackOrder, Told } from './courtPacks.ts'

if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)

const calls: Calls = new Calls(parentPort!, { make })

async function make({ wanted, form, trust, now, address }: PackOrder): Promise<Given> {
  const root = parseTrust(trust)
  const client = { url: 'http://node', language: 'en', trust: root, now: () => now, fetch: fetchAs(address) } as const
  try {
    const files = await gatherCase(client, wanted)
    if (form !== 'zip') return given(await makeDocument(files, root, form))
    const verifier = await client.fetch(`${client.url}/verify`, { headers: { accept: 'text/html' } })
    return given((await makeCourtPack(files, root, new Uint8Array(await verifier.arrayBuffer()))).zip)
  } catch (error) {
    const code = refusedWith(error)
    // Why the node itself could not say more, in its own words.
    throw code === undefined ? error : new NodeError({ code } as NodeFailure, { cause: error })
  }
}

function refusedWith(error: unknown): string | undefined {
  const failure = error instanceof GongshiError ? (error.failure as { code: string; problem?: { code: string } }) : null
  return failure?.code === 'client-node-refused' ? failure.problem?.code : undefined
}

/** What is asked counts as asked by whoever wants the pack. */
function fetchAs(address: string): typeof fetch {
  return async (input, init = {}) => {
    const { pathname, search } = new URL(String(input))
    const { method = 'GET', body } = init
    const headers = Object.fromEntries(new Headers(init.headers))
    const bytes = body === undefined || body === null ? null : new Uint8Array(await new Response(body).arrayBuffer())
    const asked: Asked = { method, path: pathname + search, headers, body: bytes, address }
    const told = await calls.call<Told>('ask', asked)
    return new Response(told.bytes, { status: told.status, headers: told.headers })
  }
}

function given(bytes: Uint8Array): Given {
  return { bytes: new Uint8Array(bytes) }
}
