import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { encodeVkey } from '@gongshi/protocol'
import { Ajv } from 'ajv'
import { configDocument } from '../../test/configDocument.ts'
import { NodeError } from '../errors.ts'
import { parseConfig } from './parseConfig.ts'
import { configSchema } from './schema.ts'

function faultsOf(value: unknown): string[] {
  try {
    parseConfig(value)
  } catch (error) {
    assert.ok(error instanceof NodeError && error.failure.code === 'config-invalid')
    return error.failure.faults.map(({ at }) => at)
  }
  return []
}

const cosigner = (name: string, type = 4) => encodeVkey({ name, type, publicKey: new Uint8Array(32).fill(7) })

describe('configuration', () => {
  test('what is not set has its default; what is handed in stays as it was', () => {
    const given = { http: { port: 8080 } }
    const config = parseConfig(given)
    assert.deepEqual([config.http.port, config.ops.port, config.http.host], [8080, 7901, '127.0.0.1'])
    assert.deepEqual(given, { http: { port: 8080 } })
  })

  test('an unknown key anywhere is refused, with its place; so is every wrong value, all at once', () => {
    assert.deepEqual(faultsOf({ dat: 'x' }), ['/dat'])
    assert.deepEqual(faultsOf({ http: { prot: 1 }, ops: { port: -1 }, queue: 'x' }).sort(), [
      '/http/prot',
      '/ops/port',
      '/queue',
    ])
    for (const value of [
      null,
      [],
      1,
      'x',
      { http: [] },
      { http: { publicUrl: 'ftp://x' } },
      { http: { publicUrl: 'https://x/y' } },
    ])
      assert.ok(faultsOf(value).length > 0, JSON.stringify(value))
    assert.deepEqual(faultsOf(JSON.parse('{"__proto__":{"data":"x"}}')), ['/__proto__'])
  })

  test('proxies are addresses or ranges of them, and none is trusted by default', () => {
    assert.deepEqual(parseConfig({}).http.trustedProxies, [])
    const given = ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '2001:db8::1/128']
    assert.deepEqual(parseConfig({ http: { trustedProxies: given } }).http.trustedProxies, given)
    for (const wrong of [
      '',
      'loopback',
      'proxy.example',
      '10.0.0.0/33',
      '10.0.0.0/0',
      '10.0.0.0/8/8',
      '::/129',
      'fe80::1%a',
      '*',
    ])
      assert.deepEqual(faultsOf({ http: { trustedProxies: [wrong] } }), ['/http/trustedProxies/0'], wrong)
  })

  test('the prefix of ocids is one that the standard’s registry could give', () => {
    assert.equal(parseConfig({}).ocds.prefix, 'ocds-000000')
    assert.equal(parseConfig({ ocds: { prefix: 'ocds-k50g02' } }).ocds.prefix, 'ocds-k50g02')
    for (const prefix of [
      '',
      'k50g02',
      'ocds-',
      'ocds-K50G02',
      'ocds-k50g0',
      'ocds-k50g022',
      'ocds-k50g02-',
      'ocds-k50g0/',
      null,
    ])
      assert.deepEqual(faultsOf({ ocds: { prefix } }), ['/ocds/prefix'], String(prefix))
  })

  test('witnesses: each once, by an Ed25519 cosigner’s key, a quorum of them; a consortium never waits for them', () => {
    const list = [
      { url: 'https://witness.example/w1', vkey: cosigner('w1') },
      { url: 'http://w2', vkey: cosigner('w2') },
    ]
    const faults = (witnesses: object, engine?: object) => faultsOf({ witnesses, ...(engine && { engine }) })
    for (const right of [{ list, quorum: 1 }, { list, quorum: 2, refuseWrites: true }, {}])
      assert.deepEqual(faults(right), [])
    for (const quorum of [0, 3]) assert.deepEqual(faults({ list, quorum }), ['/witnesses/quorum'])
    assert.deepEqual(faults({ list: [list[0], list[0]], quorum: 1 }), ['/witnesses/list'])
    const wrongKeys = [cosigner('w1', 1), cosigner('w1').replace('w1', 'w2')]
    for (const vkey of wrongKeys)
      assert.deepEqual(faults({ list: [{ ...list[0], vkey }], quorum: 1 }), ['/witnesses/list/0/vkey'])
    assert.deepEqual(faults({ refuseWrites: true }), ['/witnesses/refuseWrites'])
    const comet = { kind: 'cometbft' }
    assert.deepEqual(faults({ list, quorum: 1, refuseWrites: true }, comet), ['/witnesses/refuseWrites'])
    for (const url of ['ftp://w', 'https://w/', 'https://user@w'])
      assert.ok(faults({ list: [{ ...list[0], url }], quorum: 1 }).length > 0, url)
  })

  test('a licence has an address by https and a name in both languages', () => {
    const licence = { url: 'https://example.org/terms', zh: '使用条款', en: 'Terms' }
    assert.deepEqual(parseConfig({ licence }).licence, licence)
    assert.equal(parseConfig({}).licence, undefined)
    const wrong = [
      { url: 'http://example.org/' },
      { url: 'javascript:alert(1)' },
      { zh: '' },
      { en: undefined },
      { fr: 'x' },
    ]
    for (const part of wrong)
      assert.throws(() => parseConfig({ licence: { ...licence, ...part } }), JSON.stringify(part))
  })

  test('the schema is one of JSON Schema', () => {
    const ajv = new Ajv({ formats: { 'address-range': true } })
    assert.ok(ajv.validateSchema(configSchema), JSON.stringify(ajv.errors))
  })

  test('docs/configure.md is what the schema says', () => {
    const path = new URL('../../../../docs/configure.md', import.meta.url)
    assert.equal(readFileSync(path, 'utf8'), configDocument())
  })
})
