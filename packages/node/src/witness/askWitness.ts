import {
  type Checkpoint,
  checkCosignature,
  consistencyProof,
  formatAddCheckpoint,
  type LogHashes,
  NoteError,
  type NoteKey,
  parseNote,
  signatureLine,
  verifyNote,
} from '@gongshi/protocol'
import { NodeError } from '../errors.ts'

/** A checkpoint to be cosigned: `note` is signed by its publisher alone; `hashes` are those of its log. */
export type ToCosign = { readonly note: string; readonly checkpoint: Checkpoint; readonly hashes: LogHashes }

/** A few lines of signatures are shorter, also of ML-DSA-44. Bytes. */
const longestAnswer = 16 * 1024

/** One witness as its log's publisher sees it (c2sp.org/tlog-witness). */
export class AskedWitness {
  readonly #url: string
  readonly #key: NoteKey
  readonly #fetch: typeof fetch
  readonly #answerMs: number
  /** The size of our log that it cosigned last, as far as we know: it asks for a proof from there. */
  #known = 0

  constructor(url: string, key: NoteKey, answerMs: number, ask: typeof fetch) {
    this.#url = url
    this.#key = key
    this.#answerMs = answerMs
    this.#fetch = ask
  }

  get name(): string {
    return this.#key.name
  }

  /**
   * Its line under the checkpoint, verified.
   * @throws {NodeError} witness-unreachable, witness-refused, witness-contradicts, witness-answer-malformed
   */
  async cosign(asked: ToCosign): Promise<string> {
    const first = await this.#ask(asked)
    const answer = first.status === 409 ? await this.#askFrom(sizeIn(first.text), asked) : first
    if (answer.status !== 200) throw this.#refused(answer.status)
    const line = this.#lineIn(answer.text, asked.note)
    this.#known = asked.checkpoint.size
    return line
  }

  async #askFrom(size: number | null, asked: ToCosign): Promise<Answer> {
    if (size === null) throw new NodeError({ code: 'witness-answer-malformed', witness: this.name })
    if (size > asked.checkpoint.size || size === this.#known) throw this.#refused(409)
    this.#known = size
    return this.#ask(asked)
  }

  /** What it knows of this log is not what this log holds, if the proof from there does not hold: an alarm. */
  #refused(status: number): NodeError {
    const code = status === 409 || status === 422 ? 'witness-contradicts' : 'witness-refused'
    return new NodeError({ code, witness: this.name, status })
  }

  async #ask({ note, checkpoint, hashes }: ToCosign): Promise<Answer> {
    const old = Math.min(this.#known, checkpoint.size)
    const body = formatAddCheckpoint({ old, proof: consistencyProof(hashes, old, checkpoint.size), note })
    try {
      const signal = AbortSignal.timeout(this.#answerMs)
      const response = await this.#fetch(`${this.#url}/add-checkpoint`, {
        method: 'POST',
        body,
        signal,
        redirect: 'error',
      })
      return { status: response.status, text: await readShort(response) }
    } catch (cause) {
      throw new NodeError({ code: 'witness-unreachable', witness: this.name }, { cause })
    }
  }

  /** The line of this witness's key, whatever else it sent along. */
  #lineIn(text: string, note: string): string {
    try {
      const parsed = parseNote(note + text)
      const lines = parsed.signatures.filter((each) => isOf(this.#key, { text: parsed.text, signatures: [each] }))
      if (lines.length > 0) return signatureLine(lines[0]!)
    } catch (error) {
      if (!(error instanceof NoteError)) throw error
    }
    throw new NodeError({ code: 'witness-answer-malformed', witness: this.name })
  }
}

type Answer = { readonly status: number; readonly text: string }

/** @throws {NoteError} note-signature-invalid */
function isOf(key: NoteKey, note: ReturnType<typeof parseNote>): boolean {
  try {
    return verifyNote(note, [key], checkCosignature).length > 0
  } catch (error) {
    if (error instanceof NoteError && error.code === 'note-key-unknown') return false
    throw error
  }
}

function sizeIn(text: string): number | null {
  const size = Number(/^(0|[1-9][0-9]{0,15})\n$/.exec(text)?.[1])
  return Number.isSafeInteger(size) ? size : null
}

async function readShort(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body ?? []) {
    length += piece.length
    if (length > longestAnswer) throw new RangeError('longer than signatures are')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
