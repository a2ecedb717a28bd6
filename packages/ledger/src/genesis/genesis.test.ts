import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import fc from 'fast-check'
import { genesis, openCity, organ } from '../../fixtures/city.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { type Genesis, genesisHash, parseGenesis } from './genesis.ts'

type Plain = { [name: string]: unknown }

const plain = () => JSON.parse(JSON.stringify(genesis)) as Plain

describe('a genesis', () => {
  test('has one hash, however its members are laid out in the file', () => {
    const shuffled = Object.fromEntries(Object.entries(plain()).reverse())
    assert.deepEqual(genesisHash(parseGenesis(shuffled)), genesisHash(genesis))
  })

  test('has another hash for any other content', () => {
    const hashes = new Set<string>([toHex(genesisHash(genesis))])
    const changes: Partial<Genesis>[] = [
      { chainId: 'other' },
      { genesisTime: '2026-01-01T00:00:00.001Z' },
      { suites: ['ed25519'] },
      { organs: [] },
      { keys: genesis.keys.slice(1) },
      { keys: [...genesis.keys].reverse() },
      { publishers: [] },
      { synthetic: true },
    ]
    for (const change of changes) hashes.add(toHex(genesisHash({ ...genesis, ...change })))
    assert.equal(hashes.size, changes.length + 1)
  })

  test('says that all is made up by a member that its hash covers; one without it reads and hashes as ever', () => {
    assert.equal(parseGenesis({ ...plain(), synthetic: true }).synthetic, true)
    const without = parseGenesis(plain())
    assert.ok(!Object.hasOwn(without, 'synthetic'))
    assert.deepEqual(genesisHash(without), genesisHash(genesis))
    for (const wrong of [false, null, 1, 'true', {}])
      assert.throws(() => parseGenesis({ ...plain(), synthetic: wrong }), { code: 'genesis-malformed' })
  })

  test('is refused where a member is missing, unknown or of another kind', () => {
    for (const name of Object.keys(genesis)) {
      for (const wrong of [undefined, null, 1.5, 'Not A Chain', [null], [[]], {}]) {
        if (name === 'relyingParties' && wrong === undefined) continue
        assert.throws(
          () => parseGenesis({ ...plain(), [name]: wrong }),
          { code: 'genesis-malformed' },
          `${name} ${wrong}`,
        )
      }
    }
    assert.throws(() => parseGenesis({ ...plain(), extra: 1 }), { code: 'genesis-malformed' })
    assert.throws(() => parseGenesis({ ...plain(), validators: [] }), { code: 'genesis-malformed' })
    fc.assert(
      fc.property(fc.anything(), (json) => {
        assert.throws(() => parseGenesis(json), { code: 'genesis-malformed' })
      }),
    )
  })

  test('names sites for passkeys: an origin lies within its RP id, and is https but on the machine itself', () => {
    const named = (rpId: unknown, ...origins: unknown[]) =>
      parseGenesis({ ...plain(), relyingParties: [{ rpId, origins }] }).relyingParties
    assert.deepEqual(named('city.example', 'https://city.example', 'https://a.b.city.example:8443'), [
      { rpId: 'city.example', origins: ['https://city.example', 'https://a.b.city.example:8443'] },
    ])
    named('localhost', 'http://localhost:7900')
    const wrong: [unknown, ...unknown[]][] = [
      ['city.example'],
      ['city.example', 'https://evil.example'],
      ['city.example', 'https://evilcity.example'],
      ['city.example', 'http://city.example'],
      ['city.example', 'https://city.example/'],
      ['city.example', 'https://city.example/sign'],
      ['city.example', 'https://city.example:0'],
      ['City.example', 'https://City.example'],
      ['-', 'https://-'],
      ['', 'https://'],
      ['city.example', 7],
      [7, 'https://city.example'],
    ]
    for (const [rpId, ...origins] of wrong)
      assert.throws(() => named(rpId, ...origins), { code: 'genesis-malformed' }, `${rpId} ${origins}`)
  })

  test('is refused where a row or parameter is none of its declaration', async () => {
    const [first, ...others] = genesis.keys
    const wrong: Partial<Genesis>[] = [
      { organs: [{ organ, colour: 'red' }] },
      { organs: [{ organ: 'A1' }] },
      { offices: [{ organ }] },
      { organs: [{ organ }, { organ }] },
      { keys: [{ ...first, status: 'lost' }, ...others] },
      { keys: [{ ...first, x: 'zz' }, ...others] },
      { affairs: genesis.affairs.filter(({ name }) => name !== 'organisations') },
      { parameters: [{ affair: 'notices', name: 'shortest', value: 1, from: '2026-01-01T00:00:00Z', basis: 'a/1' }] },
      {
        parameters: [{ affair: 'notices', name: 'longest', value: 'long', from: '2026-01-01T00:00:00Z', basis: 'a/1' }],
      },
      { genesisTime: '2026-13-01T00:00:00Z' },
    ]
    for (const [at, change] of wrong.entries())
      await assert.rejects(
        openCity(new SimulatedStore(), { genesis: { ...genesis, ...change } }),
        { code: 'genesis-malformed' },
        `${at}`,
      )
  })

  test('begins the ledger at height 0 with a state that can be proven and no entry', async () => {
    const ledger = await openCity(new SimulatedStore())
    const { height, genesisHash: hash } = ledger.info()
    assert.equal(height, 0)
    assert.equal(ledger.logSize(), 0)
    assert.deepEqual(ledger.state('ledger', 'genesis', []), hash)
    assert.notEqual(ledger.proveState('organisations', 'entity/organ', [[organ.scheme, organ.id]]).value, null)
  })
})
