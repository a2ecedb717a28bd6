import assert from 'node:assert/strict'
import { createHmac, hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex, utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { generateSecret, type Signer, secretSigner } from '../keys/secret.ts'
import { type SecretSuiteName, secretSuiteNames, signingSuites } from '../suites/signing.ts'
import { signTransaction } from '../transaction/transaction.ts'
import { signCertificate, verifyCertificate } from './certificate.ts'
import { type Pairwise, pairwisePseudonym, pairwiseSigner } from './derive.ts'
import { CertificateError } from './errors.ts'

const chainId = 'city'
const organ = (id: string): Pairwise => ({ chainId, scope: { kind: 'organ', scheme: 'x-city', id } })
const matter = (row: string): Pairwise => ({ chainId, scope: { kind: 'case', affair: 'welfare', row } })
const seedOf = (word: string) => new Uint8Array(createHmac('sha256', 'seed').update(word).digest())

describe('docs/vectors/pairwise.json', () => {
  const file = new URL('../../../../docs/vectors/pairwise.json', import.meta.url)
  const { seed, derived } = JSON.parse(readFileSync(file, 'utf8')) as {
    seed: string
    derived: (Pairwise & { pseudonym: string; keys: { [suite: string]: string } })[]
  }
  for (const { pseudonym, keys, ...pairwise } of derived)
    test(JSON.stringify(pairwise), () => {
      assert.equal(toHex(pairwisePseudonym(fromHex(seed), pairwise)), pseudonym)
      for (const suite of secretSuiteNames)
        assert.equal(toHex(pairwiseSigner(fromHex(seed), pairwise, suite).key.cose), keys[suite])
    })

  test('Node’s own HKDF gives the same', () => {
    const { keys, scope, generation = 0, chainId: chain } = derived[1]!
    assert.ok(scope.kind === 'organ')
    const derive = (suite: SecretSuiteName) => {
      const info = encodeCbor(['key', suite, chain, 'organ', scope.scheme, scope.id, generation])
      return new Uint8Array(hkdfSync('sha256', fromHex(seed), utf8('gongshi/pairwise/1'), info, 32))
    }
    const point = toHex(signingSuites.ed25519.publicKey(derive('ed25519')))
    assert.ok(keys.ed25519!.endsWith(point))
  })
})

describe('pairwise keys', () => {
  test('one seed gives the same key again, and another for each organ, case, ledger, suite and generation', () => {
    const seed = seedOf('a')
    const scopes = [organ('tax'), organ('health'), matter('tax'), matter('2'), { ...organ('tax'), chainId: 'other' }]
    const all = scopes.flatMap((pairwise) => [pairwise, { ...pairwise, generation: 1 }])
    const values = all.flatMap((pairwise) => [
      ...secretSuiteNames.map((suite) => toHex(pairwiseSigner(seed, pairwise, suite).key.id)),
      toHex(pairwisePseudonym(seed, pairwise)),
    ])
    assert.equal(new Set(values).size, values.length)
    assert.deepEqual(pairwiseSigner(seed, organ('tax')).key, pairwiseSigner(seed, organ('tax')).key)
    assert.throws(() => pairwiseSigner(seed.subarray(1), organ('tax')), { code: 'secret-malformed' })
  })

  test('no two scopes run into each other, however they are spelled', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 })
    const pair = fc.tuple(text, text)
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        const key = (scheme: string, id: string) =>
          toHex(pairwisePseudonym(seedOf('a'), { chainId, scope: { kind: 'organ', scheme, id } }))
        assert.equal(key(a, b) === key(c, d), a === c && b === d)
      }),
    )
  })

  test('no two entries of one person link: what they share, they share with everybody’s', async () => {
    const offices = ['tax', 'health', 'land', 'parking']
    const persons = ['a', 'b', 'c']
    const entries = await Promise.all(
      persons.flatMap((person) =>
        offices.map(async (office) => ({ person, office, bytes: await entryOf(seedOf(person), organ(office)) })),
      ),
    )
    const common = (left: Uint8Array, right: Uint8Array) => sharedWindows(left, right)
    for (const one of entries)
      for (const other of entries.filter(({ office }) => office !== one.office)) {
        const stranger = entries.find(({ person, office }) => person !== one.person && office === other.office)!
        if (one.person !== other.person) continue
        const own = common(one.bytes, other.bytes)
        const anyones = common(one.bytes, stranger.bytes)
        assert.deepEqual(
          [...own].filter((window) => !anyones.has(window)),
          [],
          `${one.person} ${one.office} ${other.office}`,
        )
      }
  })
})

/** An entry as it stands on the ledger: who signs is a key, whom it is about a pseudonym. */
async function entryOf(seed: Uint8Array, pairwise: Pairwise): Promise<Uint8Array> {
  const office = pairwise.scope.kind === 'organ' ? pairwise.scope.id : ''
  const salt = new Uint8Array(createHmac('sha256', seed).update(`salt ${office}`).digest())
  const input = encodeCbor([pairwisePseudonym(seed, pairwise), office])
  const fields = { chainId, notAfter: 1, affair: 'welfare', version: 1, action: 'apply', salt, input }
  return signTransaction(fields, [pairwiseSigner(seed, pairwise)])
}

/** Every run of eight bytes that stands in both. */
function sharedWindows(left: Uint8Array, right: Uint8Array): Set<string> {
  const windows = (bytes: Uint8Array) =>
    new Set(Array.from({ length: bytes.length - 7 }, (_, at) => toHex(bytes.subarray(at, at + 8))))
  const others = windows(right)
  return new Set([...windows(left)].filter((window) => others.has(window)))
}

describe('certificates of pairwise keys', () => {
  const authority = secretSigner('es256', generateSecret('es256', seedOf('authority')))
  const holder = pairwiseSigner(seedOf('a'), organ('tax'))
  const times = { notBefore: 1000, notAfter: 2000 }
  const certificate = { ...organ('tax'), keyId: holder.key.id, level: 3, ...times }
  const issue = (issuer: Signer = authority) => signCertificate(issuer, certificate)
  const expected = { ...organ('tax'), keyId: holder.key.id, issuer: authority.key, now: 1500 }
  const refused = (bytes: Uint8Array, change: object, code: string) =>
    assert.throws(() => verifyCertificate(bytes, { ...expected, ...change }), { code }, JSON.stringify(change))

  test('hold for their key, organ and time, and say nothing else', async () => {
    const bytes = await issue()
    assert.deepEqual(verifyCertificate(bytes, expected), certificate)
    verifyCertificate(bytes, { ...expected, now: 1000 })
    verifyCertificate(bytes, { ...expected, now: 2000 })
    assert.ok(!toHex(bytes).includes(toHex(pairwiseSigner(seedOf('a'), organ('health')).key.id)))
  })

  test('are refused elsewhere, later, for another key or from another issuer', async () => {
    const bytes = await issue()
    refused(bytes, { now: 999 }, 'certificate-out-of-time')
    refused(bytes, { now: 2001 }, 'certificate-out-of-time')
    refused(bytes, organ('health'), 'certificate-other-scope')
    refused(bytes, matter('tax'), 'certificate-other-scope')
    refused(bytes, { chainId: 'other' }, 'certificate-other-scope')
    refused(bytes, { keyId: authority.key.id }, 'certificate-other-scope')
    refused(bytes, { issuer: holder.key }, 'certificate-issuer-mismatch')
    refused(await issue(holder), {}, 'certificate-issuer-mismatch')
    for (const wrong of [{ level: 0 }, { level: 5 }, { notAfter: 999 }, { keyId: new Uint8Array(31) }])
      await assert.rejects(signCertificate(authority, { ...certificate, ...wrong }), { code: 'certificate-malformed' })
  })

  test('no change of a byte passes, and the answer is a code', async () => {
    const bytes = await issue()
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = bytes.with(at, bytes[at]! ^ change)
        assert.throws(() => verifyCertificate(changed, expected), CertificateError)
      }),
      { numRuns: 60 },
    )
    for (let length = 0; length < bytes.length; length += 9)
      refused(bytes.subarray(0, length), {}, 'certificate-malformed')
  })
})
