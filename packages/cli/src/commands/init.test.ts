import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshFolder, run } from '../../test/runInTest.ts'

test('a founder’s public key alone founds a ledger, the same as the whole key file would', async () => {
  const folder = freshFolder()
  const env = { GONGSHI_KEYS: join(folder, 'keys') }
  assert.equal((await run(['keys', 'new', 'founder', '--unprotected'], { env })).code, 0)
  const { out: line } = await run(['keys', 'export', 'founder', '--public'], { env })
  const file = join(folder, 'founder.pub')
  writeFileSync(file, line)
  const keysOf = (data: string) => JSON.parse(readFileSync(join(data, 'genesis.json'), 'utf8')).keys as unknown
  const init = (founder: string, data: string, own: object) =>
    run(['init', '--chain-id', 'public', '--data', data, '--founder', founder], own)
  const made = await init(file, join(folder, 'a'), {}) // where no key lies
  assert.equal(made.code, 0, made.err)
  assert.equal((await init('founder', join(folder, 'b'), { env })).code, 0)
  assert.deepEqual(keysOf(join(folder, 'a')), keysOf(join(folder, 'b')))
  for (const wrong of ['', 'AAAA', `${line.trim()}AA`, line.slice(4), '{}']) {
    writeFileSync(file, wrong)
    const refused = await init(file, join(folder, 'c'), {})
    assert.notEqual(refused.code, 0, wrong)
    assert.match(refused.err, /\[key-/)
  }
})
