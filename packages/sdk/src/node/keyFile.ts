import { argon2, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import {
  encodeCbor,
  fromBase64,
  generateSecret,
  type PublicKey,
  parseKey,
  type SecretSuiteName,
  type Signer,
  secretSigner,
  secretSuiteNames,
  toBase64,
  toHex,
  utf8,
} from '@gongshi/protocol'
import { KeyFileError } from '../errors.ts'
import { nativeSigner } from './nativeSigner.ts'

const format = 'gongshi-key/1'
/** RFC 9106 §4, the second recommended choice: Argon2id, 3 passes, 4 lanes, 64 MiB. */
const cost = { memoryKiB: 64 * 1024, passes: 3, lanes: 4 }
/** A file from elsewhere must not make us fill the memory or spin for hours. */
const maxCost = { memoryKiB: 1024 * 1024, passes: 16, lanes: 16 }
const derive = promisify(argon2)

type Protection =
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

type KeyFile = {
  readonly suite: SecretSuiteName
  readonly publicKey: Uint8Array
  readonly label: string
  readonly protection: Protection
  readonly secret: Uint8Array
}

/** A new key file. `passphrase` null writes the secret in the clear: for demos, or where the disk itself is protected. */
export async function createKeyFile(options: {
  readonly suite: SecretSuiteName
  readonly label: string
  readonly passphrase: string | null
}): Promise<string> {
  return encodeKeyFile({ ...options, secret: generateSecret(options.suite, randomBytes(32)) })
}

/** Writes a secret into a key file's text: JSON, encrypted by AES-256-GCM under an Argon2id key. */
export async function encodeKeyFile(options: {
  readonly suite: SecretSuiteName
  readonly secret: Uint8Array
  readonly label: string
  readonly passphrase: string | null
}): Promise<string> {
  const { suite, secret, label, passphrase } = options
  const { key } = secretSigner(suite, secret)
  const face = { suite, publicKey: key.cose, label }
  const protection: Protection =
    passphrase === null
      ? { kdf: 'none' }
      : {
          kdf: 'argon2id',
          ...cost,
          salt: toBase64(randomBytes(16)),
          cipher: 'aes-256-gcm',
          nonce: toBase64(randomBytes(12)),
        }
  const sealed = passphrase === null ? secret : await seal(secret, passphrase, { ...face, protection })
  const file = {
    format,
    suite,
    label,
    keyId: toHex(key.id),
    publicKey: toBase64(key.cose),
    protection,
    secret: toBase64(sealed),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** @throws {KeyFileError} key-file-malformed, key-file-unsupported */
export function readKeyFileFace(text: string): KeyFileFace {
  const { suite, publicKey, label, protection } = parseKeyFile(text)
  return { key: publicKeyOf(suite, publicKey), label, isProtected: protection.kdf !== 'none' }
}

/**
 * Opens a key file. Afterwards the caller may trust that the signer's key is the one that the file shows.
 * @throws {KeyFileError} key-file-…
 */
export async function openKeyFile(text: string, passphrase: string | null): Promise<Signer> {
  return nativeSigner(...(await openSecret(text, passphrase)))
}

/** The secret itself, to write it under another passphrase. @throws {KeyFileError} key-file-… */
export async function openSecret(text: string, passphrase: string | null): Promise<[SecretSuiteName, Uint8Array]> {
  const file = parseKeyFile(text)
  const shown = publicKeyOf(file.suite, file.publicKey)
  if (file.protection.kdf !== 'none' && passphrase === null)
    throw new KeyFileError({ code: 'key-file-passphrase-missing' })
  const secret = file.protection.kdf === 'none' ? file.secret : await unseal(file, passphrase ?? '')
  const { key } = signerOf(file.suite, secret)
  if (toHex(key.id) !== toHex(shown.id)) throw new KeyFileError({ code: 'key-file-malformed' })
  return [file.suite, secret]
}

async function seal(secret: Uint8Array, passphrase: string, face: Omit<KeyFile, 'secret'>): Promise<Uint8Array> {
  const { key, nonce } = await sealingKey(passphrase, face.protection)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associated(face))
  return Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

async function unseal(file: KeyFile, passphrase: string): Promise<Uint8Array> {
  const { key, nonce } = await sealingKey(passphrase, file.protection)
  const cipher = createDecipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associated(file))
  cipher.setAuthTag(file.secret.subarray(-16))
  try {
    return Buffer.concat([cipher.update(file.secret.subarray(0, -16)), cipher.final()])
  } catch (error) {
    throw new KeyFileError({ code: 'key-file-passphrase-wrong' }, { cause: error })
  }
}

async function sealingKey(passphrase: string, protection: Protection): Promise<{ key: Uint8Array; nonce: Uint8Array }> {
  if (protection.kdf !== 'argon2id') throw new KeyFileError({ code: 'key-file-unsupported' })
  const { memoryKiB, passes, lanes, salt, nonce } = protection
  // The same passphrase typed on two systems must be the same bytes.
  const message = utf8(passphrase.normalize('NFC'))
  const key = await derive('argon2id', {
    message,
    nonce: fromBase64(salt),
    memory: memoryKiB,
    passes,
    parallelism: lanes,
    tagLength: 32,
  })
  return { key, nonce: fromBase64(nonce) }
}

/** Everything that stands beside the secret is bound to it: another label or key under it does not open. */
function associated({ suite, publicKey, label, protection }: Omit<KeyFile, 'secret'>): Uint8Array {
  return encodeCbor([format, suite, publicKey, label, JSON.stringify(protection)])
}

function parseKeyFile(text: string): KeyFile {
  try {
    const json = JSON.parse(text) as Record<string, unknown>
    if (json.format !== format) throw new KeyFileError({ code: 'key-file-malformed' })
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

function protectionOf(json: unknown): Protection {
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
