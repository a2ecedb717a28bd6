import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { peerId, type RawKey } from '@gongshi/engine-cometbft'
import type { Genesis } from '@gongshi/ledger'
import {
  ed25519Pkcs8,
  fromHex,
  generateSecret,
  keyFromMaterial,
  type PublicKey,
  type Signer,
  toHex,
} from '@gongshi/protocol'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'
import { foldersOf } from '../setup/folders.ts'

/**
 * What a node signs with: `validator` its votes on blocks; `publisher` what it tells others, the log's checkpoints and
 * the receipts of admission. The publisher's key stands in the trust root, so that a broken promise convicts. `peer`: what
 * the other members of a consortium know its CometBFT by.
 */
export type NodeKeyName = 'validator' | 'publisher' | 'peer'

export function nodeKeyNames(engine: NonNullable<Genesis['engine']> | 'solo'): readonly NodeKeyName[] {
  return engine === 'solo' ? ['validator', 'publisher'] : ['validator', 'publisher', 'peer']
}

/** An Ed25519 key of the node's own. `publicKey` is the 32-byte point. */
export type NodeKey = {
  readonly key: PublicKey
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Makes a key that nobody but the file's owner may read. */
export async function createNodeKey(folder: string, name: NodeKeyName, random32: Uint8Array): Promise<NodeKey> {
  const secret = generateSecret('ed25519', random32)
  await writeDurably(folder, `${name}.key`, `${JSON.stringify({ suite: 'ed25519', secret: toHex(secret) })}\n`, 0o600)
  return nodeKey(secret)
}

/** @throws {NodeError} key-unreadable */
export async function readNodeKey(folder: string, name: NodeKeyName): Promise<NodeKey> {
  return nodeKey(await readSecret(folder, name))
}

/** A key to hand to CometBFT, which signs with it itself. @throws {NodeError} key-unreadable */
export async function readRawKey(folder: string, name: NodeKeyName): Promise<RawKey> {
  const secret = await readSecret(folder, name)
  return { secret, publicKey: nodeKey(secret).publicKey }
}

/** What the other members of a consortium know a node's CometBFT by. @throws {NodeError} key-unreadable */
export async function readPeerId(data: string): Promise<string> {
  return peerId((await readRawKey(foldersOf(data).keys, 'peer')).publicKey)
}

/** The key under which a node votes on blocks: a signer's outside, or its own. @throws {NodeError} key-unreadable */
export async function validatorKeyOf({ data, engine }: Pick<NodeConfig, 'data' | 'engine'>): Promise<Uint8Array> {
  if (engine.signer !== undefined) return fromHex(engine.signer.publicKey)
  return (await readNodeKey(foldersOf(data).keys, 'validator')).publicKey
}

async function readSecret(folder: string, name: NodeKeyName): Promise<Uint8Array> {
  try {
    const { suite, secret } = JSON.parse(await readFile(join(folder, `${name}.key`), 'utf8')) as Record<string, unknown>
    if (suite === 'ed25519' && typeof secret === 'string' && secret.length === 64) return fromHex(secret)
  } catch (error) {
    throw new NodeError({ code: 'key-unreadable', key: name }, { cause: error })
  }
  throw new NodeError({ code: 'key-unreadable', key: name })
}

/** PERF: Node's own Ed25519 signs in about 25 us; the pure one, which the protocol brings, in about 600, after 60 ms for its tables. */
function nodeKey(secret: Uint8Array): NodeKey {
  const der = Buffer.from(ed25519Pkcs8(secret))
  const keyObject: KeyObject = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(keyObject).export({ format: 'jwk' }) // RFC 8037 §2
  const publicKey = new Uint8Array(Buffer.from(x!, 'base64url'))
  const key = keyFromMaterial('ed25519', publicKey)
  return { key, publicKey, sign: (message) => new Uint8Array(sign(null, message, keyObject)) }
}

export function asSigner(nodeKey: NodeKey): Signer {
  return { key: nodeKey.key, sign: async (message) => nodeKey.sign(message) }
}
