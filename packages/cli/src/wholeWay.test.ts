import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { encodeVkey } from '@gongshi/protocol'
import { waitFor } from '../../node/test/acts.ts'
import { numberedEntries, publisherOf, serveFolder, writeTiledLog } from '../../sdk/test/tiledLog.ts'
import { type NodeInTest, startNode } from '../test/nodeInTest.ts'
import type { Ran } from '../test/runInTest.ts'

let node: NodeInTest
before(async () => {
  node = await startNode(['--chain-id', 'whole-way'])
})
after(() => node.end())
const at = (name: string): string => node.at(name)
const good = (...args: string[]): Promise<string> => node.good(...args)
const gongshi = (...args: string[]): Promise<Ran> => node.gongshi(...args)

const release = (number: number): object => ({
  ocid: `ocds-test-${number}`,
  id: '1',
  date: '2026-03-01T09:00:00Z',
  tag: ['tender'],
  initiationType: 'tender',
  language: 'en',
  buyer: { name: 'City', id: '1' },
})

describe('from an empty folder to evidence that outlives the node', () => {
  test('a second ledger in the same folder is refused, and nothing is lost', async () => {
    const before = readFileSync(at('data/genesis.json'), 'utf8')
    const { code, err } = await gongshi('init', '--chain-id', 'second', '--founder', 'founder-whole-way')
    assert.equal(code, 1)
    assert.match(err, /data-exists/)
    assert.equal(readFileSync(at('data/genesis.json'), 'utf8'), before)
  })

  test('a second node on the same data, a port in use, an unknown setting: each by its code', async () => {
    const start = (...args: string[]): Promise<Ran> => gongshi('start', '--ops-port', '0', ...args)
    assert.match((await start('--port', '0')).err, /\[[a-z]+-[a-z-]+\]\n[\s\S]*→/)
    await good('init', '--chain-id', 'other', '--data', at('other'), '--founder', 'founder-whole-way')
    const port = new URL(node.url).port
    assert.match((await start('--port', port, '--data', at('other'))).err, /port-in-use/)
    writeFileSync(at('unknown.json'), '{"prot":1}')
    const unknown = await start('--config', at('unknown.json'))
    assert.deepEqual([unknown.code, /config-invalid[\s\S]*\/prot/.test(unknown.err)], [2, true])
  })

  test('releases are imported once, by a key that the ledger knows', async () => {
    writeFileSync(at('releases.json'), JSON.stringify({ releases: [release(1), release(2), release(3)] }))
    const counts = async (): Promise<number[]> => {
      const { published, already, refused } = JSON.parse(
        await good('import', 'ocds', at('releases.json'), '--key', 'founder-whole-way', '--json'),
      ) as Record<string, number>
      return [published!, already!, refused!]
    }
    assert.deepEqual(await counts(), [3, 0, 0])
    assert.deepEqual(await counts(), [0, 3, 0])
    await good('keys', 'new', 'stranger')
    const { code, err } = await gongshi('import', 'ocds', at('releases.json'), '--key', 'stranger')
    assert.deepEqual([code, err], [0, ''], 'what is there already needs no right')
    writeFileSync(at('more.json'), JSON.stringify({ releases: [release(4)] }))
    const refused = await gongshi('import', 'ocds', at('more.json'), '--key', 'stranger')
    assert.equal(refused.code, 1)
    assert.match(refused.err, /upload-unauthorised/)
  })

  test('an act is submitted; one that the rule refuses is an answer, exit 1', async () => {
    const row = { ocid: 'ocds-test-1', release: '1' }
    writeFileSync(
      at('withdraw.json'),
      JSON.stringify({ release: [row.ocid, row.release], clause: 'government-information/14', reason: 'error' }),
    )
    const submit = [
      'submit',
      'disclosure',
      'withdrawRelease',
      '--key',
      'founder-whole-way',
      '--input',
      at('withdraw.json'),
    ]
    assert.match(await good(...submit, '--dry-run'), /disclosure\/1 withdrawRelease/)
    assert.match(await good(...submit), /done/)
    const again = await gongshi(...submit)
    assert.equal(again.code, 1)
    assert.match(again.out, /refused/)
    writeFileSync(at('bad.json'), '{"release":["ocds-test-1","1"],"clause":7}')
    const bad = await gongshi(...submit.slice(0, -1), at('bad.json'))
    assert.deepEqual([bad.code, /value-/.test(bad.err)], [2, true])
  })

  test('reads: ledger, entry, block, transaction, affair, rows', async () => {
    const ledger = JSON.parse(await good('get', 'ledger', '--json')) as { chainId: string; logSize: number }
    assert.equal(ledger.chainId, 'whole-way')
    const entry = JSON.parse(await good('get', 'entry', '0', '--json')) as { txId: string; height: number }
    assert.match(await good('get', 'block', String(entry.height)), /header/)
    assert.match(await good('get', 'tx', entry.txId), /committed/)
    assert.match(await good('get', 'affair', 'disclosure'), /importRelease/)
    const isListed = async () =>
      /ocds-test-3[\s\S]*--cursor/.test(await good('query', 'disclosure', 'release', '--limit', '2'))
    await waitFor('the lists, which follow the ledger', isListed)
    for (const args of [
      ['get', 'entry', '99999'],
      ['get', 'affair', 'nothing'],
      ['query', 'disclosure', 'nothing'],
      ['get', 'tx', '0'.repeat(64)],
    ])
      assert.equal((await gongshi(...args)).code, 1, args.join(' '))
  })

  test('evidence of an entry, a transaction and a row verifies under the trust root, in both forms', async () => {
    await good('trust', node.url, '-o', at('trust.json'))
    const { txId } = JSON.parse(await good('get', 'entry', '1', '--json')) as { txId: string }
    await good('evidence', 'entry', '1', '-o', at('entry.gse'), '--trust', at('trust.json'))
    await good('evidence', 'tx', txId, '-o', at('tx.gse.json'))
    await good('evidence', 'state', 'disclosure', 'entity/release', '["ocds-test-2","1"]', '-o', at('row.gse'))
    for (const file of ['entry.gse', 'tx.gse.json', 'row.gse'])
      assert.match(await good('verify', at(file), '--trust', at('trust.json')), /VALID/)
    await good('evidence', 'entries', '1', '3', '0', '-o', at('joint.gse'), '--trust', at('trust.json'))
    assert.match(
      await good('verify', at('joint.gse'), '--trust', at('trust.json')),
      /entry 1\n[\s\S]*VALID[\s\S]*entry 3\n[\s\S]*VALID[\s\S]*entry 0\n[\s\S]*VALID/,
    )
    const twice = await gongshi('evidence', 'entry', '1', '-o', at('entry.gse'))
    assert.match(twice.err, /cli-file-exists/)
  })

  test('a newer trust root follows from the one that is held, and what was kept is renewed under it', async () => {
    await good('trust', node.url, '--from', at('trust.json'), '-o', at('later.json'))
    const height = (file: string) => JSON.parse(readFileSync(at(file), 'utf8')).validators.height as number
    assert.ok(height('later.json') > height('trust.json'))
    const early = await gongshi('verify', at('entry.gse'), '--trust', at('later.json'))
    assert.deepEqual([early.code, /evidence-before-trust/.test(early.out)], [1, true])
    for (const [kept, renewed] of [
      ['entry.gse', 'entry-renewed.gse'],
      ['tx.gse.json', 'tx-renewed.gse.json'],
      ['row.gse', 'row-renewed.gse'],
    ] as const) {
      await good('evidence', 'renew', at(kept), '--trust', at('later.json'), '-o', at(renewed))
      assert.match(await good('verify', at(renewed), '--trust', at('later.json')), /VALID/)
    }
    const again = await good('trust', node.url, '--from', at('later.json'), '--json')
    assert.ok(JSON.parse(again).height >= height('later.json'))
  })

  test('the log is mirrored from the node, and from the mirror behind a plain server, by the same trust root', async () => {
    const args = (url: string, folder: string) => ['mirror', url, at(folder), '--trust', at('trust.json'), '--json']
    const first = await waitFor('a checkpoint over what was imported', async () => {
      const { code, out } = await gongshi(...args(node.url, 'first')) // one is cut each second
      return code === 0 && JSON.parse(out).size > 3 ? JSON.parse(out) : null
    })
    const server = await serveFolder(at('first'))
    const second = JSON.parse(await good(...args(server.url, 'second')))
    await server.close()
    assert.deepEqual([second.size, second.root], [first.size, first.root])
    assert.equal(readFileSync(at('second/checkpoint'), 'utf8'), readFileSync(at('first/checkpoint'), 'utf8'))
    const own = await gongshi('mirror', node.url, at('own'))
    assert.deepEqual([own.code, /the trust root that this very node gives/.test(own.err)], [0, true])
    const vkey = encodeVkey(publisherOf('nobody.example').key)
    const other = await gongshi('mirror', node.url, at('own'), '--vkey', vkey)
    assert.deepEqual([other.code, /note-key-unknown/.test(other.err)], [1, true])
    const absent = await gongshi('mirror', `${node.url}/nowhere`, at('own'), '--vkey', vkey)
    assert.deepEqual([absent.code, /mirror-log-absent/.test(absent.err)], [2, true])
  })

  test('a monitor executes the log again from what the node serves, and says how far', async () => {
    // The second look tells of what the first one had not seen, a withdrawal among it.
    await waitFor('a checkpoint over all', async () => {
      const ledger = JSON.parse(await good('get', 'ledger', '--json')) as { logSize: number; publishedSize: number }
      return ledger.publishedSize === ledger.logSize
    })
    const args = ['monitor', node.url, '--once', '--dir', at('watched'), '--trust', at('trust.json')]
    const { code, out, err } = await gongshi(...args, '--replay')
    assert.deepEqual([code, out], [0, ''], err)
    const [, to, size] = /^entries 0 to (\d+) of (\d+) executed again\n$/.exec(err)!
    assert.ok(to === size && Number(to) > 3)
    const again = await gongshi(...args, '--replay', '--lang', 'zh')
    assert.match(again.err, /已重新执行条目 0–\d+，共 \d+ 条\n$/)
    assert.deepEqual([again.code, again.out], [0, ''])
  })

  test('a fork ends a mirroring with 1, in both languages, and gongshi verify judges its proof', async () => {
    const { signer, key } = publisherOf('log.example/forked/node')
    await writeTiledLog(at('log'), numberedEntries(20), signer)
    const server = await serveFolder(at('log'))
    const args = ['mirror', server.url, at('kept'), '--vkey', encodeVkey(key)]
    await good(...args)
    await writeTiledLog(at('log'), numberedEntries(30, 'another'), signer)
    const { code, err } = await gongshi(...args)
    const zh = await gongshi(...args, '--lang', 'zh')
    await server.close()
    assert.deepEqual([code, zh.code, /已分叉/.test(zh.err)], [1, 1, true])
    const proof = /proof: (\S+)/.exec(err)![1]!
    const trust = { ...JSON.parse(readFileSync(at('trust.json'), 'utf8')), logKeys: [encodeVkey(key)] }
    writeFileSync(at('forked.trust.json'), JSON.stringify(trust))
    assert.match(await good('verify', proof, '--trust', at('forked.trust.json')), /The log has forked/)
    const foreign = await gongshi('verify', proof, '--trust', at('trust.json'))
    assert.deepEqual([foreign.code, /note-key-unknown/.test(foreign.err)], [1, true])
    writeFileSync(at('spoilt.json'), readFileSync(proof, 'utf8').replace(/"root": "[0-9a-f]{4}/, '"root": "0000'))
    const spoilt = await gongshi('verify', at('spoilt.json'), '--trust', at('forked.trust.json'))
    assert.deepEqual([spoilt.code, /NOT VALID/.test(spoilt.out)], [1, true])
  })

  test('many acts from a file, a line each: killed and begun again, each is done once', async () => {
    const facts = { release: '1', date: null, tags: ['tender'], amounts: [], organ: { scheme: 'x-import', id: 'city' } }
    const line = (id: string, content = '7'.repeat(64)) =>
      JSON.stringify({ ...facts, ocid: `ocds-test-b${id}`, content })
    writeFileSync(at('acts.jsonl'), `${[line('1'), 'no JSON', line('2'), line('1')].join('\n')}\n`)
    const bulk = async (...more: string[]): Promise<Record<string, unknown> & { err: string }> => {
      const args = ['submit', 'disclosure', 'importRelease', '--key', 'founder-whole-way', '--bulk', at('acts.jsonl')]
      const { code, out, err } = await gongshi(...args, ...more)
      return { code, err, ...(JSON.parse(out || '{}') as Record<string, unknown>) }
    }
    const first = await bulk('--json')
    assert.deepEqual([first.code, first.done, first.refused, first.inadmissible], [1, 2, 1, 1], JSON.stringify(first))
    assert.deepEqual(first.faults, [
      { line: 2, code: 'cli-json-malformed' },
      { line: 4, code: 'row-exists' },
    ])
    // Killed after its bytes were sent, in the middle of a line of the journal.
    const journal = readFileSync(at('acts.jsonl.journal'), 'utf8').split('\n')
    const sent = journal.filter((text) => !text.includes('"index"'))
    writeFileSync(at('acts.jsonl.journal'), `${sent.join('\n')}\n{"line":1,"ha`)
    const second = await bulk('--json')
    assert.deepEqual(
      [second.done, second.refused, second.inadmissible],
      [2, 1, 1],
      'found, not done anew: that would be refused',
    )
    const third = await bulk('--json')
    assert.deepEqual([third.already, third.done, third.inadmissible], [3, 0, 1])
    writeFileSync(at('acts.jsonl'), line('3'))
    assert.match((await bulk('--json')).err, /cli-line-changed/)
    const other = await gongshi(
      'submit',
      'disclosure',
      'publish',
      '--key',
      'founder-whole-way',
      '--bulk',
      at('acts.jsonl'),
    )
    assert.match(other.err, /cli-journal-differs/)
  })

  test('a second node on running data: state commands keep off it', async () => {
    const { code, err } = await gongshi('state', 'hash')
    assert.notEqual(code, 0)
    assert.match(err, /data-locked/)
  })

  test('what of a release could begin a procedure is written down and submitted nowhere; the rest is kept and told', async () => {
    const value = { amount: 12.5, currency: 'CNY' }
    const lots = [{ id: 'l1', title: 'Piers', value }]
    const core = { id: 'T-5', procurementMethod: 'open', mainProcurementCategory: 'works', value }
    const tender = { ...core, lots }
    const bad = {
      tender: { ...tender, lots: [{ id: 1 }, { id: '1' }], items: [{ id: '1', relatedLot: 'l9' }] },
      relatedProcesses: [{ id: '1', identifier: 'ocds-test-6' }],
    }
    const known = await good('query', 'disclosure', 'release', '--limit', '50', '--json')
    const all = [{ ...release(5), tender, planning: { rationale: 'worn out' } }, { ...release(6), ...bad }, release(7)]
    writeFileSync(at('native.json'), JSON.stringify({ releases: [...all, { ...release(8), id: '' }] }))
    const args = ['import', 'ocds', at('native.json'), '--native', at('native.jsonl'), '--key', 'founder-whole-way']
    const { code, out } = await gongshi(...args, '--json')
    assert.equal(code, 1, 'one is no release')
    const { published, refused, native } = JSON.parse(out) as { published: number; refused: number; native: object }
    const faults = ['id-repeated', 'loop', 'reference-dangling', 'tender-absent'].map((name) => [
      `ocds-native-${name}`,
      1,
    ])
    assert.deepEqual([published, refused, native], [3, 1, { mapped: 2, unfit: 1, faults: Object.fromEntries(faults) }])
    const lines = readFileSync(at('native.jsonl'), 'utf8').trimEnd().split('\n')
    const [drafted, faulty, none] = lines.map((line) => JSON.parse(line))
    const estimate = { currency: 'CNY', minor: '1250' }
    assert.deepEqual(drafted.procedure, {
      plan: { buyer: { scheme: 'x-ocds', id: '1' }, number: 'T-5', category: 'works', estimate },
      lots: [{ number: 1, title: 'Piers', estimate }],
      publish: {},
    })
    assert.deepEqual(drafted.kept, ['/language', '/planning'])
    assert.ok(drafted.missing.includes('plan.division') && drafted.missing.includes('publish.bidUntil'))
    assert.deepEqual([faulty.ocid, none.procedure], ['ocds-test-6', null])
    assert.match(await good('query', 'procurement', 'procedure', '--json'), /"rows":\s*\[\]/)
    assert.ok(!known.includes('ocds-test-5'))
    const kept = await waitFor('the release', async () => {
      const answer = await fetch(`${node.url}/ocds/releases/ocds-test-5/1`)
      return answer.ok ? answer : null
    })
    assert.deepEqual(((await kept.json()) as { releases: { tender: object }[] }).releases[0]?.tender, core)
  })

  test('the node stopped: its files verify, its blocks give the same state again, nothing is found amiss', async () => {
    await node.stop()
    assert.match(await good('verify', at('entry.gse'), '--trust', at('trust.json')), /VALID/)
    const { appHash } = JSON.parse(await good('state', 'hash', '--json')) as { appHash: string }
    const replayed = JSON.parse(await good('state', 'replay', '--json')) as { appHash: string; firstDifference: null }
    assert.deepEqual([replayed.appHash, replayed.firstDifference], [appHash, null])
    assert.match(await good('doctor'), /✓/)
    assert.equal((await gongshi('doctor', '--data', at('nothing'))).code, 1)
  })
})
