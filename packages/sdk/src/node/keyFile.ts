import { argon2, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { generateSecret, type SecretSuiteName, type Signer, secretSigner, toBase64, toHex } from '@gongshi/protocol'
import { encodeKeptWith, type Kept, type KeptFileCrypto, openKeptWith } from '../kept/keptFile.ts'
import {
  associated,
  type KeyFile,
  keyFileFormat,
  openSecretWith,
  type Protection,
  sealingKey,
} from '../keyFile/keyFile.ts'
import { nativeSigner } from './nativeSigner.ts'

/** RFC 9106 §4, the second recommended choice: Argon2id, 3 passes, 4 lanes, 64 MiB. */
const cost = { memoryKiB: 64 * 1024, passes: 3, lanes: 4 }
const derive = promisify(argon2)

const native: KeptFileCrypto = {
  cost,
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
  async seal(key, nonce, aad, plain) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(aad)
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  },
  argon2id: (message, nonce, { memoryKiB, passes, lanes }) =>
    derive('argon2id', { message, nonce, memory: memoryKiB, passes, parallelism: lanes, tagLength: 32 }),
  async open(key, nonce, aad, sealed) {
    const cipher = createDecipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(aad)
    cipher.setAuthTag(sealed.subarray(-16))
    try {
      return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
    } catch {
      return undefined // the tag does not fit
    }
  },
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
    format: keyFileFormat,
    suite,
    label,
    keyId: toHex(key.id),
    publicKey: toBase64(key.cose),
    protection,
    secret: toBase64(sealed),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * Opens a key file. Afterwards the caller may trust that the signer's key is the one that the file shows.
 * @throws {KeyFileError} key-file-…
 */
export async function openKeyFile(
  text: string,
  passphrase: string | null,
  makeSigner: MakeSigner = nativeSigner,
): Promise<Signer> {
  return makeSigner(...(await openSecret(text, passphrase)))
}

/** What signs with a secret: for all but those who sign hundreds the one that is there at once. */
export type MakeSigner = (suite: SecretSuiteName, secret: Uint8Array) => Signer | Promise<Signer>

/** The secret itself, to write it under another passphrase. @throws {KeyFileError} key-file-… */
export async function openSecret(text: string, passphrase: string | null): Promise<[SecretSuiteName, Uint8Array]> {
  return openSecretWith(native, text, passphrase)
}

async function seal(secret: Uint8Array, passphrase: string, face: Omit<KeyFile, 'secret'>): Promise<Uint8Array> {
  const { key, nonce } = await sealingKey(native, passphrase, face.protection)
  return native.seal(key, nonce, associated(face), secret)
}

/** What somebody keeps for one matter, as the text of a file under the same protection as a key file. */
export async function encodeKept(kept: Kept, passphrase: string | null): Promise<string> {
  return encodeKeptWith(native, kept, passphrase)
}

/** @throws {KeyFileError} key-file-… */
export async function openKept(text: string, passphrase: string | null): Promise<Kept> {
  return openKeptWith(native, text, passphrase)
}
