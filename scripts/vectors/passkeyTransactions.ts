import { fromHex, generateSecret, parseTransaction, type Signer, signTransaction, toHex } from '@gongshi/protocol'
import { SoftPasskey } from '@gongshi/testkit'
import type { TransactionFault } from './transactionVectors.ts'
import { seedBytes } from './vectorFile.ts'

type Fields = Parameters<typeof signTransaction>[0]

/** Its counter begins anew, so that no vector depends on the ones before. */
export function vectorPasskey(): SoftPasskey {
  const site = { rpId: 'gongshi.example', origin: 'https://portal.gongshi.example' }
  return new SoftPasskey(generateSecret('es256', seedBytes('webauthn key')), site)
}

/** A passkey's signature written otherwise than COSE has it here, or under a key of another suite. */
export async function passkeyFaults(fields: Fields, wrap: (signed: Uint8Array) => string): Promise<TransactionFault[]> {
  const passkey = vectorPasskey()
  const hex = toHex(parseTransaction(await signTransaction(fields, [passkey])).bytes)
  const kid = toHex(passkey.key.id)
  const signature = hex.slice(-128)
  const unprotected = hex.slice(hex.indexOf('a23a00010000'), -132)
  const [data, client] = unprotected.slice(12).split('3a00010001') as [string, string]
  const change = (name: string, from: string, to: string, code = 'transaction-malformed'): TransactionFault => {
    if (!hex.includes(from)) throw new Error(`the vector "${name}" changes nothing`)
    return { name, transaction: wrap(fromHex(hex.replace(from, () => to))), code }
  }
  return [
    change('a passkey without an assertion', unprotected, 'a0'),
    change('an assertion under ES256', `a2013a00010000045820${kid}`, `a20126045820${kid}`),
    change('an assertion without authenticatorData', unprotected, `a13a00010001${client}`),
    change('an assertion without clientDataJSON', unprotected, `a13a00010000${data}`),
    change('clientDataJSON before authenticatorData', unprotected, `a23a00010001${client}3a00010000${data}`),
    change('a third unprotected header', unprotected, `a3${unprotected.slice(2)}3a0001000240`),
    change('authenticatorData of 36 bytes', `5825${data.slice(4)}`, `5824${data.slice(6)}`),
    change('authenticatorData of 38 bytes', `5825${data.slice(4)}`, `5826${data.slice(4)}00`),
    change('no clientDataJSON', `3a00010001${client}`, '3a0001000140'),
    change('a passkey’s signature of 63 bytes', `5840${signature}`, `583f${signature.slice(2)}`),
    change('a passkey’s signature of 65 bytes', `5840${signature}`, `5841${signature}00`),
    ...(await underKeys(fields, passkey)),
  ]
}

async function underKeys(fields: Fields, passkey: SoftPasskey): Promise<TransactionFault[]> {
  const cose = toHex(passkey.key.cose)
  const fault = async (name: string, code: string, signer: Signer, suite = 'webauthnEs256') => ({
    name,
    transaction: toHex(await signTransaction(fields, [signer])),
    code,
    keys: [{ suite, cose }],
  })
  const signing = (changes: Parameters<SoftPasskey['signAs']>[1]): Signer => ({
    key: passkey.key,
    sign: (message) => vectorPasskey().signAs(message, changes),
  })
  const downgraded = { key: { ...passkey.key, suite: 'es256' as const }, sign: async () => new Uint8Array(64).fill(1) }
  return [
    await fault('a passkey’s key under ES256: a downgrade', 'signature-key-mismatch', downgraded),
    await fault('an ES256 key under a passkey’s algorithm', 'signature-key-mismatch', passkey, 'es256'),
    await fault(
      'an assertion over another transaction',
      'assertion-challenge-mismatch',
      signing({ challenge: seedBytes('another') }),
    ),
    await fault('an assertion without user verification', 'assertion-user-not-verified', signing({ flags: 0x01 })),
    await fault('an assertion from a frame', 'assertion-cross-origin', signing({ crossOrigin: true })),
    await fault('an assertion to create a key', 'assertion-malformed', signing({ type: 'webauthn.create' })),
  ]
}
