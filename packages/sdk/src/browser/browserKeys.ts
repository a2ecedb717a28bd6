import { keyFromMaterial, normaliseEs256, type Signer, type SuiteName } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import { createWallet, type Wallet } from '../wallet/wallet.ts'

/**
 * Keys that a browser keeps for one site (IndexedDB, Web Crypto): made there, never given out, usable by whatever script
 * runs on that site. For pages and service workers; an officer's key belongs into a passkey or a key file.
 */
export type BrowserKey = { readonly name: string; readonly signer: Signer }

type Stored = {
  readonly name: string
  readonly suite: SuiteName
  readonly material: Uint8Array
  readonly privateKey: CryptoKey
}

const database = 'gongshi-keys'
const table = 'keys'

const algorithms = {
  ed25519: { make: { name: 'Ed25519' }, sign: { name: 'Ed25519' } },
  es256: { make: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
} as const

/** Makes a key and keeps it under a name. @throws {ClientError} client-key-exists, client-keys-unavailable */
export async function createBrowserKey(name: string, suite: SuiteName = 'es256'): Promise<BrowserKey> {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey(algorithms[suite].make, false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  // An uncompressed point has one byte before x and y (SEC 1 §2.3.3).
  const stored: Stored = { name, suite, material: suite === 'es256' ? raw.slice(1) : raw, privateKey }
  try {
    await inStore('readwrite', (store) => store.add(stored))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'ConstraintError')
      throw new ClientError({ code: 'client-key-exists' }, { cause: error })
    throw error
  }
  return opened(stored)
}

/** Undefined when there is none of that name. */
export async function findBrowserKey(name: string): Promise<BrowserKey | undefined> {
  const stored = (await inStore('readonly', (store) => store.get(name))) as Stored | undefined
  return stored && opened(stored)
}

export async function listBrowserKeys(): Promise<BrowserKey[]> {
  return ((await inStore('readonly', (store) => store.getAll())) as Stored[]).map(opened)
}

/** Gone for good: nobody has a copy. */
export async function removeBrowserKey(name: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(name))
}

/** A wallet of one key. */
export function browserWallet({ signer }: BrowserKey): Wallet {
  return createWallet(signer)
}

function opened({ name, suite, material, privateKey }: Stored): BrowserKey {
  const sign = async (message: Uint8Array): Promise<Uint8Array> => {
    const bytes = await crypto.subtle.sign(algorithms[suite].sign, privateKey, message.slice())
    const signature = new Uint8Array(bytes)
    return suite === 'es256' ? normaliseEs256(signature) : signature
  }
  return { name, signer: { key: keyFromMaterial(suite, material), sign } }
}

async function inStore(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const opening = indexedDB.open(database, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(table, { keyPath: 'name' })
  const connection = (await settled(opening, 'client-keys-unavailable')) as IDBDatabase
  try {
    return await settled(work(connection.transaction(table, mode).objectStore(table)))
  } finally {
    connection.close()
  }
}

function settled(request: IDBRequest, code?: 'client-keys-unavailable'): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () =>
      reject(code === undefined ? request.error : new ClientError({ code }, { cause: request.error }))
  })
}
