import { encodeCbor, fromHex, generateSecret, secretSigner, signReceipt, toHex } from '@gongshi/protocol'
import { seedBytes } from './vectorFile.ts'

export type ReceiptFault = { name: string; receipt: string; code: string }

const receipt = { txId: seedBytes('txId'), received: 1_790_000_000_000, includeBy: 1_790_000_010_000 }

export async function receiptVectors(): Promise<{ good: object[]; key: object; bad: ReceiptFault[] }> {
  const ed = secretSigner('ed25519', generateSecret('ed25519', seedBytes('node key')))
  const es = secretSigner('es256', generateSecret('es256', seedBytes('node key')))
  const hex = toHex(await signReceipt(ed, receipt))
  const good = await Promise.all(
    [ed, es].map(async (signer) => ({
      name: signer.key.suite,
      key: { suite: signer.key.suite, cose: toHex(signer.key.cose) },
      receipt: toHex(await signReceipt(signer, receipt)),
      expected: { ...receipt, txId: toHex(receipt.txId) },
    })),
  )
  const payload = toHex(encodeCbor([receipt.txId, receipt.received, receipt.includeBy]))
  const change = (name: string, from: string, to: string, code = 'receipt-malformed'): ReceiptFault => ({
    name,
    receipt: hex.replace(from, to),
    code,
  })
  const withPayload = (name: string, members: Parameters<typeof encodeCbor>[0]): ReceiptFault => {
    const changed = toHex(encodeCbor(encodeCbor(members)))
    return change(name, toHex(encodeCbor(fromHex(payload))), changed)
  }
  const { txId, received, includeBy } = receipt
  const last = hex.endsWith('00') ? '01' : '00'
  return {
    key: { suite: 'ed25519', cose: toHex(ed.key.cose) },
    good,
    bad: [
      { name: 'empty', receipt: '', code: 'receipt-malformed' },
      { name: 'above 4,096 bytes', receipt: '00'.repeat(4097), code: 'receipt-malformed' },
      { name: 'a byte after it', receipt: `${hex}00`, code: 'receipt-malformed' },
      { name: 'cut short', receipt: hex.slice(0, -2), code: 'receipt-malformed' },
      change('no tag', 'd284', '84'),
      change('tag 98', 'd284', 'd86284'),
      change('an unprotected header', 'a0', 'a10127'),
      withPayload('promised before received', [txId, received, received - 1]),
      withPayload('a txId of 31 bytes', [txId.subarray(1), received, includeBy]),
      withPayload('a fourth member', [txId, received, includeBy, 0]),
      withPayload('two members', [txId, received]),
      withPayload('a time as text', [txId, received, 'tomorrow']),
      { name: 'a changed signature', receipt: `${hex.slice(0, -2)}${last}`, code: 'receipt-signature-invalid' },
      change('another txId', toHex(txId), toHex(seedBytes('another')), 'receipt-signature-invalid'),
      { name: 'signed by another node', receipt: toHex(await signReceipt(es, receipt)), code: 'receipt-key-mismatch' },
    ],
  }
}
