import assert from 'node:assert/strict'
import { createPrivateKey, sign } from 'node:crypto'
import { describe, test } from 'node:test'
import { encodeInput } from '@gongshi/affair-kit'
import {
  createDraft,
  encodeDraft,
  encodeTransaction,
  finishDraft,
  generateSecret,
  keyMaterial,
  normaliseEs256,
  parseDraft,
  parseTransaction,
  type Signer,
  secretSigner,
  sha256,
  signDraft,
  signTransaction,
  utf8,
} from '@gongshi/protocol'
import { type AssertionChanges, SoftPasskey } from '@gongshi/testkit'
import {
  type Act,
  act,
  editor,
  genesis,
  genesisTime,
  head,
  keyFields,
  makeBlock,
  openCity,
  organ,
  phone,
  publish,
  registrar,
  revoked,
  signerOf,
  site,
} from '../../fixtures/city.ts'
import { notices } from '../../fixtures/notices.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { jointActsPerDay, jointNotAfterMs, notAfterMs } from './admissible.ts'

const now = genesisTime + 10_000
const ledger = await openCity(new SimulatedStore())

function codeOf(transaction: Uint8Array, at = now): string {
  const admission = ledger.check(transaction, at)
  return admission.ok ? 'ok' : admission.code
}

function changed(transaction: Uint8Array, change: (signed: Uint8Array) => Uint8Array): Uint8Array {
  const { bytes, salt, input } = parseTransaction(transaction)
  return encodeTransaction(change(bytes), salt, input)
}

describe('a transaction is refused', () => {
  const refused: readonly [code: string, how: Act][] = [
    ['chain-other', { chainId: 'other-city' }],
    ['transaction-expired', { notAfter: now - 1 }],
    ['not-after-too-far', { notAfter: now + notAfterMs + 1 }],
    ['not-after-too-far', { notAfter: now + jointNotAfterMs + 1, signers: [editor, head] }],
    ['signer-unknown', { signers: [signerOf('stranger')] }],
    ['signer-revoked', { signers: [revoked] }],
    ['affair-version-inactive', { version: 2 }],
  ]
  for (const [code, how] of refused)
    test(`${code}: ${JSON.stringify({ ...how, signers: how.signers?.length })}`, async () => {
      assert.equal(codeOf(await publish('a', now, how)), code)
    })

  test('for what it asks: affairs, actions and inputs that are none', async () => {
    const { transaction } = parseTransaction(await publish('a', now))
    assert.equal(codeOf(transaction), 'ok')
    const asked = async (affair: string, action: string, input: Uint8Array) => {
      const fields = {
        chainId: 'test-city',
        notAfter: now + 1000,
        affair,
        version: 1,
        action,
        salt: sha256(utf8(action)),
        input,
      }
      return codeOf(await signTransaction(fields, [editor]))
    }
    const good = encodeInput(notices, 'publish', { organ, number: 'a', title: 'A', until: null })
    assert.equal(await asked('nothing', 'publish', good), 'affair-unknown')
    assert.equal(await asked('notices', 'nothing', good), 'action-unknown')
    assert.equal(await asked('notices', 'constructor', good), 'action-unknown')
    assert.equal(
      await asked('notices', 'expire', encodeInput(notices, 'expire', { notice: ['x'] })),
      'action-not-submittable',
    )
    assert.match(await asked('notices', 'publish', Uint8Array.of(0x80)), /^value-/)
    assert.match(await asked('notices', 'raise', good), /^value-/)
  })

  test('for its bytes: cut short, extended, with a bad signature or one signer exchanged', async () => {
    const transaction = await publish('a', now)
    for (let length = 0; length < transaction.length; length += 7)
      assert.match(codeOf(transaction.subarray(0, length)), /^transaction-/)
    assert.match(codeOf(Uint8Array.of(...transaction, 0)), /^transaction-/)
    assert.equal(
      codeOf(changed(transaction, (signed) => signed.with(signed.length - 5, signed.at(-5)! ^ 1))),
      'signature-invalid',
    )
    assert.match(codeOf(new Uint8Array(61 * 1024)), /^transaction-too-large$/)
    assert.equal(codeOf(transaction), 'ok')
  })

  test('repeated: after its block, and also under another valid signature, since the id is what counts', async () => {
    const own = await openCity(new SimulatedStore())
    const salt = sha256(utf8('one salt'))
    const signed = (signers: readonly Signer[]) =>
      act('withdraw', { notice: [organ.scheme, 'x'] }, now, { salt, signers })
    const first = await signed([editor, head])
    const second = await signed([editor, randomisedP256('head')])
    assert.notDeepEqual(first, second)
    await makeBlock(own, [first], now)
    for (const again of [first, second]) {
      const admission = own.check(again, now)
      assert.ok(!admission.ok && admission.code === 'transaction-repeated')
    }
  })
})

/** ECDSA leaves its nonce to the signer, so one payload has many good signatures. */
function randomisedP256(word: string): Signer {
  const { key } = signerOf(word, 'es256')
  const [x, y] = [keyMaterial(key).slice(0, 32), keyMaterial(key).slice(32)]
  const d = generateSecret('es256', sha256(utf8(word)))
  const part = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: part(x), y: part(y), d: part(d) }
  const secret = createPrivateKey({ key: jwk, format: 'jwk' })
  return {
    key,
    sign: async (message) =>
      normaliseEs256(Uint8Array.from(sign('sha256', message, { key: secret, dsaEncoding: 'ieee-p1363' }))),
  }
}

describe('the suites that genesis names are the ones accepted', () => {
  test('a P-256 signer is refused where only Ed25519 is', async () => {
    const strict = await openCity(new SimulatedStore(), { genesis: { ...genesis, suites: ['ed25519'] } })
    const joint = await act('withdraw', { notice: [organ.scheme, 'x'] }, now, { signers: [editor, head] })
    const admission = strict.check(joint, now)
    assert.ok(!admission.ok && admission.code === 'suite-not-accepted')
  })
})

describe('passkeys', () => {
  const asked = (changes: AssertionChanges) => ({
    signers: [{ key: phone.key, sign: (message: Uint8Array) => phone.signAs(message, changes) }],
  })

  test('sign as any other key, on the site that genesis names', async () => {
    assert.equal(codeOf(await publish('a', now, { signers: [phone] })), 'ok')
  })

  const refused: readonly [code: string, changes: AssertionChanges][] = [
    ['relying-party-not-accepted', { rpId: 'evil.example', origin: 'https://evil.example' }],
    ['relying-party-not-accepted', { rpId: 'example' }],
    ['origin-not-accepted', { origin: 'https://evil.example' }],
    ['origin-not-accepted', { origin: `${site.origin}:8443` }],
    ['origin-not-accepted', { origin: 'https://city.example' }],
    ['assertion-user-not-verified', { flags: 0x01 }],
    ['assertion-challenge-mismatch', { challenge: sha256(utf8('another')) }],
    ['assertion-cross-origin', { crossOrigin: true }],
    ['assertion-malformed', { clientData: (json) => json.replace('{', '{"a":1,') }],
  ]
  for (const [code, changes] of refused)
    test(`${code}: ${JSON.stringify({ ...changes, clientData: changes.clientData?.toString() })}`, async () => {
      assert.equal(codeOf(await publish('a', now, asked(changes))), code)
    })

  test('a key registered for passkeys signs nothing as ES256, nor the other way round', async () => {
    const secret = generateSecret('es256', sha256(utf8('phone')))
    const downgraded = secretSigner('es256', secret)
    assert.deepEqual(downgraded.key.id, phone.key.id)
    assert.equal(codeOf(await publish('a', now, { signers: [downgraded] })), 'signature-key-mismatch')
    const upgraded = new SoftPasskey(generateSecret('es256', sha256(utf8('head'))), site)
    const joint = await act('withdraw', { notice: [organ.scheme, 'x'] }, now, { signers: [editor, upgraded] })
    assert.equal(codeOf(joint), 'signature-key-mismatch')
  })

  test('a signature that is good for one ledger is not asked about the site of another, whatever was remembered', async () => {
    const { relyingParties: _, ...without } = genesis
    const elsewhere = await openCity(new SimulatedStore(), { genesis: without })
    const transaction = await publish('a', now, { signers: [phone] })
    for (const [own, expected] of [
      [ledger, 'ok'],
      [elsewhere, 'relying-party-not-accepted'],
    ] as const) {
      const admission = own.check(transaction, now)
      assert.equal(admission.ok ? 'ok' : admission.code, expected)
      const { results } = own === ledger ? { results: [] } : await makeBlock(own, [transaction], now)
      assert.deepEqual(
        results.flatMap(({ members }) => members.map(({ outcome }) => outcome[1])),
        results.map(() => expected),
      )
    }
  })

  test('a ledger that does not name the suite refuses it', async () => {
    const strict = await openCity(new SimulatedStore(), { genesis: { ...genesis, suites: ['ed25519', 'es256'] } })
    const admission = strict.check(await publish('a', now, { signers: [phone] }), now)
    assert.ok(!admission.ok && admission.code === 'suite-not-accepted')
  })
})

describe('a key that the act itself brings', () => {
  const stranger = signerOf('stranger')
  const author = sha256(utf8('an author'))
  const respond = (
    changes: { word?: bigint; brought?: Signer; signers?: readonly Signer[]; author?: Uint8Array } = {},
  ) => {
    const { suite, x, y } = keyFields(changes.brought ?? stranger)
    const input = { author: changes.author ?? author, key: { suite, x, y }, word: changes.word ?? 42n }
    return act('respond', input, now, { signers: changes.signers ?? [stranger] })
  }

  test('is taken while the rules let the act pass, and leaves nothing when they do not', async () => {
    const own = await openCity(new SimulatedStore())
    const refused = await respond({ word: 41n })
    const admission = own.check(refused, now)
    assert.ok(!admission.ok && admission.code === 'newcomer-refused')
    assert.deepEqual(admission.detail, ['wrong'])
    const good = await respond()
    assert.ok(own.check(good, now).ok)
    const { results } = await makeBlock(own, [refused, good], now)
    const outcomes = results.flatMap(({ members }) => members.map(({ outcome, index }) => [outcome[0], index === null]))
    assert.deepEqual(outcomes, [
      ['inadmissible', true],
      ['ok', false],
    ])
    assert.equal(own.check(await respond({ word: 42n }), now).ok, false, 'the row is there')
  })

  test('is the signer’s own, alone, and nobody’s yet', async () => {
    const other = signerOf('another stranger')
    assert.equal(codeOf(await respond({ brought: other })), 'signer-unknown')
    assert.equal(codeOf(await respond({ signers: [stranger, other] })), 'signer-unknown')
    assert.equal(codeOf(await respond({ brought: editor, signers: [editor] })), 'newcomer-refused')
    assert.equal(codeOf(await respond({ brought: revoked, signers: [revoked] })), 'signer-revoked')
    const forged = changed(await respond(), (signed) => signed.with(signed.length - 5, signed.at(-5)! ^ 1))
    assert.equal(codeOf(forged), 'signature-invalid')
    const point = { suite: 'ed25519', x: new Uint8Array(32).fill(0xff), y: null }
    const unfit = await act('respond', { author, key: point, word: 42n }, now, { signers: [stranger] })
    assert.equal(codeOf(unfit), 'signer-unknown')
  })
})

describe('drafts', () => {
  test('signed one after the other, over half a day, are admitted and carried out as one act', async () => {
    const own = await openCity(new SimulatedStore())
    await makeBlock(own, [await publish('d', now)], now)
    const later = now + 12 * notAfterMs
    let draft = createDraft({
      chainId: genesis.chainId,
      notAfter: later,
      affair: 'notices',
      version: 1,
      action: 'withdraw',
      salt: sha256(utf8('draft')),
      input: encodeInput(notices, 'withdraw', { notice: [[organ.scheme, organ.id], 'd'] }),
      signers: [editor.key.id, head.key.id],
    })
    for (const signer of [head, editor]) draft = parseDraft(encodeDraft(await signDraft(draft, signer, later)))
    const { transaction, txId } = finishDraft(draft, later)
    const { results } = await makeBlock(own, [transaction], later)
    const [member] = results[0]!.members
    assert.deepEqual([member!.outcome[0], member!.txId], ['ok', txId])
  })
})

describe('what counts is the block', () => {
  test('the same question has the same answer, whatever was asked before', async () => {
    const transactions = await Promise.all([
      publish('a', now),
      publish('b', now, { notAfter: now - 1 }),
      publish('c', now, { signers: [revoked] }),
      publish('d', now, { signers: [registrar] }),
    ])
    const asked = [...transactions, ...[...transactions].reverse(), ...transactions].map((each) => codeOf(each))
    const fresh = await openCity(new SimulatedStore())
    const anew = transactions.map((each) => {
      const admission = fresh.check(each, now)
      return admission.ok ? 'ok' : admission.code
    })
    assert.deepEqual(asked, [...anew, ...[...anew].reverse(), ...anew])
  })

  test('the time is the later of the last block and the clock', async () => {
    const own = await openCity(new SimulatedStore())
    await makeBlock(own, [await publish('t', now)], now)
    const old = await publish('u', now, { notAfter: now - 1 })
    const admission = own.check(old, now - 5000)
    assert.ok(!admission.ok && admission.code === 'transaction-expired')
  })

  test('joint acts that are kept for long have a quota a day, earlier members counted', async () => {
    const own = await openCity(new SimulatedStore())
    const joint = (number: number) =>
      act('withdraw', { notice: [organ.scheme, `${number}`] }, now, {
        signers: [editor, head],
        notAfter: now + 2 * notAfterMs,
      })
    const all = await Promise.all(Array.from({ length: jointActsPerDay + 1 }, (_, number) => joint(number)))
    const done = await makeBlock(own, all.slice(0, 60), now)
    assert.equal(done.results[0]!.members.filter(({ index }) => index !== null).length, 60)
    const more = await makeBlock(own, all.slice(60), now + 1)
    const left = more.results[0]!.members.filter(({ outcome }) => outcome[0] === 'inadmissible')
    assert.deepEqual(
      left.map(({ outcome }) => outcome[1]),
      ['not-after-quota'],
    )
    const tomorrow = own.check(all.at(-1)!, now + 24 * notAfterMs)
    assert.ok(!tomorrow.ok && tomorrow.code === 'transaction-expired')
  })
})
