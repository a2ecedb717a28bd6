import { siteFault } from '@gongshi/ledger'
import { fromBase64, parseUploadPermit, type UploadPermit, verifyUploadPermit } from '@gongshi/protocol'
import { NodeError } from '../../errors.ts'
import type { Services } from '../services.ts'

/** How far ahead a permit may reach. */
export const longestPermitMs = 60 * 60 * 1000

/**
 * The permit in a request's `Gongshi-Upload`: of a key that is active on this ledger, a passkey on one of its sites, and not expired. Whether it is for
 * what arrives, the route compares. @throws {NodeError} upload-unsigned, -unauthorised, -expired; {UploadError}
 */
export function readPermit(
  { ledger, now, signatureCheck }: Pick<Services, 'ledger' | 'now' | 'signatureCheck'>,
  header: string | string[] | undefined,
): UploadPermit {
  const permit = parsePermit(header)
  const { chainId } = ledger.info()
  const known = ledger.findKey(permit.kid)
  const isGood = known?.isActive && verifyUploadPermit(permit, known.key, signatureCheck)
  const state = { get: (...row: Parameters<typeof ledger.state>) => ledger.state(...row) }
  if (!isGood || permit.chainId !== chainId || siteFault(state, permit) !== undefined)
    throw new NodeError({ code: 'upload-unauthorised' })
  const left = permit.notAfter - now()
  if (left < 0 || left > longestPermitMs) throw new NodeError({ code: 'upload-expired' })
  return permit
}

function parsePermit(header: string | string[] | undefined): ReturnType<typeof parseUploadPermit> {
  if (typeof header !== 'string') throw new NodeError({ code: 'upload-unsigned' })
  let bytes: Uint8Array
  try {
    bytes = fromBase64(header)
  } catch {
    throw new NodeError({ code: 'upload-unauthorised' })
  }
  return parseUploadPermit(bytes)
}
