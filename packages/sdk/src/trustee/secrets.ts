import { decodeCbor, encodeCbor, equalBytes, ProtocolError, sha256, toHex } from '@gongshi/protocol'
import { enrol, type Random } from '@gongshi/threshold'
import { ClientError } from '../errors.ts'
import type { Kept } from '../kept/keptFile.ts'

/**
 * What a trustee keeps of one procedure, from enrolment to the last share. It must be on a disk before anything that was made of
 * it is published: who loses it can neither open nor dispute.
 */
export type TrusteeSecrets = {
  /** Names the procedure: the label of its row. */
  readonly context: Uint8Array
  readonly secret: Uint8Array
  /** What is published of it, 96 bytes. */
  readonly enrolled: Uint8Array
  /** Made once for each circle of trustees: a second one for the same circle would be another polynomial. */
  readonly contributed: readonly Contributed[]
}

export type Contributed = { readonly ceremony: string; readonly contribution: Uint8Array }

/** A new trustee of one procedure. */
export function newTrustee(context: Uint8Array, random: Random): TrusteeSecrets {
  return { context, ...enrol(context, random), contributed: [] }
}

export function keepTrustee({ context, secret, enrolled, contributed }: TrusteeSecrets): Kept {
  const made = contributed.map(({ ceremony, contribution }) => [ceremony, contribution])
  return { kind: 'trustee', about: aboutOf(context), secret: encodeCbor([1, context, secret, enrolled, made]) }
}

/** Whether `later` is what became of `earlier`: the same trustee, and no contribution lost. */
export function continuesTrustee(earlier: TrusteeSecrets, later: TrusteeSecrets): boolean {
  const isThere = ({ ceremony, contribution }: Contributed) =>
    later.contributed.some((each) => each.ceremony === ceremony && equalBytes(each.contribution, contribution))
  return equalBytes(earlier.secret, later.secret) && earlier.contributed.every(isThere)
}

/** What a file of this procedure is known by. */
export function aboutOf(context: Uint8Array): string {
  return toHex(sha256(context))
}

/** @throws {ClientError} client-kept-elsewhere */
export function trusteeOfKept(kept: Kept, context: Uint8Array): TrusteeSecrets {
  if (kept.kind !== 'trustee' || kept.about !== aboutOf(context))
    throw new ClientError({ code: 'client-kept-elsewhere' })
  try {
    const [version, own, secret, enrolled, made] = decodeCbor(kept.secret, {
      maxBytes: kept.secret.length,
      maxDepth: 4,
    }) as [number, Uint8Array, Uint8Array, Uint8Array, [string, Uint8Array][]]
    if (version !== 1 || toHex(own) !== toHex(context)) throw new ClientError({ code: 'client-kept-elsewhere' })
    const contributed = made.map(([ceremony, contribution]) => ({ ceremony, contribution }))
    return { context: own, secret, enrolled, contributed }
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new ClientError({ code: 'client-kept-elsewhere' }, { cause })
    throw cause
  }
}
