import { readFile } from 'node:fs/promises'
import { ReadableStream, TransformStream } from 'node:stream/web'
import { Decrypter, Encrypter } from 'age-encryption'
import { NodeError } from '../errors.ts'

const header = Buffer.from('age-encryption.org/v1\n')

/** What follows goes through age (https://age-encryption.org/v1) for these recipients, in pieces of 64 KiB, into `write`. */
export class AgeSink {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #pumped: Promise<void>

  private constructor(writer: WritableStreamDefaultWriter<Uint8Array>, pumped: Promise<void>) {
    this.#writer = writer
    this.#pumped = pumped
    pumped.catch(() => undefined) // whoever writes next, or ends, is told
  }

  /** @throws {NodeError} backup-recipient-malformed */
  static async open(recipients: readonly string[], write: (bytes: Uint8Array) => Promise<void>): Promise<AgeSink> {
    const encrypter = new Encrypter()
    try {
      for (const recipient of recipients) encrypter.addRecipient(recipient)
    } catch (cause) {
      throw new NodeError({ code: 'backup-recipient-malformed' }, { cause })
    }
    const through = new TransformStream<Uint8Array, Uint8Array>()
    const sealed = await encrypter.encrypt(through.readable as globalThis.ReadableStream<Uint8Array>)
    const pump = async () => {
      for await (const bytes of sealed as AsyncIterable<Uint8Array>) await write(bytes)
    }
    return new AgeSink(through.writable.getWriter(), pump())
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writer.write(bytes).catch(async (error: unknown) => {
      await this.#pumped // its own reason, where it has one
      throw error
    })
  }

  async end(): Promise<void> {
    await this.#writer.close()
    await this.#pumped
  }

  abandon(): void {
    this.#writer.abort().catch(() => undefined)
  }
}

/** Whether these first bytes of a file are age's. */
export function isAge(bytes: Uint8Array): boolean {
  return header.equals(bytes.subarray(0, header.length))
}

/** The plain bytes; whoever reads them is told in the middle where they were altered. @throws {NodeError} backup-identity-… */
export async function openAge(
  sealed: AsyncIterable<Uint8Array>,
  identities: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  if (identities.length === 0) throw new NodeError({ code: 'backup-identity-missing' })
  const decrypter = new Decrypter()
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
    const stream = ReadableStream.from(sealed) as globalThis.ReadableStream<Uint8Array>
    return (await decrypter.decrypt(stream)) as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw new NodeError({ code: 'backup-identity-wrong' }, { cause })
  }
}

/** The identities in a file of `age-keygen`: a line each, `#` before what is for people. @throws {NodeError} backup-identity-wrong */
export async function readIdentities(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new NodeError({ code: 'backup-identity-missing' }, { cause })
  })
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length === 0 || lines.some((line) => !line.startsWith('AGE-SECRET-KEY-')))
    throw new NodeError({ code: 'backup-identity-wrong' })
  return lines
}
