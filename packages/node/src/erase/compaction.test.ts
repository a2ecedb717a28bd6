import assert from 'node:assert/strict'
import { existsSync, statfsSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { commit, publish } from '../../test/acts.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'
import { parseConfig } from '../config/parseConfig.ts'
import { diagnose } from '../operate/diagnose.ts'
import { wantCompaction } from './compaction.ts'

let node: Sample
let marker: string
let file: string

before(async () => {
  node = await startSample()
  await commit(node.url, await publish())
  marker = join(node.data, 'compact-state')
  file = join(node.data, 'state', 'data.mdb')
})
after(() => node.end())

const metric = async () =>
  /^gongshi_compaction_postponed (\d)/m.exec(await (await fetch(`${node.opsUrl}/metrics`)).text())?.[1]
const said = async () => {
  const found = await diagnose(parseConfig({ data: node.data, http: { port: 0 }, ops: { port: 0 } }))
  return found.filter(({ code }) => code.startsWith('compaction')).map(({ code, level }) => `${code} ${level}`)
}
const warnings = () => node.lines.filter((line) => line.includes('compaction-postponed'))

/** A file that says to be larger than the disk has room for, without taking any. */
function pretendFull(): number {
  const { size } = statSync(file)
  const { bavail, bsize } = statfsSync(node.data)
  truncateSync(file, bavail * bsize + 2 ** 30)
  return size
}

describe('erased bodies leave the state’s free pages', () => {
  test('nothing is said while nothing was erased', async () => {
    assert.deepEqual([await metric(), await said(), warnings()], ['0', [], []])
  })

  test('not while the disk has no room: the node runs, warns with a code, and tries again', async () => {
    await node.stop()
    await wantCompaction(node.data)
    const size = pretendFull()
    await node.restart()
    assert.equal((await commit(node.url, await publish())).outcome, 'ok')
    assert.equal(await metric(), '1')
    assert.deepEqual(await said(), ['compaction-postponed warning'])
    assert.equal(warnings().length, 1)
    const { level, neededBytes, freeBytes } = JSON.parse(warnings()[0]!) as Record<string, number>
    assert.deepEqual([level, neededBytes! > freeBytes!], [40, true])

    await node.stop()
    assert.equal(warnings().length, 2, 'tried again at the stop')
    assert.ok(existsSync(marker) && !existsSync(`${join(node.data, 'state')}.compact`))
    truncateSync(file, Math.max(size, 2 ** 20))
    await node.restart()
    assert.deepEqual([await metric(), await said(), existsSync(marker)], ['0', [], false])
    assert.equal((await commit(node.url, await publish())).outcome, 'ok')
  })

  test('at the next stop, if there is room', async () => {
    await wantCompaction(node.data)
    assert.deepEqual(await said(), ['compaction ok'])
    await node.restart()
    assert.deepEqual([existsSync(marker), warnings().length], [false, 2])
  })
})
