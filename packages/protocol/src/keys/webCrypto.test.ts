import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { concat, fromHex } from '../bytes/bytes.ts'
import { type SuiteName, suites } from '../suites/suite.ts'
import { type PublicKey, trustedKey } from './publicKey.ts'
import { secretSigner } from './secret.ts'
import { webCryptoCheck } from './webCrypto.ts'

type Check = { name: string; publicKey: string; message: string; signature: string; valid: boolean }

describe('signature check on WebCrypto', () => {
  for (const suite of ['ed25519', 'es256', 'webauthnEs256'] as const)
    test(`gives the verdicts of docs/vectors/${suite}.json`, async () => {
      const check = webCryptoCheck(crypto.subtle)
      for (const { name, publicKey, message, signature, valid } of vectors(suite))
        assert.equal(await check(keyOf(suite, publicKey), fromHex(message), fromHex(signature)), valid, name)
    })

  test('a platform that does not know the algorithm leaves the verdict to TypeScript', async () => {
    const check = webCryptoCheck({
      importKey: async () => Promise.reject(new DOMException('Unrecognized name', 'NotSupportedError')),
      verify: crypto.subtle.verify.bind(crypto.subtle),
    } as Pick<SubtleCrypto, 'importKey' | 'verify'>)
    const signer = secretSigner('ed25519', new Uint8Array(32).fill(3))
    const message = Uint8Array.of(1)
    const signature = await signer.sign(message)
    assert.equal(await check(signer.key, message, signature), true)
    assert.equal(await check(signer.key, Uint8Array.of(2), signature), false)
  })

  test('a platform that accepts anything still does not get a malleable signature past the byte checks', async () => {
    const check = webCryptoCheck({
      importKey: async () => ({}) as CryptoKey,
      verify: async () => true,
    } as Pick<SubtleCrypto, 'importKey' | 'verify'>)
    const malleable = /S \+|S = L|small order|high|n - 1|= 0|= n|63 bytes|65 bytes|no signature/
    for (const suite of ['ed25519', 'es256'] as const)
      for (const { name, publicKey, message, signature } of vectors(suite).filter(
        (vector) => !vector.valid && malleable.test(vector.name),
      ))
        if (name !== 'S = 0')
          assert.equal(await check(keyOf(suite, publicKey), fromHex(message), fromHex(signature)), false, name)
  })
})

function keyOf(suite: SuiteName, publicKey: string): PublicKey {
  const material = fromHex(publicKey)
  const parts = suites[suite].keyTemplate.flatMap(({ before, bytes }, index) => [
    before,
    material.subarray(index * bytes, index * bytes + bytes),
  ])
  return trustedKey(suite, concat(...parts))
}

function vectors(suite: SuiteName): Check[] {
  const file = new URL(`../../../../docs/vectors/${suite}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { checks: Check[] }).checks
}
