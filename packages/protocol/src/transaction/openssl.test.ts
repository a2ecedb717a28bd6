import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { p256 } from '@noble/curves/nist.js'
import { encodeCbor } from '../bytes/cbor.ts'
import { keyMaterial } from '../keys/publicKey.ts'
import { secretSigner } from '../keys/secret.ts'
import type { SecretSuiteName } from '../suites/signing.ts'
import { parseSigned, signatureInput } from './signed.ts'
import { parseTransaction, signTransaction } from './transaction.ts'

const installed = spawnSync('openssl', ['version']).status === 0

describe('the openssl command checks a transaction’s signature', {
  skip: !installed && 'openssl is not installed',
}, () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gongshi-openssl-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  test('Ed25519 over the Sig_structure', async () => {
    const { message, signature, keyFile } = await signedBy('ed25519', folder)
    const arguments_ = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      keyFile,
      '-rawin',
      '-in',
      message,
      '-sigfile',
      signature,
    ]
    assert.match(execFileSync('openssl', arguments_).toString(), /Verified Successfully/)
  })

  test('ES256 over the Sig_structure', async () => {
    const { message, signature, keyFile } = await signedBy('es256', folder)
    const arguments_ = ['dgst', '-sha256', '-verify', keyFile, '-signature', signature, message]
    assert.match(execFileSync('openssl', arguments_).toString(), /Verified OK/)
  })
})

async function signedBy(
  suite: SecretSuiteName,
  folder: string,
): Promise<{ message: string; signature: string; keyFile: string }> {
  const signer = secretSigner(suite, new Uint8Array(32).fill(5))
  const salt = new Uint8Array(32).fill(6)
  const fields = { chainId: 'openssl', notAfter: 1, affair: 'disclosure', version: 1, action: 'publish', salt }
  const signed = parseSigned(
    parseTransaction(await signTransaction({ ...fields, input: encodeCbor([1]) }, [signer])).bytes,
  )
  const raw = signed.signatures[0]!.signature
  const material = keyMaterial(signer.key)
  const coordinate = (from: number) => Buffer.from(material.subarray(from, from + 32)).toString('base64url')
  const jwk: JsonWebKey =
    suite === 'ed25519'
      ? { kty: 'OKP', crv: 'Ed25519', x: coordinate(0) }
      : { kty: 'EC', crv: 'P-256', x: coordinate(0), y: coordinate(32) }
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const path = (name: string) => join(folder, `${suite}.${name}`)
  writeFileSync(path('message'), signatureInput(signed, 0))
  writeFileSync(path('signature'), suite === 'ed25519' ? raw : p256.Signature.fromBytes(raw).toBytes('der'))
  writeFileSync(path('pem'), pem)
  return { message: path('message'), signature: path('signature'), keyFile: path('pem') }
}
