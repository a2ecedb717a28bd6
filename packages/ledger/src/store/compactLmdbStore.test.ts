import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import { compactLmdbStore } from './compactLmdbStore.ts'
import { openLmdbStore } from './lmdbStore.ts'
import { u64 } from './storeKeys.ts'

test('P5: after compaction the file no longer holds what was removed, and everything else is there', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'gongshi-compact-')), 'state')
  const secret = 'a body that must go'
  const store = openLmdbStore(folder)
  const kept = { table: 'body', key: u64(1), value: utf8('a body that stays') } as const
  await store.write([kept, { table: 'body', key: u64(2), value: utf8(secret) }])
  await store.write([{ table: 'body', key: u64(2), value: null }])
  await store.close()
  assert.ok(readFileSync(join(folder, 'data.mdb')).includes(secret), 'LMDB left it in a free page')
  await compactLmdbStore(folder)
  assert.ok(!readFileSync(join(folder, 'data.mdb')).includes(secret))
  const again = openLmdbStore(folder)
  assert.deepEqual(again.get('body', u64(1)), kept.value)
  assert.equal(again.get('body', u64(2)), undefined)
  await again.close()
})
