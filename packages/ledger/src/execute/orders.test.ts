import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Order } from '@gongshi/affair-kit'
import { type Cbor, encodeVkey, noteType, parseLeaf, toHex } from '@gongshi/protocol'
import {
  genesis,
  genesisTime,
  makeBlock,
  openCity,
  orderTo,
  phone,
  publish,
  signerOf,
  site,
} from '../../fixtures/city.ts'
import type { Ledger } from '../engine.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { findHandover } from './handover.ts'

const day = 86_400_000
const now = genesisTime + 1000
type Change = Partial<Order> & Pick<Order, 'kind'>

const parameter = (value: string, from = now + day, name = 'longest', affair = 'notices'): Change => ({
  kind: 'parameter',
  parameter: { affair, name, value, from },
})
const pause = (affair: string, action: string | null = null): Change => ({ kind: 'pause', pause: { affair, action } })
const publisher = (origin: string, vkey: string): Change => ({ kind: 'publisher', publisher: { origin, vkey } })
const suite = (name: string, accepted: boolean): Change => ({ kind: 'suite', suite: { suite: name, accepted } })
const validators = (...changes: readonly (readonly [string, bigint])[]): Change => ({
  kind: 'validators',
  validators: changes.map(([word, power]) => ({ key: signerOf(word).key.cose.slice(-32), power })),
})
const publicKey = signerOf('mirror').key.cose.slice(-32)
const vkey = encodeVkey({ name: 'city.example/mirror', type: noteType.ed25519, publicKey })

/** What became of an order: the system leaves that it left, or why it is impossible. */
async function order(ledger: Ledger, action: 'propose' | 'enact' | 'end', change: Change, time = now) {
  const { results, leaves, validatorUpdates } = await makeBlock(ledger, [await orderTo(action, change, time)], time)
  const [word, code, detail] = results[0]!.members[0]!.outcome
  if (word !== 'ok') return { refused: [code, detail], events: [], validatorUpdates }
  const events = leaves.map(({ bytes }) => parseLeaf(bytes)).filter((leaf) => leaf.kind === 'system')
  return { refused: null, events: events.map(({ event, detail }) => [event, detail] as const), validatorUpdates }
}

const impossible = (reason: string) => ['order-impossible', [reason]]

describe('an order to the ledger', () => {
  test('is tried out when it is proposed, and leaves nothing behind', async () => {
    const ledger = await openCity(new SimulatedStore())
    const before = ledger.state('ledger', 'param', ['notices', 'longest'])
    const proposed = await order(ledger, 'propose', parameter('3600000'))
    assert.deepEqual([proposed.refused, proposed.events], [null, []])
    assert.deepEqual(ledger.state('ledger', 'param', ['notices', 'longest']), before)
    assert.deepEqual((await order(ledger, 'propose', parameter('"soon"'))).refused, impossible('parameter-value'))
  })

  test('a parameter has its value from its day on, and its history stays', async () => {
    const ledger = await openCity(new SimulatedStore())
    const { events } = await order(ledger, 'enact', parameter('3600000'))
    assert.deepEqual(events, [['parameter-set', ['notices', 'longest', now + day, 3_600_000, 'ledger/1']]])
    const values = ledger.state('ledger', 'param', ['notices', 'longest']) as readonly Cbor[]
    assert.equal(values.length, 2)
    const again = await order(ledger, 'enact', parameter('7200000'))
    assert.deepEqual(again.refused, impossible('parameter-date'))
  })

  test('of what does not fit is impossible, and says why', async () => {
    const ledger = await openCity(new SimulatedStore())
    const cases: readonly (readonly [string, Change])[] = [
      ['parameter-value', parameter('{')],
      ['parameter-value', parameter('-1')],
      ['parameter-date', parameter('1', genesisTime)],
      ['parameter-unknown', parameter('1', now, 'toString')],
      ['affair-unknown', parameter('1', now, 'longest', 'nothing')],
      ['change-missing', { kind: 'parameter' }],
      ['topic', { ...parameter('1'), topic: 'parameter/notices/other' }],
      ['suite-unknown', suite('rot13', true)],
      ['suite-unchanged', suite('ed25519', true)],
      ['publisher-malformed', publisher('city.example/mirror', 'city.example/mirror+00000000+AQ')],
      ['publisher-malformed', publisher('city.example/other', vkey)],
      ['governance-unpausable', pause('governance', 'propose')],
      ['affair-unknown', pause('nothing')],
      ['action-unknown', pause('notices', 'constructor')],
      ['not-suspended', { kind: 'resume', resume: { affair: 'notices', version: 0n, action: 'publish' } }],
      ['not-suspended', { kind: 'resume', resume: { affair: 'notices', version: 1n, action: 'publish' } }],
    ]
    for (const [reason, change] of cases) {
      const { refused } = await order(ledger, 'enact', change)
      assert.deepEqual(refused, impossible(reason), JSON.stringify(change, (_, value) => String(value)).slice(0, 60))
    }
  })

  test('a pause holds for every version, ends by its own order, and does not end what a fault suspended', async () => {
    const ledger = await openCity(new SimulatedStore())
    const { events } = await order(ledger, 'enact', pause('notices', 'publish'))
    assert.deepEqual(events, [['paused', ['notices', 'publish']]])
    const refused = ledger.check(await publish('a', now), now)
    assert.ok(!refused.ok && refused.code === 'action-suspended')
    assert.deepEqual((await order(ledger, 'enact', pause('notices', 'publish'))).refused, impossible('already-paused'))
    const wrong: Change = { kind: 'resume', resume: { affair: 'notices', version: 1n, action: 'publish' } }
    assert.deepEqual((await order(ledger, 'enact', wrong)).refused, impossible('not-suspended'))
    const ended = await order(ledger, 'end', pause('notices', 'publish'))
    assert.deepEqual(ended.events, [['pause-ended', ['notices', 'publish']]])
    assert.ok(ledger.check(await publish('a', now), now).ok)
    assert.deepEqual((await order(ledger, 'end', pause('notices', 'publish'))).events, [])
  })

  test('a pause holds from the very next act of its block, and an end likewise', async () => {
    const ledger = await openCity(new SimulatedStore())
    const enact = await orderTo('enact', pause('notices', 'publish'), now)
    const end = await orderTo('end', pause('notices', 'publish'), now)
    const notices = await Promise.all(['a', 'b', 'c'].map((number) => publish(number, now)))
    const { results } = await makeBlock(ledger, [notices[0]!, enact, notices[1]!, end, notices[2]!], now)
    const outcomes = results[0]!.members.map(({ outcome: [word, code] }) => (word === 'ok' ? word : code))
    assert.deepEqual(outcomes, ['ok', 'ok', 'suspended', 'ok', 'ok'])
  })

  test('a pause of a whole affair names its actions, and passes over those that are paused already', async () => {
    const ledger = await openCity(new SimulatedStore())
    await order(ledger, 'enact', pause('notices', 'publish'))
    const { events } = await order(ledger, 'enact', pause('notices'))
    const [, [affair, ...actions]] = events[0] as unknown as [string, string[]]
    assert.ok(affair === 'notices' && actions.length > 2 && !actions.includes('publish'))
    assert.deepEqual((await order(ledger, 'enact', pause('notices'))).refused, impossible('already-paused'))
  })

  test('a suite is accepted and withdrawn, the last one never', async () => {
    const ledger = await openCity(new SimulatedStore())
    assert.deepEqual((await order(ledger, 'enact', suite('ed25519', false))).refused, null)
    const refused = ledger.check(await publish('a', now), now)
    assert.ok(!refused.ok && refused.code === 'suite-not-accepted')
    assert.deepEqual((await order(ledger, 'propose', suite('es256', false))).refused, ['suite-not-accepted', undefined])
  })

  test('a publisher’s key is listed with its time; the same one not twice', async () => {
    const ledger = await openCity(new SimulatedStore())
    const listed = await order(ledger, 'enact', publisher('city.example/mirror', vkey))
    assert.deepEqual(listed.events, [['publisher-listed', ['city.example/mirror', vkey, now]]])
    const again = await order(ledger, 'enact', publisher('city.example/mirror', vkey))
    assert.deepEqual(again.refused, impossible('publisher-listed'))
  })
})

test('one operator’s ledger: naming validators hands it over; what is due waits in the operator’s last block', async () => {
  const ledger = await openCity(new SimulatedStore())
  assert.equal(findHandover(ledger), null)
  await makeBlock(ledger, [await publish('a', now, { until: now + 1000 })], now)
  const { events } = await order(ledger, 'enact', validators(['fifth', 3n]))
  const { height } = ledger.info()
  const [operator, fifth] = ['validator', 'fifth'].map((word) => signerOf(word).key.cose.slice(-32)) as [Cbor, Cbor]
  const set = [[operator, 1] as const, [fifth, 3] as const].sort(([left], [right]) =>
    toHex(left as Uint8Array) < toHex(right as Uint8Array) ? -1 : 1,
  )
  assert.deepEqual(events, [['handover', [height + 1, set]]])
  assert.deepEqual(findHandover(ledger), {
    height: height + 1,
    validators: set.map(([publicKey, power]) => ({ publicKey, power })),
  })
  assert.equal((await makeBlock(ledger, [], now + 2000)).empty, true)
  assert.equal((await makeBlock(ledger, [], now + 2000)).empty, false)
  const { events: later } = await order(ledger, 'enact', validators(['validator', 0n]), now + 2000)
  assert.deepEqual(later, [['validators-changed', [[operator, 0]]]], 'from then on they change as in any consortium')
})

describe('validators of a consortium', () => {
  const consortium = () => openCity(new SimulatedStore(), { genesis: { ...genesis, engine: 'cometbft' } })

  test('join, change and leave, and the engine hears of it', async () => {
    const ledger = await consortium()
    const joined = await order(ledger, 'enact', validators(['fifth', 3n]))
    const key = signerOf('fifth').key.cose.slice(-32)
    assert.deepEqual(joined.validatorUpdates, [{ publicKey: key, power: 3 }])
    assert.deepEqual(joined.events, [['validators-changed', [[key, 3]]]])
    const rows = ledger.state('ledger', 'validators', []) as readonly (readonly [Uint8Array, number])[]
    assert.deepEqual(new Map(rows.map(([each, power]) => [toHex(each), power])).get(toHex(key)), 3)
    const left = await order(ledger, 'enact', validators(['fifth', 0n]))
    assert.deepEqual(left.validatorUpdates, [{ publicKey: key, power: 0 }])
  })

  test('a duplicate, an unknown one, too much power, and taking the last one out are impossible', async () => {
    const ledger = await consortium()
    for (const change of [
      validators(),
      validators(['fifth', 1n], ['fifth', 2n]),
      validators(['fifth', 0n]),
      validators(['fifth', 2n ** 50n + 1n]),
      validators(['fifth', -1n]),
      validators(['fifth', 2n ** 50n], ['sixth', 2n ** 50n]),
      validators(['validator', 0n]),
    ])
      assert.deepEqual((await order(ledger, 'enact', change)).refused, impossible('validators-malformed'))
  })

  test('a site for passkeys is named, changed and ended; what its passkeys sign follows at the next block', async () => {
    const ledger = await openCity(new SimulatedStore())
    const to = (rpId: string, ...origins: string[]): Change => ({ kind: 'site', site: { rpId, origins } })
    const codeOf = async () => {
      const admission = ledger.check(await publish('a', now, { signers: [phone] }), now)
      return admission.ok ? 'ok' : admission.code
    }
    assert.equal(await codeOf(), 'ok')
    const moved = await order(ledger, 'enact', to(site.rpId, 'https://new.city.example'))
    assert.deepEqual(moved.events, [['site-changed', [site.rpId, ['https://new.city.example']]]])
    assert.equal(await codeOf(), 'origin-not-accepted')
    assert.equal((await order(ledger, 'enact', to('other.example', 'https://other.example'))).refused, null)
    assert.equal((await order(ledger, 'enact', to(site.rpId))).refused, null)
    assert.equal(await codeOf(), 'relying-party-not-accepted')
    assert.equal((await order(ledger, 'enact', to(site.rpId, site.origin))).refused, null)
    assert.equal(await codeOf(), 'ok')
    const wrong: [string, Change][] = [
      ['site-unchanged', to(site.rpId, site.origin)],
      ['site-unchanged', to('nowhere.example')],
      ['site-malformed', to(site.rpId, 'https://evil.example')],
      ['site-malformed', to(site.rpId, site.origin, site.origin)],
      ['site-malformed', to('City.Example', 'https://City.Example')],
      ['change-missing', { kind: 'site' }],
    ]
    for (const [code, change] of wrong)
      assert.deepEqual((await order(ledger, 'enact', change)).refused, impossible(code))
  })
})
