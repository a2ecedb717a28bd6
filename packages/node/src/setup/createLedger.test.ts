import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { foundSample, freshFolder } from '../../test/sampleNode.ts'
import { diagnose, parseConfig } from '../index.ts'

test('a new data folder is its owner’s alone, its parents are as usual; doctor warns where others may enter', async () => {
  const folder = freshFolder()
  const before = process.umask(0o022)
  try {
    const data = join(folder, 'parent', 'data')
    await foundSample(data)
    assert.deepEqual(
      [data, join(folder, 'parent')].map((path) => statSync(path).mode & 0o777),
      [0o700, 0o755],
    )
    const said = async () =>
      (await diagnose(parseConfig({ data, http: { port: 0 }, ops: { port: 0 } }))).find(({ code }) =>
        /^data/.test(code),
      )
    assert.deepEqual([(await said())?.code, (await said())?.level], ['data', 'ok'])
    for (const mode of [0o750, 0o705, 0o701]) {
      chmodSync(data, mode)
      assert.deepEqual([(await said())?.code, (await said())?.level], ['data-exposed', 'warning'])
    }
    const given = join(folder, 'given')
    mkdirSync(given, { mode: 0o755 })
    await foundSample(given)
    assert.equal(statSync(given).mode & 0o777, 0o755, 'a folder that was there stays as it was')
  } finally {
    process.umask(before)
    rmSync(folder, { recursive: true, force: true })
  }
})
