import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { lockFolder } from './lock.ts'

const attempt = `
  const { lockFolder } = await import(process.argv[1])
  try { lockFolder(process.argv[2]); console.log('held') } catch (error) { console.log(error.code) }`

function lockInAnotherProcess(path: string): string {
  const module = new URL('./lock.ts', import.meta.url).href
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', attempt, module, path], { encoding: 'utf8' })
  return child.stdout.trim()
}

test('a second process on the same data is refused, and the next one after release or death is not', () => {
  const path = mkdtempSync(join(tmpdir(), 'gongshi-lock-'))
  const lock = lockFolder(path)
  assert.equal(lockInAnotherProcess(path), 'data-locked')
  lock.release()
  assert.equal(lockInAnotherProcess(path), 'held')
  assert.equal(lockInAnotherProcess(path), 'held')
})

for (const file of ['lock', 'lock-journal'])
  test(`a disk that does not take ${file} is not told as another process`, () => {
    const path = mkdtempSync(join(tmpdir(), 'gongshi-lock-'))
    mkdirSync(join(path, file))
    assert.throws(() => lockFolder(path), { failure: { code: 'disk-failed', operation: 'lock the data folder' } })
  })
