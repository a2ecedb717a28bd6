import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import {
  checkSignature,
  concat,
  fromHex,
  type PublicKey,
  type SuiteName,
  secretSigner,
  sha256,
  trustedKey,
} from '@gongshi/protocol'
import fc from 'fast-check'
import { nativeSignatureCheck } from './nativeSignatureCheck.ts'

type Check = { name: string; publicKey: string; message: string; signature: string; valid: boolean }

const p256 = ['a401022001215820', '225820'] as const
const keyHeads = { ed25519: ['a301012006215820'], es256: p256, webauthnEs256: p256 } as const

describe('native signature check', () => {
  const check = nativeSignatureCheck()

  for (const suite of ['ed25519', 'es256', 'webauthnEs256'] as const)
    test(`gives the verdicts of docs/vectors/${suite}.json`, () => {
      for (const { name, publicKey, message, signature, valid } of vectors(suite))
        assert.equal(check(keyOf(suite, publicKey), fromHex(message), fromHex(signature)), valid, name)
    })

  for (const suite of ['ed25519', 'es256'] as const)
    test(`${suite}: agrees with the pure check on good signatures and on every one-byte change`, async () => {
      const signer = secretSigner(suite, sha256(Uint8Array.of(1)))
      const message = Uint8Array.of(1, 2, 3)
      const signature = await signer.sign(message)
      assert.equal(check(signer.key, message, signature), true)
      fc.assert(
        fc.property(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
          const changed = signature.slice()
          changed[at]! ^= change
          assert.equal(check(signer.key, message, changed), false)
          assert.equal(checkSignature(signer.key, message, changed), false)
        }),
        { numRuns: 15 },
      )
    })

  test('keeps its verdicts when more keys come by than it remembers', async () => {
    const check = nativeSignatureCheck(2)
    const message = Uint8Array.of(7)
    const first = secretSigner('es256', sha256(Uint8Array.of(2)))
    const signature = await first.sign(message)
    const base = vectors('es256').filter(({ valid }) => valid)
    assert.equal(check(first.key, message, signature), true)
    for (let round = 0; round < 3; round++)
      for (const vector of base)
        assert.equal(check(keyOf('es256', vector.publicKey), fromHex(vector.message), fromHex(vector.signature)), true)
    assert.equal(check(first.key, message, signature), true)
  })
})

/** A key as stored, without the checks of parseKey: the vectors hold bad ones. */
function keyOf(suite: SuiteName, publicKey: string): PublicKey {
  const material = fromHex(publicKey)
  const parts = keyHeads[suite].flatMap((head, index) => [
    fromHex(head),
    material.subarray(index * 32, index * 32 + 32),
  ])
  return trustedKey(suite, concat(...parts))
}

function vectors(suite: SuiteName): Check[] {
  const file = new URL(`../../../../docs/vectors/${suite}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { checks: Check[] }).checks
}
