import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { decodeCbor, utf8 } from '@gongshi/protocol'
import { act, type Committed, commit, publish, put, upload, waitFor } from '../../packages/node/test/acts.ts'
import { freePort } from '../../packages/node/test/freePort.ts'
import { officers, organ } from '../../packages/node/test/sampleNode.ts'
import { foundPlace, type NodeProcess, type Place, startNode } from '../node/command.ts'
import { type Site, straced, tracerOf, untrace } from './syscallSites.ts'

/** A ledger at rest, of which each trial damages a copy: some entries, and two erasures that wait for their approval. */
export type Prepared = {
  readonly place: Place
  readonly committed: readonly Committed[]
  readonly erasures: readonly Uint8Array[]
}

export type Finding = { readonly did: string; readonly afterwards: string; readonly injected: number }

const askMs = 8_000
const stopMs = 20_000

export async function prepare(): Promise<Prepared> {
  const place = await foundPlace()
  const node = await startNode(place)
  const held = await content('held', 300)
  await put(node.url, held)
  const committed = [await commit(node.url, await publish({}, { content: held.commitment }))]
  for (let count = 0; count < 4; count++) committed.push(await commit(node.url, await publish()))
  const erasures = [
    await proposeErasure(node.url, { content: held.commitment, entry: null }),
    await proposeErasure(node.url, { content: null, entry: BigInt(committed[2]!.index) }),
  ]
  assert.equal((await node.end()).code, 0)
  return { place, committed, erasures }
}

function content(name: string, bytes: number) {
  const members = [{ path: name, bytes: utf8(name.padEnd(bytes, '.')) }]
  return upload(members, { notAfter: Date.now() + 50 * 60_000 })
}

async function proposeErasure(
  url: string,
  what: { readonly content: Uint8Array | null; readonly entry: bigint | null },
): Promise<Uint8Array> {
  const proposal = { organ, ...what, clause: 'personal-information/47', ground: 'request' }
  const { index } = await commit(url, await act('erasure', 'propose', proposal, officers.keeper))
  const key = await waitFor('the proposal', async () => {
    const answer = await fetch(`${url}/api/v1/affairs/erasure/views/erasure`)
    const { rows } = (await answer.json()) as { readonly rows: readonly { entry: number; key: string }[] }
    return rows.find(({ entry }) => entry === index)?.key
  })
  return new Uint8Array(Buffer.from(key, 'base64url'))
}

/** A copy of the prepared ledger, as a place of its own; removed when the work is done. */
export async function inCopy<Result>(prepared: Prepared, work: (copied: Place) => Promise<Result>): Promise<Result> {
  const folder = `${prepared.place.folder}-${Math.random().toString(36).slice(2)}`
  mkdirSync(folder)
  const data = join(folder, 'data')
  cpSync(prepared.place.data, data, { recursive: true })
  try {
    return await work({ folder, data, at: (name) => join(folder, name), remove: () => undefined })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What was asked of a running node, and what it said. */
type Worked = { readonly acknowledged: readonly Committed[]; readonly refused: readonly string[] }

/** Acts, uploads of a small and a large content, and the approval of two erasures, which the node then carries out. */
export async function work(url: string, erasures: readonly Uint8Array[]): Promise<Worked> {
  const acknowledged: Committed[] = []
  const refused: string[] = []
  const ask = async (send: () => Promise<Response>) => {
    try {
      const response = await send()
      const body = (await response.json()) as Committed & { readonly code?: string }
      if (body.code !== undefined) refused.push(body.code)
      else if (response.status === 200) acknowledged.push(body)
    } catch {
      refused.push('no answer')
    }
  }
  const submit = async (transaction: Uint8Array) =>
    ask(() =>
      fetch(`${url}/api/v1/transactions`, {
        method: 'POST',
        headers: { 'content-type': 'application/cose', prefer: 'wait=6' },
        body: Buffer.from(transaction),
        signal: AbortSignal.timeout(askMs),
      }),
    )
  for (const [name, bytes] of [
    ['small', 300],
    ['large', 200_000],
  ] as const) {
    const uploaded = await content(name, bytes)
    await ask(() => put(url, uploaded))
  }
  for (let count = 0; count < 2; count++) await submit(await publish())
  for (const key of erasures) {
    const erasure = decodeCbor(key, { maxBytes: 64, maxDepth: 2 })
    await submit(await act('erasure', 'approve', { erasure } as never, officers.keeper2))
  }
  await wait(2500) // the waiting time of an erasure, and the carrying out
  await submit(await publish())
  return { acknowledged, refused }
}

/** Injects an error into every call of a site while a phase lasts; says what the node did, and what a sound start found. */
export async function injectAt(prepared: Prepared, site: Site, error: string): Promise<Finding> {
  return inCopy(prepared, async (place) => {
    const trace = place.at('injected')
    const options = [
      ...site.paths.flatMap((path) => ['-P', join(place.data, path)]),
      ...['-e', `trace=${site.call}`, '-e', `inject=${site.call}:error=${error}`],
    ]
    const opsPort = await freePort()
    const under = site.phase === 'starting' ? straced(trace, options) : []
    const started = await startNode(place, ['--ops-port', String(opsPort)], under).catch((refusal: Error) => refusal)
    const { did, acknowledged } =
      started instanceof Error
        ? { did: `refused to start, ${codeIn(started.message)}`, acknowledged: [] }
        : await meet(started, { prepared, site, trace, options, opsPort })
    const injected = readFileSync(trace, 'utf8').split('(INJECTED)').length - 1
    return { did, injected, afterwards: await startsWhole(place, [...prepared.committed, ...acknowledged]) }
  })
}

async function meet(
  node: NodeProcess,
  how: {
    readonly prepared: Prepared
    readonly site: Site
    readonly trace: string
    readonly options: readonly string[]
    readonly opsPort: number
  },
): Promise<{ readonly did: string; readonly acknowledged: readonly Committed[] }> {
  const { prepared, site, trace, options, opsPort } = how
  if (site.phase === 'running') await attach(node.pid, trace, options)
  const { acknowledged, refused } = await work(node.url, prepared.erasures)
  const said = [await readiness(opsPort), ...(await reads(node.url))]
  if (refused.length > 0) said.push(`refused: ${[...new Set(refused)].map((code) => `\`${code}\``).join(', ')}`)
  if (site.phase === 'stopping') await attach(node.pid, trace, options)
  else await untrace(node.pid)
  said.push(...(await stop(node)))
  return { did: said.join('; '), acknowledged }
}

async function attach(pid: number, trace: string, options: readonly string[]): Promise<void> {
  spawn('strace', ['-f', '-qq', '-ttt', '-y', '-o', trace, ...options, '-p', String(pid)], { stdio: 'ignore' })
  while (tracerOf(pid) === null) await wait(20)
  await wait(100) // until all its threads are
}

async function readiness(opsPort: number): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${opsPort}/readyz`, { signal: AbortSignal.timeout(askMs) })
    const { ready, code } = (await answer.json()) as { readonly ready: boolean; readonly code?: string }
    return ready ? 'went on' : `stopped writing, \`${code}\``
  } catch {
    return 'ended'
  }
}

async function reads(url: string): Promise<string[]> {
  try {
    const answer = await fetch(`${url}/api/v1/entries/0`, { signal: AbortSignal.timeout(askMs) })
    return answer.status === 200 ? [] : [`reads answered ${answer.status}`]
  } catch {
    return ['no reads']
  }
}

async function stop(node: NodeProcess): Promise<string[]> {
  const ended = await Promise.race([node.end(), wait(stopMs)])
  if (ended === undefined) {
    await node.kill()
    return ['did not stop']
  }
  return ended.code === 0 ? [] : [`ended with ${ended.code}`]
}

/** Starts without faults, holds everything acknowledged, and takes another act. */
async function startsWhole(place: Place, acknowledged: readonly Committed[]): Promise<string> {
  const node = await startNode(place)
  try {
    for (const { txId, index } of acknowledged) {
      const found = (await (await fetch(`${node.url}/api/v1/transactions/${txId}`)).json()) as Committed
      assert.deepEqual([found.status, found.index], ['committed', index], `${txId} is lost`)
    }
    assert.equal((await commit(node.url, await publish())).outcome, 'ok')
  } finally {
    await node.end()
  }
  return `all ${acknowledged.length} acknowledged found, writes again`
}

const codeIn = (message: string): string => {
  const code = /\[([a-z-]+)\]/.exec(message)?.[1]
  if (message.startsWith('ended with null')) return 'the process died in LMDB’s code' // nothing else here ends by a signal
  return code === undefined ? message.slice(0, 80) : `\`${code}\``
}
