import { keyFromMaterial, keyMaterial, normaliseEs256, type SecretSuiteName, type Signer } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import { createWallet, type Wallet } from '../wallet/wallet.ts'
import { makePasskey, type PasskeyFace, type PasskeyOptions, passkeySigner } from './passkey.ts'

/**
 * Keys that a browser keeps for one site (IndexedDB). Either made by Web Crypto, never given out, usable by whatever script
 * runs on that site: for pages and service workers. Or a passkey, for officers: the device asks its user each time, and what
 * is kept here only names it.
 */
export type BrowserKey = { readonly name: string; readonly signer: Signer }

type StoredKey = {
  readonly name: string
  readonly suite: SecretSuiteName
  readonly material: Uint8Array
  readonly privateKey: CryptoKey
}

type StoredPasskey = {
  readonly name: string
  readonly suite: 'webauthnEs256'
  readonly material: Uint8Array
  readonly credentialId: Uint8Array
  readonly rpId: string
}

type Stored = StoredKey | StoredPasskey

const database = 'gongshi-keys'
const table = 'keys'

const algorithms = {
  ed25519: { make: { name: 'Ed25519' }, sign: { name: 'Ed25519' } },
  es256: { make: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
} as const

/** Makes a key and keeps it under a name. @throws {ClientError} client-key-exists, client-keys-unavailable */
export async function createBrowserKey(name: string, suite: SecretSuiteName = 'es256'): Promise<BrowserKey> {
  const { publicKey, privateKey } = (await crypto.subtle.generateKey(algorithms[suite].make, false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  // An uncompressed point has one byte before x and y (SEC 1 §2.3.3).
  return add({ name, suite, material: suite === 'es256' ? raw.slice(1) : raw, privateKey })
}

/**
 * Has the device make a passkey for this site, and keeps its public part under a name. A device with one of this site's
 * makes no second.
 * @throws {ClientError} client-key-exists, client-keys-unavailable, client-passkeys-unavailable, client-passkey-declined,
 * client-passkey-unfit
 */
export async function createPasskey(name: string, options: PasskeyOptions = {}): Promise<BrowserKey> {
  const all = await allStored()
  if (all.some((stored) => stored.name === name)) throw new ClientError({ code: 'client-key-exists' })
  const exclude = all.filter((stored) => stored.suite === 'webauthnEs256').map(faceOf)
  const { key, credentialId, rpId } = await makePasskey(name, { exclude, ...options })
  return add({ name, suite: 'webauthnEs256', material: keyMaterial(key), credentialId, rpId })
}

/** What another browser of the same person needs to use a synchronised passkey; nothing of it is secret. */
export async function adoptPasskey(name: string, { key, credentialId, rpId }: PasskeyFace): Promise<BrowserKey> {
  return add({ name, suite: 'webauthnEs256', material: keyMaterial(key), credentialId, rpId })
}

/** Undefined when the name is no passkey's. */
export async function findPasskeyFace(name: string): Promise<PasskeyFace | undefined> {
  const stored = (await inStore('readonly', (store) => store.get(name))) as Stored | undefined
  return stored?.suite === 'webauthnEs256' ? faceOf(stored) : undefined
}

/** Undefined when there is none of that name. */
export async function findBrowserKey(name: string): Promise<BrowserKey | undefined> {
  const stored = (await inStore('readonly', (store) => store.get(name))) as Stored | undefined
  return stored && opened(stored)
}

export async function listBrowserKeys(): Promise<BrowserKey[]> {
  return (await allStored()).map(opened)
}

/** Gone for good: nobody has a copy. */
export async function removeBrowserKey(name: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(name))
}

/** A wallet of one key. */
export function browserWallet({ signer }: BrowserKey): Wallet {
  return createWallet(signer)
}

async function add(stored: Stored): Promise<BrowserKey> {
  try {
    await inStore('readwrite', (store) => store.add(stored))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'ConstraintError')
      throw new ClientError({ code: 'client-key-exists' }, { cause: error })
    throw error
  }
  return opened(stored)
}

async function allStored(): Promise<Stored[]> {
  return (await inStore('readonly', (store) => store.getAll())) as Stored[]
}

function faceOf({ suite, material, credentialId, rpId }: StoredPasskey): PasskeyFace {
  return { key: keyFromMaterial(suite, material), credentialId, rpId }
}

function opened(stored: Stored): BrowserKey {
  if (stored.suite === 'webauthnEs256')
    return { name: stored.name, signer: passkeySigner(faceOf(stored), globalThis.navigator?.credentials) }
  const { name, suite, material, privateKey } = stored
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
