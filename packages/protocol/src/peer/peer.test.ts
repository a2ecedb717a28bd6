import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { generateSecret, secretSigner } from '../keys/secret.ts'
import { parseContentRequest, signContentRequest, verifyContentRequest } from './contentRequest.ts'
import { parseErasureReceipt, signErasureReceipt, verifyErasureReceipt } from './erasureReceipt.ts'
import { PeerError } from './errors.ts'

const node = secretSigner('ed25519', generateSecret('ed25519', new Uint8Array(32).fill(1)))
const other = secretSigner('ed25519', generateSecret('ed25519', new Uint8Array(32).fill(2)))
const request = { chainId: 'city', commitment: new Uint8Array(32).fill(7), notAfter: 1_790_000_000_000 }
const receipt = { chainId: 'city', entry: 12, at: 1_790_000_000_000, keeps: 'blocks' } as const

const isMalformed = (error: unknown) => error instanceof PeerError && error.code === 'peer-statement-malformed'

describe('what members’ nodes say to each other', () => {
  test('a request comes back as it was signed, and is its key’s alone', async () => {
    const signed = parseContentRequest(await signContentRequest(node, request))
    const { chainId, commitment, notAfter } = signed
    assert.deepEqual({ chainId, commitment, notAfter }, request)
    assert.equal(verifyContentRequest(signed, node.key), true)
    assert.equal(verifyContentRequest(signed, other.key), false)
    assert.equal(verifyContentRequest({ ...signed, kid: other.key.id }, other.key), false)
  })

  test('a receipt of an erasure does, too', async () => {
    const signed = parseErasureReceipt(await signErasureReceipt(node, receipt))
    const { chainId, entry, at, keeps } = signed
    assert.deepEqual({ chainId, entry, at, keeps }, receipt)
    assert.equal(verifyErasureReceipt(signed, node.key), true)
    assert.equal(verifyErasureReceipt(signed, other.key), false)
  })

  test('one kind is never taken for the other, though the key is the same', async () => {
    const asked = parseContentRequest(await signContentRequest(node, request))
    const forged = { ...asked, ...receipt, payload: asked.payload }
    assert.equal(verifyErasureReceipt(forged, node.key), false)
    assert.throws(() => parseErasureReceipt(new Uint8Array()), isMalformed)
    const bytes = await signContentRequest(node, request)
    assert.throws(() => parseErasureReceipt(bytes), isMalformed)
  })

  test('with any byte changed it is refused, or its signature is', async () => {
    for (const [bytes, verdict] of [
      [await signContentRequest(node, request), verdictOf(parseContentRequest, verifyContentRequest)],
      [await signErasureReceipt(node, receipt), verdictOf(parseErasureReceipt, verifyErasureReceipt)],
    ] as const)
      for (let at = 0; at < bytes.length; at++)
        for (const flip of [1, 0x80]) {
          const changed = bytes.slice()
          changed[at]! ^= flip
          assert.equal(verdict(changed), false, `byte ${at}`)
        }
  })

  test('a short commitment, a negative entry, an unknown remainder, a member too many', async () => {
    const short = await signContentRequest(node, { ...request, commitment: new Uint8Array(31) })
    assert.throws(() => parseContentRequest(short), isMalformed)
    const wrong = [{ entry: -1 }, { at: -1 }, { keeps: 'all' as 'blocks' }]
    for (const each of wrong) {
      const bytes = await signErasureReceipt(node, { ...receipt, ...each })
      assert.throws(() => parseErasureReceipt(bytes), isMalformed)
    }
    const bytes = await signErasureReceipt(node, receipt)
    assert.throws(() => parseErasureReceipt(new Uint8Array([...bytes, 0])), isMalformed)
  })
})

function verdictOf<Statement>(
  parse: (bytes: Uint8Array) => Statement,
  verify: (statement: Statement, key: typeof node.key) => boolean,
): (bytes: Uint8Array) => boolean {
  return (bytes) => {
    try {
      return verify(parse(bytes), node.key)
    } catch (error) {
      if (isMalformed(error)) return false
      throw error
    }
  }
}
