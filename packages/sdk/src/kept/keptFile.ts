import { encodeCbor, fromBase64, toBase64 } from '@gongshi/protocol'
import { KeyFileError } from '../errors.ts'
import { type KeyFileCost, type KeyFileCrypto, type Protection, protectionOf, sealingKey } from '../keyFile/keyFile.ts'

const format = 'gongshi-kept/1'
/** Secrets of one procedure, not files: what is more has been made up. */
const mostTextLength = 4 * 1024 * 1024

const kinds = ['trustee', 'bid', 'desk'] as const

/** What somebody must keep beside a key for one matter, and lose or show to nobody. */
export type Kept = {
  readonly kind: (typeof kinds)[number]
  /** Which matter it is for, in the clear, so that the right file is found: 64 hexadecimal digits. */
  readonly about: string
  readonly secret: Uint8Array
}

/** What a kept file says without its passphrase. */
export type KeptFace = Omit<Kept, 'secret'> & { readonly isProtected: boolean }

export type KeptFileCrypto = KeyFileCrypto & {
  readonly cost: KeyFileCost
  random(bytes: number): Uint8Array
  /** AES-256-GCM, the tag behind the ciphertext. */
  seal(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, plain: Uint8Array): Promise<Uint8Array>
}

/** The text of a file, JSON as key files are, under the same protection; each time with another salt and nonce. */
export async function encodeKeptWith(crypto: KeptFileCrypto, kept: Kept, passphrase: string | null): Promise<string> {
  const { kind, about } = kept
  const protection = newProtection(crypto, passphrase)
  const face = { format, kind, about, protection }
  const secret = passphrase === null ? kept.secret : await seal(crypto, face, kept.secret, passphrase)
  return `${JSON.stringify({ ...face, secret: toBase64(secret) }, null, 2)}\n`
}

/** @throws {KeyFileError} key-file-malformed, key-file-unsupported */
export function readKeptFace(text: string): KeptFace {
  const { kind, about, protection } = parseKept(text)
  return { kind, about, isProtected: protection.kdf !== 'none' }
}

/** @throws {KeyFileError} key-file-… */
export async function openKeptWith(crypto: KeyFileCrypto, text: string, passphrase: string | null): Promise<Kept> {
  const { secret, ...face } = parseKept(text)
  const { kind, about, protection } = face
  if (protection.kdf === 'none') return { kind, about, secret }
  if (passphrase === null) throw new KeyFileError({ code: 'key-file-passphrase-missing' })
  const { key, nonce } = await sealingKey(crypto, passphrase, protection)
  const opened = await crypto.open(key, nonce, associated(face), secret)
  if (opened === undefined) throw new KeyFileError({ code: 'key-file-passphrase-wrong' })
  return { kind, about, secret: Uint8Array.from(opened) }
}

type Face = {
  readonly format: string
  readonly kind: Kept['kind']
  readonly about: string
  readonly protection: Protection
}

function newProtection({ cost, random }: KeptFileCrypto, passphrase: string | null): Protection {
  if (passphrase === null) return { kdf: 'none' }
  const [salt, nonce] = [toBase64(random(16)), toBase64(random(12))]
  return { kdf: 'argon2id', ...cost, salt, cipher: 'aes-256-gcm', nonce }
}

async function seal(crypto: KeptFileCrypto, face: Face, secret: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const { key, nonce } = await sealingKey(crypto, passphrase, face.protection)
  return crypto.seal(key, nonce, associated(face), secret)
}

/** Everything that stands beside the secret is bound to it. */
function associated({ kind, about, protection }: Face): Uint8Array {
  return encodeCbor([format, kind, about, JSON.stringify(protection)])
}

function parseKept(text: string): Face & { readonly secret: Uint8Array } {
  if (text.length > mostTextLength) throw new KeyFileError({ code: 'key-file-malformed' })
  try {
    const json = JSON.parse(text) as Record<string, unknown>
    const { about, secret } = json
    const kind = kinds.find((each) => each === json.kind)
    const isWhole = json.format === format && typeof about === 'string' && /^[0-9a-f]{64}$/.test(about)
    if (!isWhole || kind === undefined || typeof secret !== 'string')
      throw new KeyFileError({ code: 'key-file-malformed' })
    return { format, kind, about, protection: protectionOf(json.protection), secret: fromBase64(secret) }
  } catch (cause) {
    if (cause instanceof KeyFileError) throw cause
    throw new KeyFileError({ code: 'key-file-malformed' }, { cause })
  }
}
