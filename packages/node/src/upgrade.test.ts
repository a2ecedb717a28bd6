import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { installAffair } from '@gongshi/affair-kit/tool'
import { disclosure } from '@gongshi/affairs'
import { type Cbor, fromBase64, parseLeaf } from '@gongshi/protocol'
import { cometProgram, withoutComet } from '../../engine-cometbft/fixtures/program.ts'
import { act, commit, post, publication, publish, waitFor } from '../test/acts.ts'
import { problemOf } from '../test/ask.ts'
import {
  officers,
  organ,
  runSample,
  type Sample,
  type SampleOptions,
  sampleAffairs,
  startSample,
} from '../test/sampleNode.ts'

const second = await installAffair({ ...disclosure, version: 2 } as never)
const updated = [...(await sampleAffairs()), second]
const comet = await cometProgram()
const nodes: Sample[] = []
after(() => Promise.all(nodes.map((node) => node.end())))

/** The house votes for version 2 of `disclosure`, which decides from the block after its order on. */
async function upgrade(node: Sample): Promise<void> {
  const govern = async (action: string, input: Parameters<typeof act>[2]) => {
    const done = await commit(node.url, await act('governance', action, input, officers.registrar))
    assert.equal(done.outcome, 'ok')
    return parseLeaf(fromBase64((done as unknown as { leaf: string }).leaf))
  }
  const version = { affair: 'disclosure', version: 2n, hash: second.versionHash, from: 1n }
  const asked = { topic: 'version/disclosure', clause: 'ledger-charter/7', proposer: organ, reason: null, version }
  const leaf = await govern('proposeVersion', asked)
  assert.ok(leaf.kind === 'tx' && leaf.outcome[0] === 'ok')
  const proposal = (leaf.outcome[1][0] as readonly Cbor[])[1] as Uint8Array
  await govern('approve', { proposal, organ, reason: null })
}

type Versions = { affairs: { name: string; versions: { version: number; from: number }[] }[]; height: number }
const ledgerOf = async (url: string) => (await (await fetch(`${url}/api/v1/ledger`)).json()) as Versions

/** The height from which version 2 decides, once the order stands. */
function scheduled(url: string): Promise<number> {
  return waitFor('the order to be carried out', async () => {
    const { affairs } = await ledgerOf(url)
    return affairs.find(({ name }) => name === 'disclosure')!.versions.find(({ version }) => version === 2)?.from
  })
}

describe('a version for which the house has voted', () => {
  test('decides from its height on, on a node that runs, and the old one no more', async () => {
    const node = await startSample({ affairs: updated })
    nodes.push(node)
    assert.equal((await commit(node.url, await publish())).outcome, 'ok')
    await upgrade(node)
    const from = await scheduled(node.url)
    const input = publication()
    const done = await waitFor('version 2 to decide', async () => {
      const answer = await post(node.url, await act('disclosure', 'publish', input, officers.clerk, { version: 2 }))
      return answer.status === 200 && ((await answer.json()) as { outcome: string; height: number })
    })
    assert.equal(done.outcome, 'ok')
    assert.ok(done.height >= from)
    assert.equal((await problemOf(await post(node.url, await publish()))).code, 'affair-version-inactive')
    const view = `${node.url}/api/v1/affairs/disclosure/views/publication`
    await waitFor('the view', async () => ((await (await fetch(view)).json()) as { rows: unknown[] }).rows.length === 2)
    assert.equal((await fetch(`${node.opsUrl}/readyz`)).status, 200)
    await node.restart()
    const again = await act('disclosure', 'publish', publication(), officers.clerk, { version: 2 })
    assert.equal((await commit(node.url, again)).outcome, 'ok')
  })

  test('halts a node that lacks it: it says which, answers reads, starts no more, and goes on once it has it', () =>
    lacksIt({}))

  test('P10: so does a member of a consortium', { skip: comet === null && withoutComet }, () =>
    // Its first blocks are slow on a busy machine: the approval has to come before the vote is over.
    lacksIt({
      engine: 'cometbft',
      votingPeriod: 5000,
      config: { engine: { kind: 'cometbft', listen: '127.0.0.1:0' } },
    }),
  )
})

async function lacksIt(options: SampleOptions): Promise<void> {
  const node = await startSample(options)
  nodes.push(node)
  await upgrade(node)
  await scheduled(node.url)
  const refused = await waitFor('the node to halt', async () => {
    const answer = await post(node.url, await publish())
    return answer.status === 503 && answer
  })
  assert.equal((await problemOf(refused)).code, 'engine-halted')
  assert.equal((await fetch(`${node.opsUrl}/readyz`)).status, 503)
  const said = await waitFor('the log', async () => node.lines.find((line) => line.includes('version-missing')))
  assert.match(said, /disclosure/)
  const { height } = await ledgerOf(node.url)
  await node.stop()
  await assert.rejects(runSample(node.data, [], options.config), { code: 'version-missing' })
  const mended = await runSample(node.data, [], options.config, updated)
  try {
    const next = await act('disclosure', 'publish', publication(), officers.clerk, { version: 2 })
    const done = await commit(mended.url, next)
    assert.equal(done.outcome, 'ok')
    assert.ok(done.height > height)
  } finally {
    await mended.stop()
  }
}
