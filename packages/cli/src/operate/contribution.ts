import {
  checkVote,
  encodeCbor,
  fromBase64,
  GongshiError,
  type Json,
  type PublicKey,
  parseCoseKey,
  parseVkey,
  sha256,
  toBase64,
  toHex,
} from '@gongshi/protocol'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { readJson } from '../files.ts'

const format = 'gongshi/contribution/1'

/** What a department brings to a genesis: who it is, its officer's key, its node's keys, and where its node is reached. */
export type Contribution = {
  readonly chainId: string
  readonly name: string
  readonly organ: { readonly scheme: string; readonly id: string }
  readonly division: { readonly scheme: string; readonly code: string; readonly date: string }
  /** COSE key of the founding officer. */
  readonly key: PublicKey
  readonly votes: boolean
  /** Under which name its node publishes the log, and the key. */
  readonly origin: string
  readonly vkey: string
  /** 32 bytes, Ed25519: the key with which its node votes, which signs the contribution. */
  readonly validator: Uint8Array
  /** `id@host:port`. */
  readonly peer: string
}

/** SHA-256 of what is signed: what people compare. */
export function contributionHash(contribution: Contribution): Uint8Array {
  return sha256(signedBytes(contribution))
}

function signedBytes(contribution: Contribution): Uint8Array {
  const { chainId, name, organ, division, key, votes, origin, vkey, validator, peer } = contribution
  const place = [organ.scheme, organ.id, division.scheme, division.code, division.date]
  return encodeCbor([format, chainId, name, ...place, key.cose, votes, origin, vkey, validator, peer])
}

export function contributionText(contribution: Contribution, sign: (message: Uint8Array) => Uint8Array): string {
  const { key, validator, ...rest } = contribution
  const signature = toBase64(sign(signedBytes(contribution)))
  const file = { format, ...rest, key: toBase64(key.cose), validator: toBase64(validator), signature }
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * The contributions of the departments that found a ledger together.
 * @throws {CliError} contribution-malformed, -altered, -foreign, -repeated, each with its file and department
 */
export async function readContributions(
  context: Context,
  paths: readonly string[],
  chainId: string,
): Promise<Contribution[]> {
  const found: Contribution[] = []
  const seen = new Set<string>()
  for (const path of paths) {
    const contribution = readContribution(await readJson(context, path), path)
    const { name } = contribution
    if (contribution.chainId !== chainId) throw new CliError({ code: 'contribution-foreign', path, name })
    for (const [what, value] of namesOf(contribution)) {
      if (seen.has(`${what} ${value}`)) throw new CliError({ code: 'contribution-repeated', path, name, what })
      seen.add(`${what} ${value}`)
    }
    found.push(contribution)
  }
  return found
}

/** What no two departments share. */
function namesOf({ name, organ, key, origin, validator, vkey, peer }: Contribution): [what: string, value: string][] {
  return [
    ['name', name],
    ['organ', `${organ.scheme}:${organ.id}`],
    ['key', toHex(key.id)],
    ['origin', origin],
    ['validator', toHex(validator)],
    ['vkey', toHex(parseVkey(vkey).publicKey)],
    ['peer', peer.split('@')[0]!],
  ]
}

function readContribution(json: Json, path: string): Contribution {
  const { format: form, signature, key, validator, ...rest } = (json ?? {}) as Record<string, string>
  let contribution: Contribution
  try {
    const keys = { key: parseCoseKey(fromBase64(key!)), validator: fromBase64(validator!) }
    contribution = { ...(rest as unknown as Omit<Contribution, 'key' | 'validator'>), ...keys }
    if (form !== format || !isOwnName(contribution)) throw new CliError({ code: 'contribution-malformed', path })
  } catch (cause) {
    if (cause instanceof GongshiError || cause instanceof TypeError)
      throw new CliError({ code: 'contribution-malformed', path }, { cause })
    throw cause
  }
  if (!isSigned(contribution, signature)) {
    const name = String(contribution.name).slice(0, 100)
    throw new CliError({ code: 'contribution-altered', path, name })
  }
  return contribution
}

/** The verifier key is the one of the origin. @throws {NoteError | TypeError} for what is none */
function isOwnName({ vkey, origin, name, peer, validator, organ, division }: Contribution): boolean {
  const areTexts = [name, origin, organ.scheme, organ.id, division.scheme, division.code].every(
    (each) => typeof each === 'string' && each.length > 0 && each.length <= 200,
  )
  return (
    areTexts && parseVkey(vkey).name === origin && validator.length === 32 && /^[0-9a-f]{40}@\S+:\d{1,5}$/.test(peer)
  )
}

function isSigned(contribution: Contribution, signature: string | undefined): boolean {
  try {
    return checkVote(contribution.validator, signedBytes(contribution), fromBase64(signature!))
  } catch (error) {
    if (error instanceof GongshiError || error instanceof TypeError) return false
    throw error
  }
}
