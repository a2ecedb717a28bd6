import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  BlockLog,
  decodeSoloBlock,
  encodeSoloBlock,
  openFolder,
  type SoloBlock,
  type SoloValidator,
} from '@gongshi/engine-solo'
import { type Genesis, parseGenesis } from '@gongshi/ledger'
import { foldersOf, readNodeKey } from '@gongshi/node'
import type { NoteSigner } from '@gongshi/protocol'

/** Everything that the one operator of a ledger holds: its keys. The officers' keys are not among them. */
export type Operator = {
  readonly genesis: Genesis
  /** Signs blocks. */
  readonly validator: SoloValidator
  /** Signs checkpoints of the log. */
  readonly publisher: NoteSigner
}

export async function readOperator(data: string): Promise<Operator> {
  const folders = foldersOf(data)
  const genesis = parseGenesis(JSON.parse(await readFile(folders.genesis, 'utf8')))
  const [validator, publisher] = await Promise.all([
    readNodeKey(folders.keys, 'validator'),
    readNodeKey(folders.keys, 'publisher'),
  ])
  const { publicKey } = publisher
  const name = genesis.publishers[0]!.origin
  return { genesis, validator, publisher: { name, publicKey, sign: async (message) => publisher.sign(message) } }
}

export async function readBlocks(data: string): Promise<SoloBlock[]> {
  const log = await BlockLog.open(await openFolder(foldersOf(data).blocks))
  try {
    const blocks: SoloBlock[] = []
    for (let height = 1; height <= (log.lastHeight ?? 0); height++) blocks.push(decodeSoloBlock(await log.read(height)))
    return blocks
  } finally {
    await log.close()
  }
}

/** Puts other blocks in place of the file's, with sound checksums: whoever can write the disk can do that. */
export async function writeBlocks(data: string, blocks: readonly SoloBlock[]): Promise<void> {
  const { blocks: folder } = foldersOf(data)
  await rm(folder, { recursive: true })
  const log = await BlockLog.open(await openFolder(folder))
  for (const block of blocks) await log.append(block.header.height, encodeSoloBlock(block))
  await log.sync()
  await log.close()
}

/** Removes the database and the note of what was published, so that nothing on this disk remembers. */
export async function forgetState(data: string): Promise<void> {
  const folders = foldersOf(data)
  await rm(folders.state, { recursive: true, force: true })
  await rm(folders.views, { recursive: true, force: true })
  await rm(join(data, 'published.json'), { force: true })
}
