import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeCbor, encodeCbor, ProtocolError } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { writeDurably } from '../files/writeDurably.ts'
import type { Position } from '../projections/question.ts'

const fileName = 'cursor-key'
const tagBytes = 16
const limits = { maxBytes: 4096, maxDepth: 4 }

/**
 * Cursors that only this node makes: where a page ended, bound to the question that it was a page of. Whoever changes
 * one, or takes it to another question, is refused.
 */
export class Cursors {
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
  }

  /** With the key in a folder of the node, so that a list goes on after a restart. */
  static async open(folder: string, random: (bytes: number) => Uint8Array): Promise<Cursors> {
    const text = await readFile(join(folder, fileName), 'utf8').catch(() => '')
    if (/^[0-9a-f]{64}\n$/.test(text)) return new Cursors(Buffer.from(text.trim(), 'hex'))
    const key = random(32)
    await writeDurably(folder, fileName, `${Buffer.from(key).toString('hex')}\n`, 0o600)
    return new Cursors(key)
  }

  /** `question`: everything that must be asked again unchanged. */
  write(question: unknown, { value, id }: Position): string {
    const place = encodeCbor([value, id])
    return Buffer.concat([this.#tag(question, place), place]).toString('base64url')
  }

  /** @throws {NodeError} cursor-invalid */
  read(question: unknown, text: string): Position {
    const bytes = Buffer.from(text, 'base64url')
    const [tag, place] = [bytes.subarray(0, tagBytes), new Uint8Array(bytes.subarray(tagBytes))]
    if (tag.length !== tagBytes || bytes.toString('base64url') !== text) throw new NodeError({ code: 'cursor-invalid' })
    if (!timingSafeEqual(tag, this.#tag(question, place))) throw new NodeError({ code: 'cursor-invalid' })
    return parsePlace(place)
  }

  #tag(question: unknown, place: Uint8Array): Buffer {
    const asked = createHash('sha256').update(JSON.stringify(question)).digest()
    return createHmac('sha256', this.#key).update(asked).update(place).digest().subarray(0, tagBytes)
  }
}

function parsePlace(bytes: Uint8Array): Position {
  try {
    const [value, id] = decodeCbor(bytes, limits) as readonly [Uint8Array, number]
    return { value, id }
  } catch (error) {
    if (error instanceof ProtocolError) throw new NodeError({ code: 'cursor-invalid' })
    throw error
  }
}
