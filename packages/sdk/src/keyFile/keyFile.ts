import {
  encodeCbor,
  fromBase64,
  type PublicKey,
  parseKey,
  type SecretSuiteName,
  type Signer,
  secretSigner,
  secretSuiteNames,
  toHex,
  utf8,
} from '@gongshi/protocol'
import { KeyFileError } from '../errors.ts'

export const keyFileFormat = 'gongshi-key/1'
/** A file from elsewhere must not make us fill the memory or spin for hours. */
const maxCost = { memoryKiB: 1024 * 1024, passes: 16, lanes: 16 }

export type Protection =
  | { readonly kdf: 'none' }
  | {
      readonly kdf: 'argon2id'
      readonly memoryKiB: number
      readonly passes: number
      readonly lanes: number
      readonly salt: string
      readonly cipher: 'aes-256-gcm'
      readonly nonce: string
    }

/** What a key file says without its passphrase. */
export type KeyFileFace = { readonly key: PublicKey; readonly label: string; readonly isProtected: boolean }

export type KeyFileCost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number }

/** What opening takes, from whatever the machine has. */
export type KeyFileCrypto = {
  /** More than this machine should do for a file is refused before any work. */
  readonly most?: KeyFileCost
  /** RFC 9106, 32 bytes. */
  argon2id(passphrase: Uint8Array, salt: Uint8Array, cost: KeyFileCost): Promise<Uint8Array>
  /** AES-256-GCM, the tag behind the ciphertext. Undefined when it does not open. */
  open(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | undefined>
}

export type KeyFile = {
  readonly suite: SecretSuiteName
  readonly publicKey: Uint8Array
  readonly label: string
  readonly protection: Protection
  readonly secret: Uint8Array
}

/** @throws {KeyFileError} key-file-malformed, key-file-unsupported */
export function readKeyFileFace(text: string): KeyFileFace {
  const { suite, publicKey, label, protection } = parseKeyFile(text)
  return { key: publicKeyOf(suite, publicKey), label, isProtected: protection.kdf !== 'none' }
}

/** The secret itself. Its key is the one that the file shows. @throws {KeyFileError} key-file-… */
export async function openSecretWith(
  crypto: KeyFileCrypto,
  text: string,
  passphrase: string | null,
): Promise<[SecretSuiteName, Uint8Array]> {
  const file = parseKeyFile(text)
  const shown = publicKeyOf(file.suite, file.publicKey)
  const secret = file.protection.kdf === 'none' ? file.secret : await unseal(crypto, file, passphrase)
  const { key } = signerOf(file.suite, secret)
  if (toHex(key.id) !== toHex(shown.id)) throw new KeyFileError({ code: 'key-file-malformed' })
  return [file.suite, secret]
}

async function unseal(crypto: KeyFileCrypto, file: KeyFile, passphrase: string | null): Promise<Uint8Array> {
  if (passphrase === null) throw new KeyFileError({ code: 'key-file-passphrase-missing' })
  const { key, nonce } = await sealingKey(crypto, passphrase, file.protection)
  const secret = await crypto.open(key, nonce, associated(file), file.secret)
  if (secret === undefined) throw new KeyFileError({ code: 'key-file-passphrase-wrong' })
  return secret
}

export async function sealingKey(
  crypto: Pick<KeyFileCrypto, 'argon2id' | 'most'>,
  passphrase: string,
  protection: Protection,
): Promise<{ key: Uint8Array; nonce: Uint8Array }> {
  if (protection.kdf !== 'argon2id') throw new KeyFileError({ code: 'key-file-unsupported' })
  const { memoryKiB, passes, lanes, salt, nonce } = protection
  const { most = maxCost } = crypto
  if (memoryKiB > most.memoryKiB || passes > most.passes || lanes > most.lanes)
    throw new KeyFileError({ code: 'key-file-unsupported' })
  // The same passphrase typed on two systems must be the same bytes.
  const message = utf8(passphrase.normalize('NFC'))
  const key = await crypto.argon2id(message, fromBase64(salt), { memoryKiB, passes, lanes })
  return { key, nonce: fromBase64(nonce) }
}

/** Everything that stands beside the secret is bound to it: another label or key under it does not open. */
export function associated({ suite, publicKey, label, protection }: Omit<KeyFile, 'secret'>): Uint8Array {
  return encodeCbor([keyFileFormat, suite, publicKey, label, JSON.stringify(protection)])
}

function parseKeyFile(text: string): KeyFile {
  try {
    const json = JSON.parse(text) as Record<string, unknown>
    if (json.format !== keyFileFormat) throw new KeyFileError({ code: 'key-file-malformed' })
    const suite = secretSuiteNames.find((name) => name === json.suite)
    if (suite === undefined) throw new KeyFileError({ code: 'key-file-unsupported' })
    const file = {
      suite,
      publicKey: fromBase64(textOf(json.publicKey)),
      label: textOf(json.label),
      protection: protectionOf(json.protection),
      secret: fromBase64(textOf(json.secret)),
    }
    if (file.secret.length !== (file.protection.kdf === 'none' ? 32 : 48))
      throw new KeyFileError({ code: 'key-file-malformed' })
    return file
  } catch (error) {
    if (error instanceof KeyFileError) throw error
    throw new KeyFileError({ code: 'key-file-malformed' }, { cause: error })
  }
}

/** How a file says that it is protected, within what a file from elsewhere may cost us. @throws {KeyFileError} key-file-… */
export function protectionOf(json: unknown): Protection {
  const { kdf, memoryKiB, passes, lanes, salt, cipher, nonce } = json as Record<string, unknown>
  if (kdf === 'none') return { kdf }
  if (kdf !== 'argon2id' || cipher !== 'aes-256-gcm') throw new KeyFileError({ code: 'key-file-unsupported' })
  const given = {
    memoryKiB: costOf(memoryKiB, maxCost.memoryKiB),
    passes: costOf(passes, maxCost.passes),
    lanes: costOf(lanes, maxCost.lanes),
  }
  if (given.memoryKiB < 8 * given.lanes) throw new KeyFileError({ code: 'key-file-unsupported' })
  const bytes = [fromBase64(textOf(salt)).length, fromBase64(textOf(nonce)).length]
  if (bytes[0] !== 16 || bytes[1] !== 12) throw new KeyFileError({ code: 'key-file-malformed' })
  return { kdf, ...given, salt: textOf(salt), cipher, nonce: textOf(nonce) }
}

function costOf(json: unknown, limit: number): number {
  if (typeof json !== 'number' || !Number.isInteger(json) || json < 1 || json > limit)
    throw new KeyFileError({ code: 'key-file-unsupported' })
  return json
}

function textOf(json: unknown): string {
  if (typeof json !== 'string' || json.length > 4096) throw new KeyFileError({ code: 'key-file-malformed' })
  return json
}

function publicKeyOf(suite: SecretSuiteName, cose: Uint8Array): PublicKey {
  try {
    return parseKey(suite, cose)
  } catch (error) {
    throw new KeyFileError({ code: 'key-file-malformed' }, { cause: error })
  }
}

function signerOf(suite: SecretSuiteName, secret: Uint8Array): Signer {
  try {
    return secretSigner(suite, secret)
  } catch (error) {
    throw new KeyFileError({ code: 'key-file-malformed' }, { cause: error })
  }
}
