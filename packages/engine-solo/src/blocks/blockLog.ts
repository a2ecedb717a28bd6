import { diskFailure, SoloError } from '../errors.ts'
import type { File, Folder } from '../files/files.ts'
import { encodeRecord, headBytes, paddedLength, parseHead, recordIsSound } from './record.ts'
import { type RecordPlace, scanSegment, type Tail } from './scan.ts'
import { Segment } from './segment.ts'

export type BlockLogLimits = {
  /** A segment is closed when it is longer than this. */
  readonly segmentBytes: number
  /** Zeros written ahead of the records: a sync that grows no file costs about half (bench/commit.ts). */
  readonly fillBytes: number
}

export const defaultBlockLogLimits: BlockLogLimits = { segmentBytes: 64 * 2 ** 20, fillBytes: 4 * 2 ** 20 }

const suffix = '.blocks'
const unfinished = '.new'

/**
 * Removes what a rewriting that was cut short left. Only for the one who writes: a reader may stand beside a running node.
 * @throws {SoloError} disk-failed, disk-full
 */
export async function clearUnfinished(folder: Folder): Promise<void> {
  try {
    for (const name of await folder.list()) if (name.endsWith(unfinished)) await folder.remove(name)
  } catch (error) {
    throw diskFailure('clear what is unfinished', error)
  }
}

/**
 * The blocks of an embedded ledger: append-only segments of checksummed records, one a height, without gaps.
 * `append` is not durable before the next `sync` resolves. After any error the log takes no more writes: what a failed
 * sync left behind is known only after reading it anew.
 */
export class BlockLog {
  readonly #folder: Folder
  readonly #limits: BlockLogLimits
  readonly #segments: Segment[]
  #tail: Tail
  #broken: SoloError | null = null

  private constructor(folder: Folder, limits: BlockLogLimits, segments: Segment[], tail: Tail) {
    this.#folder = folder
    this.#limits = limits
    this.#segments = segments
    this.#tail = tail
  }

  /**
   * Reads and checks every segment. A torn tail is reported, not mended: the caller knows what was acknowledged.
   * @throws {SoloError} blocks-damaged, blocks-missing, disk-failed
   */
  static async open(folder: Folder, limits: BlockLogLimits = defaultBlockLogLimits): Promise<BlockLog> {
    const segments: Segment[] = []
    try {
      return await BlockLog.#read(folder, limits, segments)
    } catch (error) {
      for (const { file } of segments) await file.close().catch(() => undefined)
      throw diskFailure('open blocks', error)
    }
  }

  /** `segments` is the caller's, who closes them if this fails half way. */
  static async #read(folder: Folder, limits: BlockLogLimits, segments: Segment[]): Promise<BlockLog> {
    const names = [...(await folder.list())].sort()
    const heights: number[] = []
    let tail: Tail = { kind: 'clean', end: 0 }
    for (const name of names.filter((each) => each.endsWith(suffix))) {
      if (tail.kind !== 'clean') throw damaged(segments.at(-1)!.name, tail)
      const file = await folder.open(name)
      const segment = new Segment(name, file)
      segments.push(segment)
      const scan = await scanSegment(file, 0)
      tail = scan.tail
      segment.end = tail.end
      segment.filled = await file.size()
      for (const record of scan.records) {
        segment.add(record)
        heights.push(record.height)
      }
    }
    if (tail.kind === 'damaged') throw damaged(segments.at(-1)!.name, tail)
    assertGapless(heights)
    return new BlockLog(folder, limits, segments, tail)
  }

  get firstHeight(): number | null {
    return this.#segments.find(({ firstHeight }) => firstHeight !== null)?.firstHeight ?? null
  }

  get lastHeight(): number | null {
    return this.#segments.findLast(({ lastHeight }) => lastHeight !== null)?.lastHeight ?? null
  }

  /** The unfinished write behind the last sound record, if there is one; `height` is null when its head is gone. */
  get tornTail(): { readonly segment: string; readonly position: number; readonly height: number | null } | null {
    if (this.#tail.kind !== 'torn') return null
    return { segment: this.#segments.at(-1)!.name, position: this.#tail.end, height: this.#tail.height }
  }

  /** Removes the unfinished write. Only for a caller who knows that nothing from it was ever acknowledged. */
  async dropTornTail(): Promise<void> {
    await this.#guard('drop the torn tail', async () => {
      const segment = this.#segments.at(-1)!
      await fillWithZeros(segment.file, segment.end, segment.filled)
      await segment.file.sync()
      this.#tail = { kind: 'clean', end: segment.end }
    })
  }

  /**
   * Makes durable what was found. Whatever ended the run before may have left the last record, or the name of its file, in
   * the system's cache alone; it is written anew, since Linux takes for written what a failed sync has lost. No
   * record follows another that was not synced, so the last one is enough. For the one who writes, before anything else.
   */
  async secure(): Promise<void> {
    await this.#guard('secure the last block', async () => {
      const last = this.lastHeight
      if (last !== null) {
        const segment = this.#segmentOf(last)!
        await segment.file.writeDurably(segment.find(last)!.position, encodeRecord(last, await this.read(last)))
      }
      await this.#folder.sync()
    })
  }

  /** Writes the next block. Heights follow one another. */
  async append(height: number, payload: Uint8Array): Promise<void> {
    await this.#guard('append a block', () =>
      this.#append(height, payload, (file, position, record) => file.write(position, record)),
    )
  }

  /** As `append`, and durable when it resolves. Where a segment has room the write is under way when this returns. */
  async appendDurably(height: number, payload: Uint8Array): Promise<void> {
    await this.#guard('append a block', () =>
      this.#append(height, payload, (file, position, record) => file.writeDurably(position, record)),
    )
  }

  async #append(
    height: number,
    payload: Uint8Array,
    write: (file: File, position: number, record: Uint8Array) => Promise<void>,
  ): Promise<void> {
    const record = encodeRecord(height, payload)
    // PERF: waiting, even for nothing, would put the write off until whoever asked has executed the block: see `appendDurably`.
    const segment = this.#findRoom(record.length) ?? (await this.#segmentFor(height, record.length))
    await write(segment.file, segment.end, record)
    segment.add({ height, position: segment.end, length: payload.length })
    segment.end += record.length
  }

  /** Everything appended before is durable when this resolves. */
  async sync(): Promise<void> {
    await this.#guard('sync blocks', async () => {
      await this.#segments.at(-1)?.file.sync()
    })
  }

  /** The payload at a height, checked again. @throws {SoloError} blocks-missing, blocks-damaged, disk-failed */
  async read(height: number): Promise<Uint8Array> {
    const segment = this.#segmentOf(height)
    const place = segment?.find(height)
    if (segment === undefined || place === undefined) throw new SoloError({ code: 'blocks-missing', height })
    const bytes = await readRecord(segment.file, place)
    const head = parseHead(bytes)
    if (head === null || head.height !== height || !recordIsSound(head, bytes, 0))
      throw new SoloError({ code: 'blocks-damaged', segment: segment.name, position: place.position, height })
    return bytes.subarray(headBytes, headBytes + head.length)
  }

  /** Rewrites the segment of a height with another payload, in one step: this is how a body leaves the disk. */
  async replace(height: number, payload: Uint8Array): Promise<void> {
    await this.#guard('rewrite a segment', async () => {
      const old = this.#segmentOf(height)!
      const rewritten = new Segment(old.name, await this.#folder.open(old.name + unfinished))
      for (let each = old.firstHeight!; each <= old.lastHeight!; each++) {
        const bytes = each === height ? payload : await this.read(each)
        const record = encodeRecord(each, bytes)
        await rewritten.file.write(rewritten.end, record)
        rewritten.add({ height: each, position: rewritten.end, length: bytes.length })
        rewritten.end += record.length
      }
      rewritten.filled = rewritten.end
      await rewritten.file.sync()
      await this.#folder.rename(old.name + unfinished, old.name)
      await this.#folder.sync()
      this.#segments[this.#segments.indexOf(old)] = rewritten
      await old.file.close()
    })
  }

  async close(): Promise<void> {
    for (const segment of this.#segments) await segment.file.close()
  }

  #segmentOf(height: number): Segment | undefined {
    return this.#segments.findLast(({ firstHeight }) => firstHeight !== null && firstHeight <= height)
  }

  /** The last segment, if the record fits between its end and what is filled. */
  #findRoom(recordBytes: number): Segment | undefined {
    const segment = this.#segments.at(-1)
    if (segment === undefined || segment.end > this.#limits.segmentBytes) return undefined
    return segment.end + recordBytes <= segment.filled ? segment : undefined
  }

  async #segmentFor(height: number, recordBytes: number): Promise<Segment> {
    let segment = this.#segments.at(-1)
    if (segment === undefined || segment.end > this.#limits.segmentBytes) {
      const name = `${String(height).padStart(15, '0')}${suffix}`
      segment = new Segment(name, await this.#folder.open(name))
      await this.#folder.sync()
      this.#segments.push(segment)
    }
    const needed = segment.end + recordBytes
    if (needed > segment.filled) {
      const filled = needed + this.#limits.fillBytes
      await fillWithZeros(segment.file, segment.filled, filled)
      await segment.file.sync()
      segment.filled = filled
    }
    return segment
  }

  async #guard(operation: string, work: () => Promise<void>): Promise<void> {
    if (this.#broken) throw this.#broken
    try {
      await work()
    } catch (error) {
      this.#broken = diskFailure(operation, error)
      throw this.#broken
    }
  }
}

async function fillWithZeros(file: File, from: number, to: number): Promise<void> {
  const zeros = new Uint8Array(Math.min(to - from, 2 ** 20))
  for (let position = from; position < to; position += zeros.length)
    await file.write(position, zeros.subarray(0, Math.min(zeros.length, to - position)))
}

async function readRecord(file: File, { position, length }: RecordPlace): Promise<Uint8Array> {
  try {
    return await file.read(position, paddedLength(length))
  } catch (error) {
    throw diskFailure('read a block', error)
  }
}

function assertGapless(heights: readonly number[]): void {
  for (const [at, height] of heights.entries()) {
    const expected = heights[0]! + at
    if (height !== expected) throw new SoloError({ code: 'blocks-missing', height: expected })
  }
}

function damaged(segment: string, tail: Tail): SoloError {
  const height = tail.kind === 'clean' ? null : tail.height
  return new SoloError({ code: 'blocks-damaged', segment, position: tail.end, height })
}
