import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { SoftPasskey } from '@gongshi/testkit'
import { p256 } from '@noble/curves/nist.js'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import fc from 'fast-check'
import { concat, equalBytes, fromHex, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { encodeCoseSign, parseCoseSign } from '../cose/sign.ts'
import { ProtocolError } from '../errors.ts'
import { keyMaterial } from '../keys/publicKey.ts'
import { generateSecret } from '../keys/secret.ts'
import { challengeOf, joinAssertion, relyingPartyOf, splitAssertion, verifyWebauthnEs256 } from './webauthn.ts'

type Check = { name: string; publicKey: string; message: string; signature: string; valid: boolean; code?: string }

const site = { rpId: 'gongshi.example', origin: 'https://portal.gongshi.example' }
const passkey = new SoftPasskey(generateSecret('es256', new Uint8Array(32).fill(7)), site)
const message = utf8('a Sig_structure')
const material = keyMaterial(passkey.key)
const base64Url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

describe('assertions against an independent implementation (@simplewebauthn/server)', () => {
  /** Where it asks less than this page: it parses clientDataJSON, and takes either S and reserved or unclear flags. */
  const laxer =
    /between|before|sorted|space|line break|origin before|again|escaped|crossOrigin|reserved|backed up|301|1,025|high|ASCII|quote|frame/

  for (const { name, valid, ...hex } of vectors())
    test(`${valid ? 'accepts' : 'refuses'}: ${name}`, async () => {
      const [publicKey, signed, signature] = [hex.publicKey, hex.message, hex.signature].map(fromHex)
      const accepted = await theirs(publicKey!, signed!, signature!)
      if (valid) assert.equal(accepted, true)
      else if (!laxer.test(name)) assert.equal(accepted, false)
    })

  test('whatever it refuses of one-byte changes, so do we', async () => {
    const value = await passkey.sign(message)
    await fc.assert(
      fc.asyncProperty(fc.nat(value.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = value.with(at, value[at]! ^ change)
        if (verifyWebauthnEs256(material, message, changed))
          assert.equal(await theirs(material, message, changed), true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('WebAuthn assertions', () => {
  test('good ones verify under their own key and message only, whatever site they were made for', async () => {
    const other = new SoftPasskey(generateSecret('es256', new Uint8Array(32).fill(8)), site)
    const sites = fc.record({ rpId: fc.domain(), origin: fc.domain().map((name) => `https://${name}`) })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), sites, async (text, { rpId, origin }) => {
        const value = await passkey.signAs(text, { rpId, origin })
        assert.equal(verifyWebauthnEs256(material, text, value), true)
        assert.equal(verifyWebauthnEs256(material, concat(text, Uint8Array.of(0)), value), false)
        assert.equal(verifyWebauthnEs256(keyMaterial(other.key), text, value), false)
        assert.deepEqual(relyingPartyOf(value), { rpIdHash: sha256(utf8(rpId)), origin })
      }),
      { numRuns: 15 },
    )
  })

  test('no change of one byte passes', async () => {
    const value = await passkey.sign(message)
    for (let at = 0; at < value.length; at++)
      for (const change of [0x01, 0x20, 0x80])
        assert.equal(verifyWebauthnEs256(material, message, value.with(at, value[at]! ^ change)), false, `byte ${at}`)
  })

  test('whatever the bytes, the answer is a verdict, and what splits joins again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1300 }), (value) => {
        assert.equal(verifyWebauthnEs256(material, message, value), false)
        assert.equal(relyingPartyOf(value), undefined)
        const parts = splitAssertion(value)
        if (parts !== undefined) assert.ok(equalBytes(joinAssertion(parts)!, value))
      }),
      { numRuns: 300 },
    )
  })

  test('the origin that is shown is the one that any JSON parser reads, whatever is added after it', () => {
    const added = fc.string({ unit: fc.constantFrom(...'"\\{}[],:a1 origchaletyp'), maxLength: 40 })
    fc.assert(
      fc.property(added, (text) => {
        const { clientData, authenticatorData } = passkey.write(message, {
          clientData: (json) => `${json.slice(0, -1)},"${text}}`,
        })
        const value = joinAssertion({ authenticatorData, clientData, signature: new Uint8Array(64) })!
        const read = relyingPartyOf(value)
        if (read === undefined) return
        assert.equal(originByParser(clientData) ?? read.origin, read.origin)
      }),
      { numRuns: 3000 },
    )
  })

  test('COSE has one spelling for an assertion', async () => {
    const signature = { alg: -65_537, kid: new Uint8Array(32), signature: await passkey.sign(message) }
    const bytes = encodeCoseSign({ payload: new Uint8Array(3), signatures: [signature] })
    assert.deepEqual(parseCoseSign(bytes).signatures, [signature])
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(edits, (changes) => {
        const changed = bytes.slice()
        for (const [at, byte] of changes) changed[at] = byte
        try {
          assert.deepEqual(encodeCoseSign(parseCoseSign(changed)), changed)
        } catch (error) {
          if (!(error instanceof ProtocolError)) throw error
        }
      }),
      { numRuns: 1000 },
    )
    assert.throws(() => encodeCoseSign({ payload: message, signatures: [{ ...signature, signature: message }] }), {
      code: 'cose-outside-profile',
    })
  })
})

function originByParser(clientData: Uint8Array): string | undefined {
  try {
    return (JSON.parse(new TextDecoder().decode(clientData)) as { origin: string }).origin
  } catch {
    return undefined
  }
}

/** Its verdict, as an ordinary website would ask for it: with user verification, for the site that the bytes name. */
async function theirs(publicKey: Uint8Array, signed: Uint8Array, value: Uint8Array): Promise<boolean> {
  const parts = splitAssertion(value)
  if (parts === undefined) return false
  const { authenticatorData, clientData, signature } = parts
  const id = base64Url(Uint8Array.of(1))
  const cose = concat(
    fromHex('a501020326200121' + '5820'),
    publicKey.slice(0, 32),
    fromHex('225820'),
    publicKey.slice(32),
  )
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          authenticatorData: base64Url(authenticatorData),
          clientDataJSON: base64Url(clientData),
          signature: base64Url(p256.Signature.fromBytes(signature).toBytes('der')),
        },
      },
      expectedChallenge: base64Url(challengeOf(signed)),
      expectedOrigin: [site.origin, 'http://localhost:7900', `https://${'a'.repeat(292)}`],
      expectedRPID: [site.rpId, 'other.example'],
      credential: { id, publicKey: Uint8Array.from(cose), counter: 0 },
      requireUserVerification: true,
    })
    return verified
  } catch {
    return false
  }
}

function vectors(): Check[] {
  const file = new URL('../../../../docs/vectors/webauthnEs256.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { checks: Check[] }).checks
}
