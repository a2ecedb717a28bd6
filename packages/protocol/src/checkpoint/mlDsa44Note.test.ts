import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, test } from 'node:test'
import { concat, fromHex, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { checkCosignature, cosignCheckpointMlDsa44, mlDsa44Key, mlDsa44Signer } from './mlDsa44Note.ts'
import { encodeVkey, type NoteSigner, parseNote, parseVkey } from './note.ts'

const checkpoint = { origin: 'log.example/one', size: 34, root: sha256(utf8('root')) }
const text = formatCheckpoint(checkpoint)
const seconds = 1_790_000_100
const signer = mlDsa44Signer('witness.example/w1', sha256(utf8('secret')))

/** SubjectPublicKeyInfo of id-ml-dsa-44 (RFC 9881), before the 1,312 bytes of the key. */
const spkiHead = fromHex('30820532300b06096086480165030403110382052100')

/** `cosigned_message`, written out as c2sp.org/tlog-cosignature has it. */
function messageBy(name: string): Uint8Array {
  const fields = Buffer.alloc(8 + 1 + checkpoint.origin.length + 16)
  fields.writeBigUInt64BE(BigInt(seconds))
  fields[8] = checkpoint.origin.length
  fields.write(checkpoint.origin, 9)
  fields.writeBigUInt64BE(34n, fields.length - 8)
  return concat(utf8('subtree/v1\n\0'), Uint8Array.of(name.length), utf8(name), fields, checkpoint.root)
}

const signatureIn = (line: string) => parseNote(`x\n\n${line}`).signatures[0]!.signature

describe('ML-DSA-44 cosignatures, beside OpenSSL’s', () => {
  test('OpenSSL verifies what ours signs over the message of the standard', async () => {
    const signature = signatureIn(await cosignCheckpointMlDsa44(text, seconds, signer))
    const key = createPublicKey({ key: Buffer.from(concat(spkiHead, signer.publicKey)), format: 'der', type: 'spki' })
    assert.equal(signature.length, 8 + 2420)
    assert.ok(verify(null, messageBy(signer.name), key, signature.subarray(8)))
    assert.ok(checkCosignature(mlDsa44Key(signer), utf8(text), signature))
  })

  test('ours verifies what OpenSSL signs; another name, text, time or bit does not hold', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ml-dsa-44')
    const openssl: NoteSigner = {
      name: 'witness.example/openssl',
      publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-1312)),
      sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
    }
    const signature = signatureIn(await cosignCheckpointMlDsa44(text, seconds, openssl))
    const key = mlDsa44Key(openssl)
    assert.deepEqual(parseVkey(encodeVkey(key)), key)
    assert.ok(checkCosignature(key, utf8(text), signature))
    const turned = (at: number) => signature.with(at, signature[at]! ^ 1)
    const holds = [
      checkCosignature({ ...key, name: 'witness.example/another' }, utf8(text), signature),
      checkCosignature(key, utf8(formatCheckpoint({ ...checkpoint, size: 35 })), signature),
      checkCosignature(key, utf8(text), turned(7)),
      checkCosignature(key, utf8(text), turned(2000)),
      checkCosignature(key, utf8(text), signature.subarray(0, -1)),
      checkCosignature({ ...key, publicKey: key.publicKey.subarray(1) }, utf8(text), signature),
    ]
    assert.deepEqual(holds, Array(6).fill(false))
  })
})
