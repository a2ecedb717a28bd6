import {
  type Checkpoint,
  cosignCheckpoint,
  cosignCheckpointMlDsa44,
  emptyLogRoot,
  equalBytes,
  formatCheckpoint,
  NoteError,
  type NoteKey,
  type NoteSigner,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  verifyConsistency,
} from '@gongshi/protocol'
import type { Heads } from './heads.ts'

export type WitnessOptions = {
  /** Its name is the witness's. */
  readonly signer: NoteSigner
  /** Its ML-DSA-44 key, where it has one: then it cosigns with both. */
  readonly mlDsa44?: NoteSigner
  /** The logs that it follows: a key's name is its log's origin. */
  readonly logs: readonly NoteKey[]
  readonly heads: Pick<Heads, 'find' | 'replace'>
  /** Unix milliseconds. */
  now(): number
}

/** An answer of c2sp.org/tlog-witness. */
export type WitnessAnswer = { readonly status: number; readonly type: string; readonly body: string }

/** Cosigns checkpoints of the logs it follows, each of which must hold all that it cosigned of that log before. */
export class Witness {
  readonly #options: WitnessOptions

  constructor(options: WitnessOptions) {
    this.#options = options
  }

  /** Judges one request. What it cosigns is on the disk first; nothing comes between that check and that record. */
  async addCheckpoint(request: string): Promise<WitnessAnswer> {
    const judged = this.#judge(request)
    if ('status' in judged) return judged
    const { now, signer, mlDsa44 } = this.#options
    const text = formatCheckpoint(judged)
    const seconds = Math.floor(now() / 1000)
    const line = await cosignCheckpoint(text, seconds, signer)
    const second = mlDsa44 === undefined ? '' : await cosignCheckpointMlDsa44(text, seconds, mlDsa44)
    return { status: 200, type: 'text/plain; charset=utf-8', body: line + second }
  }

  #judge(request: string): Checkpoint | WitnessAnswer {
    const { heads, logs } = this.#options
    try {
      const { old, proof, note } = parseAddCheckpoint(request)
      const { origin, size, root } = parseCheckpoint(parseNote(note).text)
      const keys = logs.filter(({ name }) => name === origin)
      if (keys.length === 0) return refusal(404, 'the log is not followed here')
      openCheckpoint(note, keys)
      if (old > size) return refusal(400, 'old is larger than the checkpoint')
      const head = heads.find(origin)
      const known = head?.size ?? 0
      if (old !== known) return conflict(known)
      const fromRoot = head === undefined ? emptyLogRoot : parseCheckpoint(parseNote(head.note).text).root
      if (old === size && !equalBytes(fromRoot, root)) return conflict(known)
      if (!verifyConsistency({ from: old, fromRoot, to: size, toRoot: root, proof }))
        return refusal(422, 'the consistency proof does not hold')
      heads.replace(origin, { size, note })
      return { origin, size, root }
    } catch (error) {
      if (!(error instanceof NoteError)) throw error
      const isUnsigned = error.code === 'note-key-unknown' || error.code === 'note-signature-invalid'
      return isUnsigned ? refusal(403, error.code) : refusal(400, error.code)
    }
  }
}

function refusal(status: number, words: string): WitnessAnswer {
  return { status, type: 'text/plain; charset=utf-8', body: `${words}\n` }
}

/** The size from which the log is to prove that it grew. */
function conflict(size: number): WitnessAnswer {
  return { status: 409, type: 'text/x.tlog.size', body: `${size}\n` }
}
