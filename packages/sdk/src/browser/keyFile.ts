import { type Signer, secretSigner } from '@gongshi/protocol'
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { type KeyFileCrypto, openSecretWith } from '../keyFile/keyFile.ts'

/** Argon2id in script, for a page whose policy allows no WebAssembly; AES-GCM is the browser's. */
const inPage: KeyFileCrypto = {
  most: { memoryKiB: 256 * 1024, passes: 8, lanes: 8 },
  argon2id: (passphrase, salt, { memoryKiB, passes, lanes }) =>
    argon2idAsync(passphrase, salt, { m: memoryKiB, t: passes, p: lanes, dkLen: 32 }),
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
