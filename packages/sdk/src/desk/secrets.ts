import { rowLabel } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, decodeCbor, encodeCbor, ProtocolError, sha256, toHex } from '@gongshi/protocol'
import { newTokenKey } from '../blind/blind.ts'
import { ClientError } from '../errors.ts'
import type { Kept } from '../kept/keptFile.ts'

/** What the desk keeps of one procedure. Without it the count of tokens is lost, and nobody else is let in. */
export type DeskSecrets = {
  readonly chainId: string
  readonly procedure: Cbor
  /** PKCS #8, RSA-3072. */
  readonly secret: Uint8Array
  /** Its public part, as the ledger has it. */
  readonly modulus: Uint8Array
  /** For whom it has signed: one token an organ. It says who asked, so it stays with the desk. */
  readonly given: readonly { readonly organ: string; readonly request: Uint8Array }[]
}

type Matter = Pick<DeskSecrets, 'chainId' | 'procedure'>

export async function newDesk({ chainId, procedure }: Matter): Promise<DeskSecrets> {
  return { chainId, procedure, ...(await newTokenKey()), given: [] }
}

/** What a desk's file is known by. */
export function deskAbout({ chainId, procedure }: Matter): string {
  return toHex(sha256(rowLabel(chainId, procurement.name, 'issuer', [procedure])))
}

export function keepDesk(desk: DeskSecrets): Kept {
  const { chainId, procedure, secret, modulus, given } = desk
  const listed = given.map(({ organ, request }) => [organ, request])
  return { kind: 'desk', about: deskAbout(desk), secret: encodeCbor([1, chainId, procedure, secret, modulus, listed]) }
}

/** @throws {ClientError} client-kept-elsewhere */
export function deskOfKept(kept: Kept, matter: Matter): DeskSecrets {
  if (kept.kind !== 'desk' || kept.about !== deskAbout(matter)) throw new ClientError({ code: 'client-kept-elsewhere' })
  try {
    const limits = { maxBytes: kept.secret.length, maxDepth: 10 }
    const [version, chainId, procedure, secret, modulus, listed] = decodeCbor(kept.secret, limits) as [
      number,
      string,
      Cbor,
      Uint8Array,
      Uint8Array,
      [string, Uint8Array][],
    ]
    if (version !== 1) throw new ClientError({ code: 'client-kept-elsewhere' })
    return { chainId, procedure, secret, modulus, given: listed.map(([organ, request]) => ({ organ, request })) }
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new ClientError({ code: 'client-kept-elsewhere' }, { cause })
    throw cause
  }
}
