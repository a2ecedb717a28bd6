import { ContentError, type ContentStore } from '@gongshi/contents'
import { type BatchedUpload, batchedHeadBytes, maxBatchBytes } from '@gongshi/protocol'

const nothing = new Uint8Array()

/**
 * Of the contents that a member asks for those that are here, in their order, as many as one answer may hold. One that is here and
 * does not fit any more, or has no record key, stands without bytes: it is asked for alone.
 */
export async function gather(
  contents: Pick<ContentStore, 'status' | 'members' | 'whole'>,
  wanted: readonly Uint8Array[],
): Promise<BatchedUpload[]> {
  const found: BatchedUpload[] = []
  let room = maxBatchBytes - wanted.length * batchedHeadBytes
  for (const commitment of wanted) {
    const upload = await read(contents, commitment, room)
    if (upload === null) continue
    found.push({ commitment, upload })
    room -= upload.length
  }
  return found
}

/** Null: not here, or gone while it was read. @throws {ContentError} what is wrong with the disk */
async function read(
  contents: Pick<ContentStore, 'status' | 'members' | 'whole'>,
  commitment: Uint8Array,
  room: number,
): Promise<Uint8Array | null> {
  if ((await contents.status(commitment)).state !== 'present') return null
  try {
    const sizes = await contents.members(commitment)
    if (sizes.reduce((sum, { size }) => sum + size, 0) > room) return nothing
    const parts: Uint8Array[] = []
    for await (const part of contents.whole(commitment)) parts.push(part)
    const upload = Buffer.concat(parts)
    return upload.length > room || upload[0] === noKey ? nothing : upload
  } catch (error) {
    if (error instanceof ContentError && gone.has(error.code)) return null
    throw error
  }
}

/** The head of an empty byte string. */
const noKey = 0x40
const gone: ReadonlySet<string> = new Set(['content-absent', 'content-erased', 'content-damaged'])
