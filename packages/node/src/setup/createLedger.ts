import { mkdir, readdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Genesis, genesisHash, parseGenesis } from '@gongshi/ledger'
import { encodeVkey, formatTimestamp, isChainId, noteType, timestampFromMs, toBase64, toHex } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'
import { createNodeKey } from '../keys/nodeKey.ts'
import { foldersOf } from './folders.ts'

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
  | 'synthetic'
>

export type FoundingPowers = { now(): number; random(bytes: number): Uint8Array }

export type Founded = { readonly genesis: Genesis; readonly genesisHash: Uint8Array }

/**
 * Makes the keys and the genesis of a new ledger with one operator.
 * @throws {NodeError} data-exists when the folder holds anything; ledger-name-malformed
 */
export async function createLedger(data: string, founding: Founding, power: FoundingPowers): Promise<Founded> {
  if (!isChainId(founding.chainId)) throw new NodeError({ code: 'ledger-name-malformed' })
  const folders = foldersOf(data)
  await mkdir(dirname(resolve(data)), { recursive: true })
  await mkdir(data, { recursive: true, mode: 0o700 })
  if ((await readdir(data)).some((name) => name !== 'lock')) throw new NodeError({ code: 'data-exists', path: data })
  await mkdir(folders.keys, { mode: 0o700 })
  const validator = await createNodeKey(folders.keys, 'validator', power.random(32))
  const publisher = await createNodeKey(folders.keys, 'publisher', power.random(32))
  const vkey = encodeVkey({ name: founding.origin, type: noteType.ed25519, publicKey: publisher.publicKey })
  const genesis = parseGenesis({
    chainId: founding.chainId,
    genesisTime: formatTimestamp(timestampFromMs(power.now())),
    validators: [{ publicKey: toBase64(validator.publicKey), power: 1 }],
    suites: ['ed25519', 'es256', ...(founding.relyingParties ? (['webauthnEs256'] as const) : [])],
    affairs: founding.affairs.map(({ name, version, versionHash }) => ({ name, version, hash: toHex(versionHash) })),
    organs: founding.organs,
    ...(founding.offices ? { offices: founding.offices } : {}),
    officers: founding.officers,
    ...(founding.appointments ? { appointments: founding.appointments } : {}),
    keys: founding.keys,
    ...(founding.houses ? { houses: founding.houses } : {}),
    ...(founding.members ? { members: founding.members } : {}),
    parameters: founding.parameters,
    publishers: [{ origin: founding.origin, vkey }],
    ...(founding.relyingParties ? { relyingParties: founding.relyingParties } : {}),
    ...(founding.synthetic ? { synthetic: true } : {}),
  })
  await writeDurably(data, 'genesis.json', `${JSON.stringify(genesis, null, 2)}\n`)
  return { genesis, genesisHash: genesisHash(genesis) }
}
