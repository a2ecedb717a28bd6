import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { toHex, utf8 } from '@gongshi/protocol'
import { pino } from 'pino'
import { commit, post, publish, put, type Upload, upload, waitFor } from '../../test/acts.ts'
import { problemOf } from '../../test/ask.ts'
import { foundSample, freshFolder, officers, powers, sampleAffairs } from '../../test/sampleNode.ts'
import { diagnose, parseConfig, type Running, runNode } from '../index.ts'
import { graceMs, longestActMs } from './sweeper.ts'

let folder: string
let data: string
let node: Running
let lines: string[] = []
before(async () => {
  folder = freshFolder()
  data = join(folder, 'data')
  await foundSample(data)
  node = await run(0)
})
after(async () => {
  await node.stop()
  rmSync(folder, { recursive: true, force: true })
})

const config = () => parseConfig({ data, http: { port: 0 }, ops: { port: 0 } })

/** A node whose clock is ahead. */
async function run(aheadMs: number): Promise<Running> {
  lines = []
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      lines.push(piece.toString())
      done()
    },
  })
  const now = () => Date.now() + aheadMs
  return runNode(config(), await sampleAffairs(), { ...powers, now, logger: pino({ level: 'info' }, sink) })
}

async function restart(aheadMs: number): Promise<void> {
  await node.stop()
  node = await run(aheadMs)
}

const contentOf = (text: string) => upload([{ path: '/1', bytes: utf8(text) }])
const stateOf = async ({ commitment }: Upload): Promise<string> =>
  ((await (await fetch(`${node.url}/api/v1/contents/${toHex(commitment)}`)).json()) as { state: string }).state
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${node.opsUrl}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
}
const doctorSays = async () => (await diagnose(config())).find(({ code }) => code.startsWith('contents'))

function isOnDisk(text: string): boolean {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text))
}

describe('a node sweeps away what was uploaded and never published', () => {
  test('after its time, with every byte; what was published stays; the doctor and the metrics count', async () => {
    const [orphan, published] = [await contentOf('canary of an orphan'), await contentOf('canary of a notice')]
    for (const each of [orphan, published]) assert.equal((await put(node.url, each)).status, 201)
    const { outcome } = await commit(node.url, await publish({}, { content: published.commitment }))
    assert.equal(outcome, 'ok')
    assert.match((await doctorSays())!.what.en, /^no content waits/)

    await restart(0)
    await waitFor('the first sweep', async () => (await metric('gongshi_contents_unnamed')) === 1)
    assert.match((await doctorSays())!.what.en, /^1 contents/)
    await restart(graceMs - 60_000)
    await waitFor('the second sweep', async () => (await metric('gongshi_contents_unnamed')) === 1)
    assert.equal(await stateOf(orphan), 'present')

    await restart(graceMs + 60_000)
    await waitFor('the content to go', async () => (await metric('gongshi_contents_discarded_total')) === 1)
    assert.deepEqual([await stateOf(orphan), await stateOf(published)], ['absent', 'present'])
    assert.deepEqual([isOnDisk('canary of an orphan'), isOnDisk('canary of a notice')], [false, true])
    const line = lines.map((each) => JSON.parse(each) as Record<string, unknown>).find(({ code }) => code !== undefined)
    assert.deepEqual([line?.code, line?.discarded, line?.waiting], ['contents-discarded', 1, 0])
    assert.ok(!lines.join('').includes(toHex(orphan.commitment)), 'counts, no commitments')
    assert.match((await doctorSays())!.what.en, /^no content waits/)
  })

  test('put again it is there again, and may be published', async () => {
    await restart(0)
    const again = await contentOf('canary that came back')
    assert.equal((await put(node.url, again)).status, 201)
    await restart(0)
    await waitFor('a sweep', async () => (await metric('gongshi_contents_unnamed')) === 1)
    await restart(graceMs + 60_000)
    await waitFor('the content to go', async () => (await metric('gongshi_contents_discarded_total')) === 1)
    assert.equal(await stateOf(again), 'absent')
    await restart(0)
    assert.equal((await put(node.url, again)).status, 201)
    assert.equal(await stateOf(again), 'present')
  })

  test('the time is at least that of the act which may be on its way: the ledger takes none that ends later', async () => {
    const joint = await publish({
      notAfter: Date.now() + longestActMs + 60_000,
      signers: [officers.clerk, officers.notary],
    })
    assert.equal((await problemOf(await post(node.url, joint))).code, 'not-after-too-far')
  })
})
