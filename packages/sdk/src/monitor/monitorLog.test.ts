import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import {
  cosignCheckpoint,
  encodeLeaf,
  type Leaf,
  noteType,
  openTlogProof,
  parseNote,
  parseTlogProof,
  type TrustRoot,
} from '@gongshi/protocol'
import { publisherOf, type StaticServer, serveFolder, writeTiledLog } from '../../test/tiledLog.ts'
import { createClient } from '../client.ts'
import { verifyTwoCheckpoints } from '../mirror/twoCheckpoints.ts'
import { type Alarm, type Monitored, monitorLog } from './monitorLog.ts'
import { parseRules } from './rules.ts'

const { signer, key } = publisherOf('log.example/watched/node')
const witness = publisherOf('witness.example/w1').signer
const witnessKey = { name: witness.name, type: noteType.cosignatureEd25519, publicKey: witness.publicKey }
const hash = new Uint8Array(32)
const [minute, start] = [60_000, 1_700_000_000_000]
const folder = mkdtempSync(join(tmpdir(), 'gongshi-monitor-'))
const places: Record<'one' | 'two', string> = { one: join(folder, 'one'), two: join(folder, 'two') }
let servers: Record<'one' | 'two', StaticServer>
let time = start
let runs = 0

before(async () => {
  servers = { one: await serveFolder(places.one), two: await serveFolder(places.two) }
})
after(async () => {
  await servers.one.close()
  await servers.two.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  time = start
  runs++
})

const block = (height: number): Leaf => ({ kind: 'block', height, time: start, blockHash: hash, stateRoot: hash })
const upgrade: Leaf = { kind: 'system', height: 9, time: start, event: 'version-scheduled', detail: ['disclosure', 2] }
const withdrawal = (outcome: 'ok' | 'refused'): Leaf => ({
  ...{ kind: 'tx', height: 9, time: start, txId: hash, signers: [hash], affair: 'disclosure', version: 1 },
  ...{
    action: 'withdraw',
    outcome: outcome === 'ok' ? ['ok', []] : ['refused', 'row-missing', null],
    signedHash: hash,
  },
})

const blocks = (count: number, from = 1): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => encodeLeaf(block(from + at)))

async function show(place: 'one' | 'two', entries: readonly Uint8Array[]): Promise<string> {
  rmSync(places[place], { recursive: true, force: true })
  return writeTiledLog(places[place], entries, signer)
}

type How = { readonly at?: readonly ('one' | 'two')[]; readonly rules?: object; readonly fromStart?: boolean }

async function look(how: How = {}): Promise<Monitored & { readonly told: readonly Alarm[] }> {
  const told: Alarm[] = []
  const clients = (how.at ?? ['one', 'two']).map((name) =>
    createClient({ url: servers[name].url, sleep: async () => undefined }),
  )
  const trust = {
    logKeys: [key],
    policy: { cosigners: [{ threshold: 1, keys: [witnessKey] }] },
  } as unknown as TrustRoot
  const monitored = await monitorLog({
    ...{ places: clients, trust, folder: join(folder, `run-${runs}`), rules: parseRules(how.rules ?? {}) },
    ...{ fromStart: how.fromStart ?? false, now: () => time, signal: new AbortController().signal },
    onAlarm: (alarm) => void told.push(alarm),
  })
  return { ...monitored, told }
}

const kinds = ({ told }: { readonly told: readonly Alarm[] }): string[] => told.map(({ kind }) => kind)
const verdict = ({ proof }: Alarm) => verifyTwoCheckpoints(readFileSync(proof!, 'utf8'), [key])?.verdict

describe('monitoring a log', () => {
  test('a log that grows, and a place that lags behind another, raise nothing', async () => {
    await show('one', blocks(300))
    await show('two', blocks(10))
    assert.deepEqual(kinds(await look()), [])
    await show('one', blocks(700))
    await show('two', blocks(300))
    const { size, alarms, standing } = await look()
    assert.deepEqual([size, alarms, standing], [700, 0, []])
  })

  test('two views at one time are a fork, told of once while it stands, and its file proves it alone', async () => {
    for (const count of [20, 30, 12]) {
      runs++
      await show('one', blocks(20))
      await show('two', blocks(count, 1000))
      const first = await look()
      assert.deepEqual([kinds(first), first.told[0]!.place], [['fork'], servers.two.url])
      assert.equal(verdict(first.told[0]!), 'forked')
      const again = await look()
      assert.deepEqual([again.alarms, again.standing], [0, [`fork ${servers.two.url}`]])
    }
  })

  test('what one place showed before and does not now is a rollback, to nothing as well', async () => {
    for (const count of [5, 0]) {
      runs++
      await show('one', blocks(20))
      await look({ at: ['one'] })
      await show('one', blocks(count))
      const { told } = await look({ at: ['one'] })
      assert.deepEqual([kinds({ told }), verdict(told[0]!)], [['rollback'], 'consistent'])
      await show('one', blocks(25))
      assert.deepEqual((await look({ at: ['one'] })).standing, [])
    }
  })

  test('entries by the rules, each with a proof; what was there before the first run only where asked for', async () => {
    const entries = [...blocks(3), encodeLeaf(upgrade), encodeLeaf(withdrawal('refused')), encodeLeaf(withdrawal('ok'))]
    await show('one', entries)
    assert.deepEqual(kinds(await look({ at: ['one'] })), [])
    const more = [...entries, encodeLeaf(upgrade), Uint8Array.of(1, 2, 3)]
    await show('one', more)
    const { told } = await look({ at: ['one'] })
    assert.deepEqual(
      told.map(({ kind, entry }) => [kind, entry]),
      [
        ['affair-upgraded', 6],
        ['entry-malformed', 7],
      ],
    )
    const text = readFileSync(told[0]!.proof!, 'utf8')
    assert.deepEqual(parseTlogProof(text).extra, more[6])
    assert.equal(openTlogProof(text, more[6]!, [key]).index, 6)
    runs++
    const all = await look({ at: ['one'], fromStart: true })
    assert.deepEqual(kinds(all), ['affair-upgraded', 'publication-withdrawn', 'affair-upgraded', 'entry-malformed'])
    assert.deepEqual(kinds(await look({ at: ['one'] })), [])
  })

  test('silence, and cosignatures that are missing, old, or another’s', async () => {
    const rules = { silenceMs: 5 * minute, witnessMs: 5 * minute }
    const note = await show('one', blocks(3))
    assert.deepEqual(kinds(await look({ at: ['one'], rules })), ['witnesses-stale'])
    const cosign = async (by: typeof witness): Promise<void> =>
      writeFileSync(
        join(places.one, 'checkpoint'),
        `${note}${await cosignCheckpoint(parseNote(note).text, start / 1000, by)}`,
      )
    await cosign({ ...witness, sign: publisherOf('witness.example/other').signer.sign })
    assert.deepEqual((await look({ at: ['one'], rules })).standing, ['witnesses-stale'])
    await cosign(witness)
    assert.deepEqual((await look({ at: ['one'], rules })).standing, [])
    time = start + 6 * minute
    assert.deepEqual(kinds(await look({ at: ['one'], rules })), ['silence', 'witnesses-stale'])
  })

  test('a place that lies, or is gone, is told of, and hinders no other', async () => {
    await show('one', blocks(20))
    await show('two', blocks(30))
    writeFileSync(join(places.two, 'tile/entries/000.p/30'), Uint8Array.of(0, 1, 2))
    assert.deepEqual(kinds(await look()), ['unverified'])
    rmSync(places.two, { recursive: true })
    const { size, told } = await look()
    assert.deepEqual([size, told.map(({ kind, code }) => [kind, code])], [20, [['unreachable', 'mirror-log-absent']]])
  })

  test('rules with an unknown name or an unfit value are refused, and so is a damaged state', async () => {
    for (const [rules, at] of [
      [{ silence: 1 }, 'silence'],
      [{ entries: ['key-lost'] }, 'key-lost'],
      [{ silenceMs: -1 }, 'silenceMs'],
      [[], ''],
    ] as const)
      assert.throws(() => parseRules(rules), { failure: { code: 'monitor-rules-malformed', at } })
    await show('one', blocks(3))
    await look({ at: ['one'] })
    writeFileSync(join(folder, `run-${runs}`, 'state.json'), '{"format":"gongshi/monitor/1"')
    await assert.rejects(look({ at: ['one'] }), ({ failure }) => failure.code === 'monitor-state-malformed')
  })
})
