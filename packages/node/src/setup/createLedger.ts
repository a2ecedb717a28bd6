import { mkdir, readdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { peerId } from '@gongshi/engine-cometbft'
import { type Genesis, genesisHash, parseGenesis } from '@gongshi/ledger'
import {
  encodeVkey,
  equalBytes,
  formatTimestamp,
  isChainId,
  noteType,
  parseVkey,
  timestampFromMs,
  toBase64,
  toHex,
} from '@gongshi/protocol'
import { assertBeginsHere, type BeginningFile, writeBeginning } from '../beginning/beginningFile.ts'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'
import { createNodeKey, readNodeKey } from '../keys/nodeKey.ts'
import { foldersOf } from './folders.ts'
import { writeMemberFile } from './memberFile.ts'

/** What a founder decides: everything in the genesis that is not made here. Afterwards nobody has a back door. */
export type Founding = {
  readonly chainId: string
  /** Name under which this node publishes the log: `<dns name>/<chainId>/<node>`. */
  readonly origin: string
  readonly affairs: readonly { readonly name: string; readonly version: number; readonly versionHash: Uint8Array }[]
} & Pick<
  Genesis,
  | 'organs'
  | 'offices'
  | 'officers'
  | 'appointments'
  | 'keys'
  | 'houses'
  | 'members'
  | 'parameters'
  | 'relyingParties'
  | 'engine'
  | 'synthetic'
>

export type FoundingPowers = { now(): number; random(bytes: number): Uint8Array }

export type Founded = { readonly genesis: Genesis; readonly genesisHash: Uint8Array }

/** A data folder with its node's keys, and what others must know of them. */
export type Member = {
  readonly data: string
  /** As in `Founding`, its own. */
  readonly origin: string
  readonly validator: Uint8Array
  readonly vkey: string
  /** What the other members know its CometBFT by; null with the embedded engine. */
  readonly peerId: string | null
}

/**
 * Makes the keys and the genesis of a new ledger with one operator, or the first member of a consortium.
 * @throws {NodeError} data-exists when the folder holds anything; ledger-name-malformed
 */
export async function createLedger(data: string, founding: Founding, power: FoundingPowers): Promise<Founded> {
  if (!isChainId(founding.chainId)) throw new NodeError({ code: 'ledger-name-malformed' })
  return foundTogether([await createMember(data, founding, power)], founding, power)
}

/** Makes the keys of one node in a folder that is empty or not there. @throws {NodeError} data-exists */
export async function createMember(
  data: string,
  { origin, engine }: Pick<Founding, 'origin' | 'engine'>,
  power: FoundingPowers,
): Promise<Member> {
  const { keys } = foldersOf(data)
  await mkdir(dirname(resolve(data)), { recursive: true })
  await mkdir(data, { recursive: true, mode: 0o700 })
  if ((await readdir(data)).some((name) => name !== 'lock')) throw new NodeError({ code: 'data-exists', path: data })
  await mkdir(keys, { mode: 0o700 })
  const validator = await createNodeKey(keys, 'validator', power.random(32))
  const publisher = await createNodeKey(keys, 'publisher', power.random(32))
  const peer = engine === undefined ? null : await createNodeKey(keys, 'peer', power.random(32))
  await writeMemberFile(data, origin)
  const vkey = encodeVkey({ name: origin, type: noteType.ed25519, publicKey: publisher.publicKey })
  return { data, origin, validator: validator.publicKey, vkey, peerId: peer && peerId(peer.publicKey) }
}

/** What others must know of a node so as to found with it. */
export type FoundingMember = Pick<Member, 'origin' | 'validator' | 'vkey'>

/** Writes one genesis for all members, of equal power. */
export async function foundTogether(
  members: readonly Member[],
  founding: Omit<Founding, 'origin'>,
  power: FoundingPowers,
): Promise<Founded> {
  const genesis = genesisOf(members, founding, power)
  for (const { data } of members) await writeGenesis(data, genesis)
  return { genesis, genesisHash: genesisHash(genesis) }
}

/**
 * The genesis of members of equal power.
 * @throws {LedgerError} genesis-malformed
 */
export function genesisOf(
  members: readonly FoundingMember[],
  founding: Omit<Founding, 'origin'>,
  power: Pick<FoundingPowers, 'now'>,
): Genesis {
  const { chainId, affairs, ...rest } = founding
  const { organs, offices, officers, appointments, keys, houses, members: voters, parameters } = rest
  const { relyingParties, engine, synthetic } = rest
  return parseGenesis({
    chainId,
    genesisTime: formatTimestamp(timestampFromMs(power.now())),
    validators: members.map(({ validator }) => ({ publicKey: toBase64(validator), power: 1 })),
    suites: ['ed25519', 'es256', ...(relyingParties ? (['webauthnEs256'] as const) : [])],
    affairs: affairs.map(({ name, version, versionHash }) => ({ name, version, hash: toHex(versionHash) })),
    organs,
    ...(offices ? { offices } : {}),
    officers,
    ...(appointments ? { appointments } : {}),
    keys,
    ...(houses ? { houses } : {}),
    ...(voters ? { members: voters } : {}),
    parameters,
    publishers: members.map(({ origin, vkey }) => ({ origin, vkey })),
    ...(relyingParties ? { relyingParties } : {}),
    ...(engine ? { engine } : {}),
    ...(synthetic ? { synthetic: true } : {}),
  })
}

/**
 * Takes a genesis that others have put together for a node whose keys are there already, and has founded with them.
 * @throws {NodeError} data-exists, genesis-without-us, key-unreadable; {LedgerError} genesis-malformed
 */
export async function adoptGenesis(data: string, json: unknown): Promise<Founded> {
  const genesis = parseGenesis(json)
  const { keys } = foldersOf(data)
  const validator = toBase64((await readNodeKey(keys, 'validator')).publicKey)
  const { publicKey } = await readNodeKey(keys, 'publisher')
  if (!genesis.validators.some((each) => each.publicKey === validator))
    throw new NodeError({ code: 'genesis-without-us', key: 'validator' })
  if (!genesis.publishers.some(({ vkey }) => equalBytes(parseVkey(vkey).publicKey, publicKey)))
    throw new NodeError({ code: 'genesis-without-us', key: 'publisher' })
  await assertNoGenesis(data)
  await writeGenesis(data, genesis)
  return { genesis, genesisHash: genesisHash(genesis) }
}

/**
 * Makes a node of a ledger that exists: keys of its own, and the genesis of the others. It has no vote until they give it one.
 * @param beginning where the ledger was one operator's at first
 * @throws {NodeError} data-exists, beginning-foreign; {LedgerError} genesis-malformed
 */
export async function joinLedger(
  data: string,
  json: unknown,
  origin: string,
  power: FoundingPowers,
  beginning: BeginningFile | null = null,
): Promise<Founded & { readonly member: Member }> {
  const genesis = parseGenesis(json)
  if (beginning !== null) assertBeginsHere(beginning, genesis)
  else if (genesis.engine === undefined) throw new NodeError({ code: 'engine-mismatch', genesis: 'solo' })
  const own = { origin: `${origin}/${genesis.chainId}/node`, engine: 'cometbft' } as const
  const member = await createMember(data, own, power)
  await writeGenesis(data, genesis)
  if (beginning !== null) await writeBeginning(data, beginning)
  return { genesis, genesisHash: genesisHash(genesis), member }
}

/** @throws {LedgerError} genesis-malformed */
export function readGenesis(json: unknown): Founded {
  const genesis = parseGenesis(json)
  return { genesis, genesisHash: genesisHash(genesis) }
}

async function assertNoGenesis(data: string): Promise<void> {
  if ((await readdir(data)).includes('genesis.json')) throw new NodeError({ code: 'data-exists', path: data })
}

async function writeGenesis(data: string, genesis: Genesis): Promise<void> {
  await writeDurably(data, 'genesis.json', `${JSON.stringify(genesis, null, 2)}\n`)
}
