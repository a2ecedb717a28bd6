import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { nativeProcedure, readReleases } from '@gongshi/ocds'
import { CliError } from '../errors.ts'
import { NativeFile } from './nativeFile.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-native-'))
after(() => rmSync(folder, { recursive: true }))

const release = (number: number, method: string) => ({
  ocid: `ocds-000000-${number}`,
  id: '1',
  date: '2026-01-01T00:00:00Z',
  tag: ['tender'],
  initiationType: 'tender',
  buyer: { id: 'B-1', name: 'Bureau' },
  tender: { id: `T-${number}`, procurementMethod: method, value: { amount: 12.5, currency: 'CNY' } },
})

test('each readable release goes on as it is, and has its line; what is none goes on, too', async () => {
  const path = join(folder, 'native.jsonl')
  const all = [...Array.from({ length: 400 }, (_, at) => release(at, at % 4 === 0 ? 'direct' : 'open')), { id: 'none' }]
  const native = await NativeFile.open(path, nativeProcedure)
  const passed = []
  for await (const read of native.through(readReleases([Buffer.from(JSON.stringify(all))]))) passed.push(read.ok)
  await native.close()
  assert.equal(passed.filter((ok) => ok).length, 400)
  assert.equal(passed.length, 401)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  const [first, second] = lines.map((line) => JSON.parse(line))
  assert.equal(lines.length, 400)
  assert.deepEqual([first.ocid, first.procedure, first.faults], ['ocds-000000-0', null, ['ocds-native-method']])
  assert.deepEqual(second.procedure.plan.estimate, { currency: 'CNY', minor: '1250' })
  assert.deepEqual(native.summary(), { mapped: 300, unfit: 100, faults: { 'ocds-native-method': 100 } })
})

test('a file that is there is not written over, one that cannot be is refused', async () => {
  const refused = (code: string) => (error: unknown) => error instanceof CliError && error.code === code
  await assert.rejects(NativeFile.open(join(folder, 'native.jsonl'), nativeProcedure), refused('cli-file-exists'))
  await assert.rejects(NativeFile.open(join(folder, 'no/such/folder'), nativeProcedure), refused('cli-file-unwritable'))
})
