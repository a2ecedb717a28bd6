import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ReceiptError } from '../errors.ts'
import { secretSigner } from '../keys/secret.ts'
import { signReceipt, verifyReceipt } from './receipt.ts'

const node = secretSigner('ed25519', new Uint8Array(32).fill(4))
const receipt = { txId: new Uint8Array(32).fill(9), received: 1_700_000_000_000, includeBy: 1_700_000_010_000 }

describe('admission receipts', () => {
  test('a change of any one byte is refused', async () => {
    const bytes = await signReceipt(node, receipt)
    assert.equal(verifyReceipt(bytes, node.key).includeBy, receipt.includeBy)
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at]! ^= 0x01
      assert.throws(() => verifyReceipt(changed, node.key), ReceiptError, `byte ${at}`)
    }
  })

  test('a promise that runs backwards, or to no time, is not signed', async () => {
    for (const change of [
      { includeBy: 1 },
      { received: 0 },
      { includeBy: 1e20 },
      { received: 1.5 },
      { txId: new Uint8Array(31) },
    ])
      await assert.rejects(signReceipt(node, { ...receipt, ...change }), { code: 'receipt-malformed' })
  })
})
