import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runSample, type Sample, startSample } from '../../test/sampleNode.ts'
import { makeBackup } from '../backup/makeBackup.ts'
import { parseConfig } from '../config/parseConfig.ts'
import { replay, stateHash } from '../operate/atRest.ts'
import { diagnose } from '../operate/diagnose.ts'
import { diffState } from '../operate/diffState.ts'
import { makeSnapshot } from '../operate/makeSnapshot.ts'

let node: Sample
let file: string
let sound: { readonly program: string; readonly formats: { readonly [kind: string]: number } }

before(async () => {
  node = await startSample()
  await node.stop()
  file = join(node.data, 'formats.json')
  sound = JSON.parse(readFileSync(file, 'utf8'))
})
after(() => node.end())

test('a data folder says how each kind of file in it is written', () => {
  assert.deepEqual(Object.keys(sound.formats), ['blocks', 'state', 'contents', 'snapshots'])
})

test('a newer form of any of them, or of a kind to come, is refused with the version that it needs', async () => {
  for (const kind of [...Object.keys(sound.formats), 'seals']) {
    const known = sound.formats[kind] ?? 0
    writeFileSync(file, JSON.stringify({ program: '9.1.0', formats: { ...sound.formats, [kind]: known + 1 } }))
    const refused = { failure: { code: 'data-format', kind, format: known + 1, known, needs: '9.1.0' } }
    await assert.rejects(runSample(node.data), refused)
  }
  const code = 'data-format'
  const { data } = node
  const target = { path: join(data, '..', 'none.gsb'), partBytes: null, since: null, recipients: [], identities: [] }
  const power = { now: () => 0, onHeight: () => undefined }
  await assert.rejects(stateHash({ data }), { code })
  await assert.rejects(
    replay({ data }, () => undefined),
    { code },
  )
  await assert.rejects(makeSnapshot({ data }, join(data, '..', 'snapshots')), { code })
  await assert.rejects(makeBackup({ data }, target, power), { code })
  await assert.rejects(
    diffState(data, data, () => undefined),
    { code },
  )
  const found = await diagnose(parseConfig({ data, http: { port: 0 }, ops: { port: 0 } }))
  assert.ok(found.some((each) => each.code === code && each.level === 'fault' && each.what.en.includes('9.1.0')))
})

/** https://man7.org/linux/man-pages/man4/full.4.html: every write to it is answered ENOSPC. */
const full = '/dev/full'
test('a first start on a full disk has its code, and lets the folder go', { skip: !existsSync(full) }, async () => {
  const unfinished = join(node.data, 'formats.json.new')
  rmSync(file)
  symlinkSync(full, unfinished)
  await assert.rejects(runSample(node.data), { code: 'disk-full' })
  rmSync(unfinished)
  await (await runSample(node.data)).stop()
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), sound)
})

test('one that cannot be read is no permission; one that is missing is of the first forms', async () => {
  for (const text of ['', '{', '{}', '{"program":"1","formats":{"blocks":"1"}}', '{"program":1,"formats":{}}']) {
    writeFileSync(file, text)
    await assert.rejects(runSample(node.data), { code: 'data-format-unreadable' }, text)
  }
  rmSync(file)
  await (await runSample(node.data)).stop()
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), sound)
})
