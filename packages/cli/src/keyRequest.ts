import type { Json, KeyPoint } from '@gongshi/sdk'
import { CliError } from './errors.ts'

/** What somebody asks to be let in with, for one consultation; bytes as hex. */
export type KeyRequest = {
  readonly chainId: string
  /** The row, as it stands in its page's address. */
  readonly consultation: string
  readonly keyId: string
  readonly suite: KeyPoint['suite']
  readonly x: string
  readonly y: string | null
  readonly author: string
}

/** @throws {CliError} cli-value-invalid */
export function readKeyRequest(json: Json): KeyRequest {
  const given = (json ?? {}) as { readonly [name: string]: Json }
  const { chainId, consultation, keyId, suite, x, y, author } = given
  const isHash = (value: Json | undefined) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
  const isPoint = isHash(x) && (y === null || isHash(y)) && (suite === 'ed25519' || suite === 'es256')
  if (typeof chainId !== 'string' || typeof consultation !== 'string' || !isPoint || !isHash(keyId) || !isHash(author))
    throw new CliError({ code: 'cli-value-invalid', flag: 'REQUEST', expected: 'gongshi person request' })
  return json as unknown as KeyRequest
}
