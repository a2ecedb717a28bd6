import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { organOf, readOrganNames } from './organs.ts'

test('names of organs: absent, by scheme and id, and a damaged file with its code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-names-'))
  const organ = { scheme: 'x-test', id: 'one' }
  assert.deepEqual(organOf(await readOrganNames(folder), organ).name, [{ lang: 'und', text: 'one' }])
  writeFileSync(join(folder, 'names.json'), JSON.stringify({ 'x-test/one': { zh: '甲局' } }))
  assert.deepEqual(organOf(await readOrganNames(folder), organ).name, [{ lang: 'zh', text: '甲局' }])
  for (const damaged of ['{"x-test/one":', '[]', 'null']) {
    writeFileSync(join(folder, 'names.json'), damaged)
    await assert.rejects(readOrganNames(folder), { failure: { code: 'names-unreadable' } })
  }
  rmSync(folder, { recursive: true })
})
