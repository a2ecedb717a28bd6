/**
 * How the reader came by a trust root. Only what does not depend on the one being checked counts as ground for proof:
 * a fingerprint typed or compared, or one remembered from when it was.
 */
export type TrustSource =
  | { readonly kind: 'pinned' }
  | { readonly kind: 'compared' }
  | { readonly kind: 'remembered'; readonly since: number; readonly how: 'pinned' | 'compared' }
  | { readonly kind: 'site' }
  | { readonly kind: 'unconfirmed' }

export function isIndependent(source: TrustSource): boolean {
  return source.kind === 'pinned' || source.kind === 'compared' || source.kind === 'remembered'
}

export type Comparison = 'empty' | 'incomplete' | 'match' | 'mismatch'

/** 32 hexadecimal digits are 128 bits: nobody finds a second trust root that begins with the same ones. */
const enoughDigits = 32

/** Compares what a reader typed with the fingerprint; separators, full-width digits and case do not matter. */
export function compareFingerprint(typed: string, fingerprint: string): Comparison {
  const digits = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s:.\-–—_]/g, '')
  if (digits === '') return 'empty'
  if (!fingerprint.startsWith(digits)) return 'mismatch'
  return digits.length >= enoughDigits ? 'match' : 'incomplete'
}

/** A trust root that this browser keeps, exactly as it was when the reader confirmed it. */
export type Remembered = {
  readonly chainId: string
  readonly fingerprint: string
  readonly since: number
  readonly how: 'pinned' | 'compared'
  readonly trust: string
}

const prefix = 'gongshi/trust/1/'

/** Browser storage, where there is any: private windows and some file URLs have none, and that is no error. */
export function openStorage(): Storage | null {
  try {
    const storage = globalThis.localStorage
    const probe = `${prefix}probe`
    storage.setItem(probe, '')
    storage.removeItem(probe)
    return storage
  } catch {
    return null
  }
}

export function remember(storage: Pick<Storage, 'setItem'>, root: Remembered): void {
  storage.setItem(prefix + root.fingerprint, JSON.stringify(root))
}

export function forget(storage: Pick<Storage, 'removeItem'>, fingerprint: string): void {
  storage.removeItem(prefix + fingerprint)
}

/** All that this browser remembers; what does not parse is left alone and not shown. */
export function recall(storage: Pick<Storage, 'length' | 'key' | 'getItem'>): Remembered[] {
  const found: Remembered[] = []
  for (let at = 0; at < storage.length; at++) {
    const key = storage.key(at)
    if (key?.startsWith(prefix) !== true) continue
    const one = parseRemembered(storage.getItem(key))
    if (one !== null && key === prefix + one.fingerprint) found.push(one)
  }
  return found.toSorted((left, right) => right.since - left.since)
}

function parseRemembered(text: string | null): Remembered | null {
  try {
    const value = JSON.parse(text ?? '') as { readonly [name: string]: unknown }
    const { chainId, fingerprint, since, how, trust } = value
    if (typeof chainId !== 'string' || typeof fingerprint !== 'string' || typeof trust !== 'string') return null
    if (typeof since !== 'number' || !Number.isSafeInteger(since) || (how !== 'pinned' && how !== 'compared'))
      return null
    return { chainId, fingerprint, since, how, trust }
  } catch {
    return null
  }
}
