import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Beginning } from '@gongshi/engine-cometbft'
import { findHandover, findReconstitutions, type Genesis, genesisHash, type Ledger } from '@gongshi/ledger'
import {
  domainHash,
  encodeCbor,
  equalBytes,
  formatTimestamp,
  fromBase64,
  timestampFromMs,
  toHex,
} from '@gongshi/protocol'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'

const hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** From where CometBFT goes on with a ledger that has blocks: every member has the same. */
const schema = Type.Object(
  {
    format: Type.Literal('gongshi/beginning/1'),
    /** By the house's vote, after one operator; or by those who are left, where too much power was lost for a vote. */
    kind: Type.Union([Type.Literal('handover'), Type.Literal('reconstitution')]),
    chainId: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    genesisHash: hash,
    /** Of the last block before. */
    height: Type.Integer({ minimum: 1 }),
    /** Unix time of that block in milliseconds. */
    time: Type.Integer({ minimum: 0 }),
    /** Hash of that block's header; before a reconstitution, of the last block that changed anything. */
    blockHash: hash,
    appHash: hash,
    validators: Type.Array(
      Type.Object(
        { publicKey: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }), power: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
)

export type BeginningFile = Static<typeof schema>

const fileName = 'beginning.json'

/** @throws {NodeError} beginning-malformed */
export function parseBeginning(json: unknown): BeginningFile {
  if (!Value.Check(schema, json)) throw new NodeError({ code: 'beginning-malformed' })
  return json
}

/** Null for a ledger that is still with the engine of its genesis. @throws {NodeError} beginning-malformed */
export async function readBeginning(data: string): Promise<BeginningFile | null> {
  const text = await readFile(join(data, fileName), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return parseBeginning(JSON.parse(text))
  } catch (cause) {
    throw cause instanceof NodeError ? cause : new NodeError({ code: 'beginning-malformed' }, { cause })
  }
}

export async function writeBeginning(data: string, beginning: BeginningFile): Promise<void> {
  await writeDurably(data, fileName, `${JSON.stringify(beginning, null, 2)}\n`)
}

/** SHA-256("gongshi/beginning/1" ‖ CBOR of the members in the order of the file): what members compare. */
export function beginningHash(file: BeginningFile): Uint8Array {
  const { format, kind, chainId, genesisHash: genesis, height, time, blockHash, appHash, validators } = file
  const set = validators.map(({ publicKey, power }) => [publicKey, power])
  return domainHash(format, encodeCbor([kind, chainId, genesis, height, time, blockHash, appHash, set]))
}

/** CometBFT's genesis has the time of the last block and a millisecond. */
export function beginningAfter(file: BeginningFile): Beginning {
  const { kind, genesisHash: genesis, height, time, blockHash, validators } = file
  return {
    isReconstitution: kind === 'reconstitution',
    height,
    time: formatTimestamp(timestampFromMs(time + 1)),
    validators,
    names: { genesisHash: genesis, lastBlock: blockHash },
  }
}

/** @throws {NodeError} beginning-foreign for one of another ledger */
export function assertBeginsHere(file: BeginningFile, genesis: Genesis): void {
  if (file.chainId !== genesis.chainId || file.genesisHash !== toHex(genesisHash(genesis)))
    throw new NodeError({ code: 'beginning-foreign' })
}

/**
 * What the ledger itself says must be what the file says; a ledger without blocks is told later, by the header of its snapshot.
 * @throws {NodeError} beginning-foreign
 */
export function assertAsDecided(file: BeginningFile, ledger: Ledger): void {
  const { height, appHash } = ledger.info()
  if (height === 0) return
  const isSame = height === file.height ? toHex(appHash) === file.appHash : height > file.height
  if (!(isSame && (file.kind === 'handover' ? isHandover(file, ledger) : isReconstitution(file, ledger))))
    throw new NodeError({ code: 'beginning-foreign' })
}

function isHandover(file: BeginningFile, ledger: Ledger): boolean {
  const decided = findHandover(ledger)
  if (decided?.height !== file.height) return false
  return ledger.info().height > file.height || sameSet(file, decided.validators)
}

/** The ledger is told by the second block. */
function isReconstitution({ height }: BeginningFile, ledger: Ledger): boolean {
  return ledger.info().height < height + 2 || findReconstitutions(ledger).includes(height)
}

function sameSet(file: BeginningFile, decided: NonNullable<ReturnType<typeof findHandover>>['validators']): boolean {
  return (
    file.validators.length === decided.length &&
    file.validators.every(({ publicKey, power }) =>
      decided.some((each) => each.power === power && equalBytes(each.publicKey, fromBase64(publicKey))),
    )
  )
}
