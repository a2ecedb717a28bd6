import { readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { BinaryReader } from 'cosmjs-types/binary'

/**
 * What CometBFT says at each start after a crash between storing the first block of a chain that begins above height 1 and
 * saving its state (consensus/replay.go): it counts from height 0 there, and takes the store for far ahead.
 */
const stuckAtFirst = /StoreBlockHeight \((\d+)\) > StateBlockHeight \+ 1 \(1\)/

/**
 * How to mend what CometBFT has just said; null where it is something else. The one block that it stored is forgotten, and so is
 * the mark of its end in the log of consensus: from the rest of that log it decides the same block again, without another vote.
 */
export function mendFirstBlock(said: string, folder: string, initialHeight: number): (() => void) | null {
  const stored = Number(stuckAtFirst.exec(said)?.[1])
  if (initialHeight === 1 || stored !== initialHeight) return null
  return () => {
    rmSync(join(folder, 'data', 'blockstore.db'), { recursive: true, force: true })
    const log = join(folder, 'data', 'cs.wal', 'wal')
    const end = findEndOf(initialHeight, readFileSync(log))
    if (end !== null) truncateSync(log, end)
  }
}

const headBytes = 8

/** Where the record lies that says that a height is over; null where none does. A record is its CRC-32C, its length (4 bytes each), itself. */
export function findEndOf(height: number, log: Uint8Array): number | null {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength)
  for (let at = 0; at + headBytes <= log.length; ) {
    const end = at + headBytes + view.getUint32(at + 4)
    if (end > log.length) return null // torn by the crash: nothing follows
    if (endedHeight(log.subarray(at + headBytes, end)) === height) return at
    at = end
  }
  return null
}

/** Of a TimedWALMessage (tendermint/consensus/wal.proto) with an EndHeight in it; null for any other. */
function endedHeight(record: Uint8Array): number | null {
  const message = fieldOf(record, 2)
  const end = message && fieldOf(message, 4)
  if (end == null) return null
  const reader = new BinaryReader(end)
  return reader.len > 0 && reader.uint32() >>> 3 === 1 ? Number(reader.int64()) : 0
}

/** A field's bytes; null where it is not there. */
function fieldOf(message: Uint8Array, number: number): Uint8Array | null {
  const reader = new BinaryReader(message)
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag === ((number << 3) | 2)) return reader.bytes()
    reader.skipType(tag & 7)
  }
  return null
}
