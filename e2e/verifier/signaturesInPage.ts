import {
  checkSignature,
  checkVote,
  concat,
  fromHex,
  type PublicKey,
  type SuiteName,
  trustedKey,
  webCryptoCheck,
  webCryptoVoteCheck,
} from '@gongshi/protocol'

/** One check of docs/vectors/ed25519.json or es256.json; bytes in hexadecimal. */
export type Vector = {
  readonly name: string
  readonly publicKey: string
  readonly message: string
  readonly signature: string
  readonly valid: boolean
}

/** What this engine says: as an act's signature and as a validator's vote, by the library alone and with WebCrypto. */
export type Verdicts = {
  readonly name: string
  readonly act: { readonly library: boolean; readonly platform: boolean }
  readonly vote: { readonly library: boolean; readonly platform: boolean } | null
}

const p256 = ['a401022001215820', '225820'] as const
const keyHeads = { ed25519: ['a301012006215820'], es256: p256, webauthnEs256: p256 } as const

/** Runs in Node and, as it is, in the page that the test opens. */
export async function verdictsOf(suite: SuiteName, vectors: readonly Vector[]): Promise<Verdicts[]> {
  const [act, vote] = [webCryptoCheck(crypto.subtle), webCryptoVoteCheck(crypto.subtle)]
  return await Promise.all(
    vectors.map(async ({ name, ...hex }): Promise<Verdicts> => {
      const [point, message, signature] = [hex.publicKey, hex.message, hex.signature].map(fromHex)
      const key = keyOf(suite, point!)
      const asAct = [key, message!, signature!] as const
      const asVote = [point!, message!, signature!] as const
      return {
        name,
        act: { library: checkSignature(...asAct), platform: await act(...asAct) },
        vote: suite !== 'ed25519' ? null : { library: await checkVote(...asVote), platform: await vote(...asVote) },
      }
    }),
  )
}

/** A key as stored, without the checks of parseKey: the vectors hold bad ones. */
function keyOf(suite: SuiteName, point: Uint8Array): PublicKey {
  const parts = keyHeads[suite].flatMap((head, at) => [fromHex(head), point.subarray(at * 32, at * 32 + 32)])
  return trustedKey(suite, concat(...parts))
}
