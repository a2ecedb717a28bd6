import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { encodeInput } from '@gongshi/affair-kit'
import { disclosure } from '@gongshi/affairs'
import { foundingRows } from '@gongshi/node'
import { ed25519Pkcs8, type PublicKey, secretSigner, signTransaction } from '@gongshi/protocol'

export const benchOrgan = { scheme: 'x-bench', id: 'one' }
const benchDivision = { scheme: 'x-bench', code: '1', date: '2026-01-01' }

/** A founder's key that signs with Node's own Ed25519, thirty times as fast as the pure one. */
export class BulkSigner {
  readonly key: PublicKey
  readonly #privateKey

  constructor(secret: Uint8Array) {
    this.key = secretSigner('ed25519', secret).key
    const der = Buffer.from(ed25519Pkcs8(secret))
    this.#privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  }

  readonly sign = async (message: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(sign(null, message, this.#privateKey))

  /** What the genesis says of this key and its one officer. */
  founding() {
    const officer = {
      post: 'bench',
      organ: benchOrgan,
      roles: ['publisher', 'importer'],
      division: benchDivision,
      number: new Uint8Array(randomBytes(16)),
      key: this.key,
    }
    return {
      ...foundingRows([{ organ: benchOrgan, kind: 'administrative', division: benchDivision }], [officer], Date.now()),
      parameters: [
        {
          affair: 'erasure',
          name: 'waitingTime',
          value: 1000,
          from: '2026-01-01T00:00:00Z',
          basis: 'personal-information/47',
        },
      ],
    }
  }
}

/** As long as a code may be: brings a publication to about 512 bytes without making its row's key longer than usual. */
const clause = `government-information/20.${'9'.repeat(102)}`

/** Signed publications, about 512 bytes each. */
export async function publications(
  signer: BulkSigner,
  chainId: string,
  from: number,
  count: number,
  lifetimeMs = 50 * 60_000,
): Promise<Uint8Array[]> {
  const notAfter = Date.now() + lifetimeMs
  const made: Uint8Array[] = []
  for (let number = from; number < from + count; number++) {
    const input = encodeInput(disclosure, 'publish', {
      organ: benchOrgan,
      identifier: `bench-${number}`,
      kind: 'notice',
      clause,
      issued: '2026-01-02',
      effective: null,
      expires: null,
      content: new Uint8Array(randomBytes(32)),
    })
    const fields = {
      chainId,
      notAfter,
      affair: 'disclosure',
      version: 1,
      action: 'publish',
      input,
      salt: new Uint8Array(randomBytes(32)),
    }
    made.push(await signTransaction(fields, [signer]))
  }
  return made
}
