import { type Signer, secretSigner } from '@gongshi/protocol'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { encodeKeptWith, type Kept, type KeptFileCrypto, openKeptWith } from '../kept/keptFile.ts'
import { openSecretWith } from '../keyFile/keyFile.ts'

/** Argon2id in script, for a page whose policy allows no WebAssembly; AES-GCM is the browser's. */
const inPage: KeptFileCrypto = {
  // RFC 9106 section 4 with a quarter of the memory: seconds in a page; what a page writes, a computer opens.
  cost: { memoryKiB: 16 * 1024, passes: 3, lanes: 4 },
  most: { memoryKiB: 256 * 1024, passes: 8, lanes: 8 },
  argon2id: (passphrase, salt, { memoryKiB, passes, lanes }) =>
    argon2idAsync(passphrase, salt, { m: memoryKiB, t: passes, p: lanes, dkLen: 32 }),
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  async seal(key, nonce, associated, plain) {
    const sealer = await crypto.subtle.importKey('raw', key.slice(), 'AES-GCM', false, ['encrypt'])
    const algorithm = { name: 'AES-GCM', iv: nonce.slice(), additionalData: associated.slice() }
    return new Uint8Array(await crypto.subtle.encrypt(algorithm, sealer, plain.slice()))
  },
  async open(key, nonce, associated, sealed) {
    const opener = await crypto.subtle.importKey('raw', key.slice(), 'AES-GCM', false, ['decrypt'])
    const algorithm = { name: 'AES-GCM', iv: nonce.slice(), additionalData: associated.slice() }
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, opener, sealed.slice()))
    } catch (error) {
      if (error instanceof DOMException && error.name === 'OperationError') return undefined
      throw error
    }
  },
}

/**
 * Opens a key file in a page, for as long as the page keeps the signer: nothing of it is stored or sent. Takes seconds.
 * @throws {KeyFileError} key-file-…
 */
export async function openKeyFile(text: string, passphrase: string | null): Promise<Signer> {
  return secretSigner(...(await openSecretWith(inPage, text, passphrase)))
}

/** What somebody keeps for one matter, as the text of a file to be saved. Takes seconds. */
export async function encodeKept(kept: Kept, passphrase: string | null): Promise<string> {
  return encodeKeptWith(inPage, kept, passphrase)
}

/** @throws {KeyFileError} key-file-… */
export async function openKept(text: string, passphrase: string | null): Promise<Kept> {
  return openKeptWith(inPage, text, passphrase)
}
