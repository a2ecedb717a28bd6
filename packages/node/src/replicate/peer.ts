import { ContentError, type ContentStore } from '@gongshi/contents'
import {
  type BatchedUpload,
  encodeUploadBatch,
  GongshiError,
  maxBatchBytes,
  parseUpload,
  parseUploadBatch,
  readUpload,
  toBase64,
  toHex,
  UploadError,
  uploadBatchMediaType,
} from '@gongshi/protocol'

/**
 * What came of asking a peer. `absent`: it has not got it, or may not give it; `lied`: what it sent is not what was asked
 * for; `erased`: it was ordered to go meanwhile, and nobody needs it any more.
 */
export type Asked = 'stored' | 'absent' | 'unreachable' | 'lied' | 'erased'

export type Ask = {
  readonly commitment: Uint8Array
  /** Who asks, signed. */
  readonly request: Uint8Array
  readonly mostBytes: number
}

/** As `Asked`; `alone`: the peer has it, and it is too large to come with others. */
export type AskedAmong = Asked | 'alone'

export type AskMany = {
  readonly commitments: readonly Uint8Array[]
  /** Who asks for all of them in this order, signed. */
  readonly request: Uint8Array
}

/** A peer that says nothing for so long is not there. Milliseconds. */
const silenceMs = 30_000
const mostReceiptBytes = 1 << 20
/** As long as a note may be. */
const mostCheckpointBytes = 65_536

/** Fetches a content from the portal of another member and stores it, if it is what its commitment says. @throws {ContentError} what is wrong with the own disk */
export async function fetchContent(
  portal: string,
  { commitment, request, mostBytes }: Ask,
  contents: Pick<ContentStore, 'put'>,
  stop: AbortSignal,
): Promise<Asked> {
  const silence = new Silence(stop)
  try {
    const response = await fetch(`${portal}/api/v1/contents/${toHex(commitment)}/whole`, {
      headers: { 'gongshi-member': toBase64(request) },
      redirect: 'error',
      signal: silence.signal,
    })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      return response.status < 500 || response.status === 503 ? 'absent' : 'unreachable'
    }
    const { recordKey, members } = await readUpload(bounded(response.body, mostBytes, silence))
    await contents.put(recordKey, members, commitment)
    return 'stored'
  } catch (error) {
    return verdictOf(error)
  } finally {
    silence.end()
  }
}

/**
 * Fetches many small contents from the portal of another member in one request, and stores those that come.
 * @returns by the hexadecimal commitment what came of it; those that the peer has not got are left out
 * @throws {ContentError} what is wrong with the own disk
 */
export async function fetchContents(
  portal: string,
  { commitments, request }: AskMany,
  contents: Pick<ContentStore, 'put'>,
  stop: AbortSignal,
): Promise<ReadonlyMap<string, AskedAmong>> {
  const ids = new Set(commitments.map(toHex))
  const all = (asked: AskedAmong) => new Map([...ids].map((id) => [id, asked]))
  const silence = new Silence(stop)
  try {
    const response = await fetch(`${portal}/api/v1/contents/whole`, {
      method: 'POST',
      headers: { 'gongshi-member': toBase64(request), 'content-type': uploadBatchMediaType },
      body: Buffer.from(encodeUploadBatch(commitments.map((commitment) => ({ commitment, upload: nothing })))),
      redirect: 'error',
      signal: silence.signal,
    })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      return all(response.status === 404 ? 'alone' : 'unreachable') // one of an earlier release knows no batches
    }
    const uploads = await readBatch(response.body, silence)
    if (uploads.some(({ commitment }) => !ids.has(toHex(commitment)))) return all('lied')
    return new Map(await settleAll(uploads.map((each) => keep(each, contents))))
  } catch (error) {
    return all(verdictOf(error))
  } finally {
    silence.end()
  }
}

const nothing = new Uint8Array()

async function readBatch(body: ReadableStream<Uint8Array>, silence: Silence): Promise<BatchedUpload[]> {
  const parts: Uint8Array[] = []
  for await (const part of bounded(body, maxBatchBytes, silence)) parts.push(part)
  const bytes = Buffer.concat(parts)
  return bytes.length === 0 ? [] : parseUploadBatch(bytes)
}

async function keep(
  { commitment, upload }: BatchedUpload,
  contents: Pick<ContentStore, 'put'>,
): Promise<[id: string, asked: AskedAmong]> {
  const id = toHex(commitment)
  if (upload.length === 0) return [id, 'alone']
  try {
    const { recordKey, members } = parseUpload(upload)
    const sources = members.map(({ path, bytes }) => ({ path, bytes: [bytes] }))
    await contents.put(recordKey, sources, commitment)
    return [id, 'stored']
  } catch (error) {
    return [id, verdictOf(error)]
  }
}

/** The receipts of an erasure that a peer has; null where it has none or can't be reached. */
export async function fetchReceipts(
  portal: string,
  entry: number,
  stop: AbortSignal,
): Promise<readonly string[] | null> {
  const answer = await readAnswer(`${portal}/api/v1/erasures/${entry}`, mostReceiptBytes, stop)
  if (answer === null) return null
  try {
    const { receipts } = JSON.parse(answer) as { readonly receipts?: unknown }
    return (Array.isArray(receipts) ? receipts : []).flatMap((each: unknown) => {
      const { receipt } = (each ?? {}) as { readonly receipt?: unknown }
      return typeof receipt === 'string' ? [receipt] : []
    })
  } catch {
    return null // asked again later
  }
}

/** The checkpoint that a peer shows (C2SP tlog-checkpoint), unchecked; null where it shows none or can't be reached. */
export function fetchCheckpoint(portal: string, stop: AbortSignal): Promise<string | null> {
  return readAnswer(`${portal}/log/checkpoint`, mostCheckpointBytes, stop)
}

/** A short answer as text; null for a refusal, for more than `most` bytes, and where nobody answers. */
async function readAnswer(url: string, most: number, stop: AbortSignal): Promise<string | null> {
  const silence = new Silence(stop)
  try {
    const response = await fetch(url, { redirect: 'error', signal: silence.signal })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      return null
    }
    const parts: Uint8Array[] = []
    for await (const part of bounded(response.body, most, silence)) parts.push(part)
    return Buffer.concat(parts).toString('utf8')
  } catch {
    return null
  } finally {
    silence.end()
  }
}

/** Waits for all, also when one meets a failure of the disk, so that nothing goes on behind the answer. */
async function settleAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  return (await Promise.allSettled(work)).map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

class TooMuch extends Error {}

/** Whose fault it is. A connection that broke is nobody's; what is coded is about the bytes, or about the disk here. */
function verdictOf(error: unknown): Asked {
  if (error instanceof TooMuch || error instanceof UploadError) return 'lied'
  if (error instanceof ContentError) {
    if (aboutBytes.has(error.code)) return 'lied'
    if (error.code === 'content-erased') return 'erased'
    throw error
  }
  if (error instanceof GongshiError) throw error
  return 'unreachable'
}

/** Refusals of the store that only what was sent can cause. */
const aboutBytes: ReadonlySet<string> = new Set([
  'content-mismatch',
  'content-empty',
  'content-key-malformed',
  'content-member-repeated',
  'content-path-malformed',
  'content-too-large',
  'content-too-many-members',
])

async function* bounded(body: ReadableStream<Uint8Array>, most: number, silence: Silence): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of body) {
    silence.heard()
    bytes += part.length
    if (bytes > most) throw new TooMuch()
    yield part
  }
}

/** Gives up on a peer that has said nothing for a while, and at the stop of the node. */
class Silence {
  readonly #abort = new AbortController()
  readonly #stop: AbortSignal
  readonly #stopped = () => this.#abort.abort()
  #timer: NodeJS.Timeout

  constructor(stop: AbortSignal) {
    this.#stop = stop
    this.#timer = setTimeout(this.#stopped, silenceMs)
    stop.addEventListener('abort', this.#stopped)
    if (stop.aborted) this.#stopped()
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  heard(): void {
    this.#timer.refresh()
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#stop.removeEventListener('abort', this.#stopped)
  }
}
