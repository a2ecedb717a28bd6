import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { encodeLeaf, formatTlogProof, formatTrust, parseTlogProof } from '@gongshi/protocol'
import { trustOf } from '../../../protocol/test/evidence.ts'
import { publisherOf, type StaticServer, serveFolder, writeTiledLog } from '../../../sdk/test/tiledLog.ts'
import { freshFolder, type Ran, run } from '../../test/runInTest.ts'

const { signer, key } = publisherOf('log.example/watched/node')
const folder = freshFolder()
const at = (name: string): string => join(folder, name)
const entry = (event: string): Uint8Array =>
  encodeLeaf({ kind: 'system', height: 1, time: 1_700_000_000_000, event, detail: ['disclosure', 2] })
let server: StaticServer
before(async () => {
  server = await serveFolder(at('log'))
  writeFileSync(at('trust.json'), formatTrust({ ...trustOf(), logKeys: [key] }))
})
after(() => server.close())

const monitor = (...more: readonly string[]): Promise<Ran> =>
  run(['monitor', server.url, '--once', '--dir', at('watch'), '--trust', at('trust.json'), ...more], { fetch })
const verify = (file: string, ...more: readonly string[]): Promise<Ran> =>
  run(['verify', file, '--trust', at('trust.json'), ...more])

describe('gongshi monitor', () => {
  test('quiet is 0; a new entry of the rules is 1, one line, and a proof that gongshi verify judges', async () => {
    await writeTiledLog(at('log'), [entry('paused')], signer)
    const quiet = await monitor()
    assert.deepEqual([quiet.code, quiet.out, quiet.err], [0, '', ''])
    await writeTiledLog(at('log'), [entry('paused'), entry('version-scheduled')], signer)
    const { code, out } = await monitor('--lang', 'zh')
    assert.deepEqual([code, out.trim().split('\n').length], [1, 1])
    const file = /事项将升级 {2}条目 1 {2}证据 (\S+)/.exec(out)![1]!
    assert.equal((await monitor()).code, 0)
    const judged = await verify(file)
    assert.deepEqual([judged.code, /version-scheduled[\s\S]*VALID/.test(judged.out)], [0, true])
    assert.equal(JSON.parse((await verify(file, '--json')).out).index, 1)
    const proof = parseTlogProof(readFileSync(file, 'utf8'))
    writeFileSync(at('spoilt.tlog-proof'), formatTlogProof({ ...proof, extra: entry('paused') }))
    const spoilt = await verify(at('spoilt.tlog-proof'))
    assert.deepEqual([spoilt.code, /tlog-proof-mismatch/.test(spoilt.err)], [1, true])
  })

  test('a fork is 1 each time, a line of JSON once; its file is judged by gongshi verify', async () => {
    await writeTiledLog(at('log'), [entry('paused'), entry('paused'), entry('paused')], signer)
    const { code, out } = await monitor('--json')
    const alarm = JSON.parse(out) as { kind: string; proof: string }
    assert.deepEqual([code, alarm.kind], [1, 'fork'])
    assert.ok(readFileSync(at('watch/alarms.jsonl'), 'utf8').endsWith(out))
    assert.match((await verify(alarm.proof)).out, /The log has forked/)
    const again = await monitor('--json')
    assert.deepEqual([again.code, again.out], [1, ''])
  })

  test('nothing there is 3; rules, trust root or flags that are none, 2', async () => {
    const args = ['monitor', `${server.url}/no`, '--once', '--dir', at('no'), '--trust', at('trust.json')]
    const nowhere = await run(args, { fetch })
    assert.deepEqual([nowhere.code, /\[mirror-log-absent\]/.test(nowhere.out)], [3, true])
    writeFileSync(at('rules.json'), '{"silence":1}')
    const rules = await monitor('--rules', at('rules.json'))
    assert.deepEqual([rules.code, /monitor-rules-malformed[\s\S]*silence/.test(rules.err)], [2, true])
    assert.match((await monitor('--alert', 'key-lost')).err, /monitor-rules-malformed[\s\S]*key-lost/)
    const rootless = await run(['monitor', server.url, '--once'])
    assert.deepEqual([rootless.code, /cli-argument-missing/.test(rootless.err)], [2, true])
  })
})
