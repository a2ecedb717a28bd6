import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { writeDurably } from './writeDurably.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-durably-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('a file is replaced as a whole', async () => {
  await writeDurably(folder, 'notes', 'one')
  await writeDurably(folder, 'notes', 'two')
  assert.equal(readFileSync(join(folder, 'notes'), 'utf8'), 'two')
  assert.equal(existsSync(join(folder, 'notes.new')), false)
})

/** https://man7.org/linux/man-pages/man4/full.4.html: every write to it is answered ENOSPC. */
const full = '/dev/full'
test('a full disk has its code and leaves the old text', { skip: !existsSync(full) }, async () => {
  await writeDurably(folder, 'kept', 'old')
  symlinkSync(full, join(folder, 'kept.new'))
  await assert.rejects(writeDurably(folder, 'kept', 'new'), { name: 'SoloError', code: 'disk-full' })
  assert.equal(readFileSync(join(folder, 'kept'), 'utf8'), 'old')
})

test('what else the disk refuses has its code and names the file', async () => {
  const failure = { code: 'disk-failed', operation: 'write notes' }
  await assert.rejects(writeDurably(join(folder, 'missing'), 'notes', 'text'), { failure })
})
