import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { decodeCbor, encodeCbor } from '@gongshi/protocol'
import { commit, publish } from '../../test/acts.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'
import { diffState, type NamedDifference } from './diffState.ts'
import { makeSnapshot } from './makeSnapshot.ts'

let node: Sample
let snapshot: string
const beside = (name: string): string => join(node.data, '..', name)

before(async () => {
  node = await startSample()
  await commit(node.url, await publish())
  await node.stop()
  snapshot = (await makeSnapshot({ data: node.data }, beside('snapshots'))).path
})
after(() => node.end())

async function differences(left: string, right: string) {
  const found: NamedDifference[] = []
  const diff = await diffState(left, right, (difference) => found.push(difference))
  assert.equal(found.length, diff.differences)
  return found
}

/** The snapshot with one of its files changed. */
function changed(name: string, file: string, change: (bytes: Buffer) => Uint8Array): string {
  const folder = beside(name)
  cpSync(snapshot, folder, { recursive: true })
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file))))
  return folder
}

describe('two states, key by key', () => {
  test('are the same in a data folder, its snapshot and its copy', async () => {
    cpSync(node.data, beside('copy'), { recursive: true })
    assert.deepEqual(await differences(node.data, snapshot), [])
    assert.deepEqual(await differences(beside('copy'), node.data), [])
  })

  test('differ in what one act wrote; a row is named by its own key, the ledger’s own by its table, both ways round', async () => {
    await node.restart()
    await assert.rejects(
      diffState(node.data, snapshot, () => undefined),
      { code: 'data-locked' },
    )
    await commit(node.url, await publish())
    await node.stop()
    const found = await differences(snapshot, node.data)
    const publication = found.find(({ name }) => name?.startsWith('disclosure/publication '))
    assert.ok(publication !== undefined && publication.left === null && (publication.right as unknown[])[0] === 1)
    assert.ok(found.some(({ left, right }) => left !== null && right !== null))
    const minute = found.find(({ name }) => name?.startsWith('ledger/replay ['))
    assert.ok(minute !== undefined && (minute.right as readonly [number, string])[0] > 0, 'the replay window moved')
    const back = await differences(node.data, snapshot)
    assert.deepEqual(
      back.map(({ path, left, right }) => [path, right, left]),
      found.map(({ path, left, right }) => [path, left, right]),
    )
  })

  test('are not compared where one is no state, another ledger’s, altered, or of a newer form', async () => {
    const codeOf = (path: string) => diffState(path, snapshot, () => undefined).catch(({ code }) => code)
    mkdirSync(beside('empty'))
    assert.equal(await codeOf(beside('empty')), 'state-unknown')
    assert.equal(await codeOf(changed('altered', '000000', (bytes) => bytes.fill(7, 40, 41))), 'snapshot-chunk')
    const newer = changed('newer', 'snapshot', (bytes) => {
      const [height, format, ...rest] = decodeCbor(bytes, { maxBytes: 1e6, maxDepth: 3 }) as number[]
      return encodeCbor([height!, format! + 1, ...rest])
    })
    assert.equal(await codeOf(newer), 'snapshot-format')
    const genesis = JSON.parse(readFileSync(join(node.data, 'genesis.json'), 'utf8')) as object
    writeFileSync(join(beside('copy'), 'genesis.json'), JSON.stringify({ ...genesis, chainId: 'another-city' }))
    await assert.rejects(
      diffState(node.data, beside('copy'), () => undefined),
      { code: 'state-foreign' },
    )
  })
})
