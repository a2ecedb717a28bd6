import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import {
  type Cbor,
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
import type { Alarm } from './alarm.ts'
import { MonitorFolder } from './monitorFolder.ts'
import { type Monitored, type MonitorOptions, monitorLog } from './monitorLog.ts'
import type { LogCopy, Recomputed } from './recompute.ts'
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

type How = {
  readonly at?: readonly ('one' | 'two')[]
  readonly rules?: object
  readonly fromStart?: boolean
  readonly recompute?: MonitorOptions['recompute']
}

async function look(how: How = {}): Promise<Monitored & { readonly told: readonly Alarm[] }> {
  const told: Alarm[] = []
  const clients = (how.at ?? ['one', 'two']).map((name) =>
    createClient({ url: servers[name].url, sleep: async () => undefined }),
  )
  const trust = {
    logKeys: [key],
    policy: { cosigners: [{ threshold: 1, keys: [witnessKey] }] },
  } as unknown as TrustRoot
  const own = MonitorFolder.open(join(folder, `run-${runs}`))
  try {
    const monitored = await monitorLog({
      ...{ places: clients, trust, folder: own, rules: parseRules(how.rules ?? {}), recompute: how.recompute ?? null },
      ...{ fromStart: how.fromStart ?? false, now: () => time, signal: new AbortController().signal },
      onAlarm: (alarm) => void told.push(alarm),
    })
    return { ...monitored, told }
  } finally {
    own.close()
  }
}

/** As whoever executes the log reads it: a static server has no parts. */
async function read(copy: LogCopy): Promise<Recomputed> {
  assert.deepEqual([(await copy.entries(1)).length, (await copy.rootAt(300)).length], [300 - 256, 32])
  for await (const part of copy.parts(0)) assert.fail(`${part.length} bytes`)
  return { from: 0, to: 0, end: { verdict: 'same' } }
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

  test('each key that comes to stand there or to sign is told of by its thumbprint, whichever affair’s act brought it', async () => {
    const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    const tx = (affair: string, action: string, events: readonly Cbor[]): Uint8Array =>
      encodeLeaf({
        ...{ kind: 'tx', height: 9, time: start, txId: hash, signers: [hash], affair, version: 1, action },
        ...{ outcome: ['ok', events], signedHash: hash },
      })
    const rotated = [
      ['key', [one], 'rotateKey', 2, 'active', 'revoked'],
      ['key', [two], 'rotateKey', 1, null, 'active'],
    ]
    const due = { kind: 'due', height: 9, time: start, dueTime: start, affair: 'organisations', version: 1 } as const
    const entries = [
      tx('organisations', 'rotateKey', rotated),
      tx('procurement', 'enter', [['identity/key', [one], 'join', 1, null, 'active']]),
      tx('organisations', 'merge', [['key', [one], 'merge', 3, 'active', 'active']]),
      tx('disclosure', 'publish', [['key', [one], 'publish', 1, null, 'active']]),
      encodeLeaf({
        ...{ ...due, action: 'activateKey', key: [one] },
        outcome: ['ok', [['key', [one], 'activateKey', 2, 'announced', 'active']]],
      }),
    ]
    await show('one', entries)
    const { told } = await look({ at: ['one'], fromStart: true })
    assert.deepEqual(
      told.map(({ kind, entry, key: of }) => [kind, entry, of?.slice(0, 2)]),
      [
        ['key-added', 0, '02'],
        ['key-added', 1, '01'],
        ['key-added', 4, '01'],
      ],
    )
  })

  test('what executing again finds is told of once, with a proof; what keeps it from going on has its code', async () => {
    await show('one', blocks(300))
    const same = { verdict: 'same' } as const
    const at = { at: ['one'], recompute: async ({ size }: LogCopy) => ({ from: 0, to: size, end: same }) } as const
    assert.deepEqual((await look(at)).recomputed, { from: 0, to: 300, end: same })
    const differs = { from: 0, to: 7, end: { verdict: 'differs', index: 260 } } as const
    const { told } = await look({ ...at, recompute: async () => differs })
    assert.deepEqual(
      [kinds({ told }), told[0]!.entry, told[0]!.code],
      [['state-differs'], 260, 'monitor-state-differs'],
    )
    assert.equal(parseTlogProof(readFileSync(told[0]!.proof!, 'utf8')).index, 260)
    assert.equal((await look({ ...at, recompute: async () => differs })).alarms, 0)
    const erased = { from: 0, to: 7, end: { verdict: 'erased', index: 7 } } as const
    const stopped = await look({ ...at, recompute: async () => erased })
    assert.deepEqual(
      stopped.told.map(({ kind, code }) => [kind, code]),
      [['replay-stopped', 'monitor-body-erased']],
    )
    const parts = await look({ at: ['one'], recompute: async (copy) => read(copy) })
    assert.deepEqual(parts.standing, ['replay-stopped'])
  })

  test('one process at a time; alarms that outgrow their bound are put aside once', async () => {
    const path = join(folder, `run-${runs}`)
    const first = MonitorFolder.open(path, 300)
    assert.throws(() => MonitorFolder.open(path), { failure: { code: 'monitor-running', path } })
    const alarm = { kind: 'silence', time, place: null, entry: null, key: null, code: null, proof: null } as const
    for (let entry = 0; entry < 9; entry++) await first.keep({ ...alarm, entry })
    first.close()
    const entriesIn = (name: string) =>
      readFileSync(join(path, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Alarm).entry)
    const kept = [...entriesIn('alarms.1.jsonl'), ...entriesIn('alarms.jsonl')]
    assert.deepEqual(kept, [0, 1, 2, 3, 4, 5, 6, 7, 8].slice(-kept.length))
    assert.ok(kept.length < 9)
    MonitorFolder.open(path).close()
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
