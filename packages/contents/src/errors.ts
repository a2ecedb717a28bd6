import { GongshiError } from '@gongshi/protocol'

export type ContentFailure =
  | { readonly code: 'content-absent' }
  | { readonly code: 'content-erased'; readonly entry: number }
  | { readonly code: 'content-damaged' }
  | { readonly code: 'content-mismatch' }
  | { readonly code: 'content-key-malformed' }
  | { readonly code: 'content-member-absent' }
  | { readonly code: 'content-member-repeated' }
  | { readonly code: 'content-path-malformed' }
  | { readonly code: 'content-empty' }
  | { readonly code: 'content-too-many-members'; readonly limit: number }
  | { readonly code: 'content-too-large'; readonly limit: number }
  | { readonly code: 'content-tombstone-malformed' }
  | { readonly code: 'content-tombstone-damaged' }
  | { readonly code: 'content-disk-full' }
  | { readonly code: 'content-storage-failed' }
  | { readonly code: 'content-store-stopped' }
  | { readonly code: 'content-store-closed' }

/** What a content store refuses, and why. `code` is stable: programs branch on it, and the error texts must have it. */
export class ContentError extends GongshiError<ContentFailure> {}

const outOfSpace = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Turns an error of the file system into ours; one that is ours already passes through. */
export function asContentError(error: unknown): ContentError {
  if (error instanceof ContentError) return error
  const code = isOutOfSpace(error) ? 'content-disk-full' : 'content-storage-failed'
  return new ContentError({ code }, { cause: error })
}

/** Errors of the file system leave as ours; those of a caller's stream must not come through here. */
export async function coded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw asContentError(error)
  }
}

/** What a read meets: a bad sector is damage of the content. */
export function asReadError(error: unknown): ContentError {
  return isBadSector(error) ? new ContentError({ code: 'content-damaged' }, { cause: error }) : asContentError(error)
}

function isOutOfSpace(error: unknown): boolean {
  return outOfSpace.has(systemCode(error) ?? '')
}

/** What a read meets where the disk itself has gone bad. */
function isBadSector(error: unknown): boolean {
  return systemCode(error) === 'EIO'
}

export function isMissingFile(error: unknown): boolean {
  return systemCode(error) === 'ENOENT'
}

function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
