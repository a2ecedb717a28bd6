import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type Cbor,
  encodeCbor,
  encodeVkey,
  fromBase64,
  type Json,
  noteType,
  parseLeaf,
  trustFromJson,
  verifyEvidence,
} from '@gongshi/protocol'
import { act, commit, publication, publish, waitFor } from '../test/acts.ts'
import { problemOf } from '../test/ask.ts'
import { officers, organ, type Sample, startSample } from '../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

const delegate = officers.registrar
type Answer = { readonly outcome: string; readonly leaf: string; readonly index: number }

async function govern(action: string, input: Parameters<typeof act>[2]): Promise<Answer> {
  return (await commit(node.url, await act('governance', action, input, delegate))) as unknown as Answer
}

/** A proposal of the only member, with its own vote for it. Gives its id. */
async function carried(action: string, topic: string, change: Parameters<typeof act>[2]): Promise<Uint8Array> {
  const proposed = await govern(action, {
    topic,
    clause: 'ledger-charter/5',
    proposer: organ,
    reason: '试行',
    ...change,
  })
  assert.equal(proposed.outcome, 'ok')
  const leaf = parseLeaf(fromBase64(proposed.leaf))
  assert.ok(leaf.kind === 'tx' && leaf.outcome[0] === 'ok')
  const proposal = (leaf.outcome[1][0] as readonly Cbor[])[1] as Uint8Array
  assert.equal((await govern('approve', { proposal, organ, reason: null })).outcome, 'ok')
  return proposal
}

type Row = { readonly status: string; readonly fields: { readonly [field: string]: unknown } }

/** The one proposal on a topic, once it has that status. */
async function reached(topic: string, status: string): Promise<Row> {
  const url = `${node.url}/api/v1/affairs/governance/views/proposal?filter[topic]=${encodeURIComponent(topic)}`
  for (let tries = 0; tries < 100; tries++) {
    const { rows } = (await (await fetch(url)).json()) as { rows: readonly Row[] }
    if (rows[0]?.status === status) return rows[0]
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${topic} is not ${status}`)
}

/** Registers a clause with the wording that it has from a day on. */
async function register(code: string, from: string): Promise<void> {
  const wording = { decree: '2021/91', title: '删除', link: null, textHash: null, confirmed: false, from }
  const input = { code, law: code.split('/')[0]!, ...wording }
  const signers = [officers.registrar, officers.keeper]
  const record = await act('clauses', 'record', input, officers.registrar, { signers })
  assert.equal((await commit(node.url, record)).outcome, 'ok')
}

test('a parameter rests on a clause that the register has, and that is in force on its day', async () => {
  const propose = (clause: string) => {
    const parameter = { affair: 'erasure', name: 'waitingTime', value: '3000', from: Date.now() + 60_000 }
    const topic = 'parameter/erasure/waitingTime'
    return govern('proposeParameter', { topic, clause, proposer: organ, reason: null, parameter })
  }
  const detailOf = ({ leaf: bytes }: Answer) => {
    const leaf = parseLeaf(fromBase64(bytes))
    return leaf.kind === 'tx' && leaf.outcome[0] === 'refused' ? leaf.outcome[2] : null
  }
  assert.deepEqual(detailOf(await propose('ledger-charter/5')), ['clause-unregistered'])
  await register('later/1', '2999-01-01')
  assert.deepEqual(detailOf(await propose('later/1')), ['clause-not-in-force'])
  await register('ledger-charter/5', '2020-01-01')
})

test('a parameter for which the house has voted stands on the ledger before its day, with evidence', async () => {
  const from = Date.now() + 60_000
  const topic = 'parameter/erasure/waitingTime'
  await carried('proposeParameter', topic, {
    parameter: { affair: 'erasure', name: 'waitingTime', value: '2000', from },
  })
  const { fields } = await reached(topic, 'inForce')
  assert.equal(fields.kind, 'parameter')
  const list = await (await fetch(`${node.url}/en/governance`)).text()
  const address = /\/en\/governance\/[\w-]+/.exec(list)?.[0]
  const page = await (await fetch(`${node.url}${address}`)).text()
  assert.match(page, /1 for, 0 against, 0 abstained; 1 members may vote, 1 in favour decide/)
  assert.match(list, /to come/)
  const key = Buffer.from(encodeCbor(['erasure', 'waitingTime'])).toString('base64url')
  const evidence = await fetch(`${node.url}/api/v1/evidence/state/ledger/param/${key}`)
  assert.equal(evidence.status, 200)
})

test('a clause has its wording from the day on which two officers say so, and what rests on it is named', async () => {
  await register('personal-information/47', '2021-11-01')
  const page = async (day: string) => (await fetch(`${node.url}/en/clauses?day=${day}`)).text()
  for (let tries = 0; !(await page('2026-01-01')).includes('wording 1, from 2021-11-01') && tries < 100; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  assert.match(await page('2026-01-01'), /wording 1, from 2021-11-01.*to be confirmed/s)
  assert.match(await page('2021-10-31'), /not in force yet/)
  assert.match(await page('2026-01-01'), /article-carryOut/)
  assert.equal((await fetch(`${node.url}/en/clauses?day=yesterday`)).status, 400)
})

test('pages of proposals that are none answer 404', async () => {
  for (const path of ['/zh/governance/x', '/zh/governance/WCA', '/en/governance/gWFh', '/en/governance/..%2f'])
    assert.equal((await fetch(`${node.url}${path}`)).status, 404, path)
})

test('what can not be is refused when it is proposed, and the answer says why', async () => {
  const topic = 'parameter/erasure/nothing'
  const parameter = { affair: 'erasure', name: 'nothing', value: '1', from: Date.now() + 60_000 }
  const refused = await govern('proposeParameter', {
    topic,
    clause: 'ledger-charter/5',
    proposer: organ,
    reason: null,
    parameter,
  })
  assert.equal(refused.outcome, 'order-impossible')
})

test('a key that the house lists stands in the trust root, with the evidence of how it got there', async () => {
  const json = async (path: string) => (await fetch(`${node.url}${path}`)).json()
  const trust = async () => trustFromJson((await json('/api/v1/trust')) as Json)
  const before = await trust()
  const origin = 'mirror.example/sample/second'
  const publicKey = officers.clerk.key.cose.slice(-32)
  const vkey = encodeVkey({ name: origin, type: noteType.ed25519, publicKey })
  const publishers = async () => (await json('/api/v1/publishers')) as readonly Record<string, unknown>[]
  assert.deepEqual(
    (await publishers()).map(({ entry, evidence }) => [entry, evidence]),
    [[null, null]],
  )
  await carried('proposePublisher', `publisher/${origin}`, {
    publisher: { origin, vkey },
    effective: Date.now() + 3_000,
  })
  assert.equal((await trust()).logKeys.length, before.logKeys.length)
  await reached(`publisher/${origin}`, 'inForce')
  const after = await trust()
  assert.deepEqual(after.logKeys.map(encodeVkey), [...before.logKeys.map(encodeVkey), vkey])
  assert.deepEqual(((await json('/api/v1/ledger')) as { logKeys: string[] }).logKeys.at(-1), vkey)
  const listed = (await publishers()).at(-1)!
  assert.deepEqual([listed.origin, listed.vkey], [origin, vkey])
  for (const path of [listed.evidence, listed.standing] as readonly string[]) {
    const response = await waitFor(path, async () => {
      const answer = await fetch(`${node.url}${path}`)
      return answer.status === 200 && answer
    })
    const { status } = await verifyEvidence(new Uint8Array(await response.arrayBuffer()), after, Date.now())
    assert.equal(status, 'verified')
  }
})

test('an emergency pause stops an action for everybody, and only that', async () => {
  const topic = 'pause/disclosure/publish'
  const until = Date.now() + 70_000
  await carried('proposePause', topic, { pause: { affair: 'disclosure', action: 'publish' }, until })
  await reached(topic, 'inForce')
  const response = await fetch(`${node.url}/api/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cose', prefer: 'wait=30' },
    body: Buffer.from(await publish({}, publication())),
  })
  assert.equal((await problemOf(response)).code, 'action-suspended')
})

test('the history of the rules tells each change, what was before it and which vote decided it', async () => {
  const read = async (query = '') => (await fetch(`${node.url}/en/governance/history${query}`)).text()
  const now = Date.now()
  const set = async (value: string, from: number, topic = 'parameter/erasure/waitingTime') => {
    const parameter = { affair: 'erasure', name: 'waitingTime', value, from }
    const proposal = await carried('proposeParameter', topic, { parameter })
    const path = `/en/governance/${Buffer.from(encodeCbor(proposal)).toString('base64url')}`
    for (let tries = 0; !(await read()).includes(path) && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    return path
  }
  const first = await set('7200000', now + 3_600_000)
  const second = await set('10800000', now + 7_200_000)
  const page = await read()
  const rows = page.split('<tr').filter((row) => row.includes('/en/governance/W'))
  const [newest, older] = [second, first].map((path) => rows.findIndex((row) => row.includes(path)))
  assert.ok(newest! >= 0 && newest! < older!, 'the newest first')
  assert.match(rows[newest!]!, /3 hours.*before: .*2 hours/s)
  assert.match(rows[newest!]!, /1 of 1 \(1 needed\)/)
  assert.match(page, /Versions of the affairs at the genesis/)
  const others = await read('?kind=suite')
  assert.ok(!others.includes(first) && others.includes('There is no such change yet'))
  assert.ok((await read('?kind=parameter')).includes(first))
  assert.equal((await read('?kind=')).includes(first), true)
  for (const query of ['?kind=everything', '?cursor=AAAA'])
    assert.equal((await fetch(`${node.url}/en/governance/history${query}`)).status, 400, query)
})
