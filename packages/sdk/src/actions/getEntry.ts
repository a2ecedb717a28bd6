import { type Leaf, parseLeaf, parseSigned, type Signed } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { type Json, malformed, member, readBase64, readInteger } from '../http/json.ts'
import { askJson } from '../http/request.ts'

/** One entry of the log as a node tells it, parsed from its raw bytes. For proof, getEvidence. */
export type Entry = {
  readonly index: number
  readonly leaf: Leaf
  /** Absent for entries that are no transactions. */
  readonly signed?: Signed
  /** CBOR [salt, input]; absent when there is none, or it was erased. */
  readonly body?: Uint8Array
  /** The node's own wording of it. */
  readonly answer: Json
}

export async function getEntry(client: Pick<Client, 'url' | 'fetch' | 'language'>, index: number): Promise<Entry> {
  const answer = await askJson(client, `/api/v1/entries/${index}`)
  if (readInteger(member(answer, 'index'), 'index') !== index) throw malformed('index')
  const raw = (name: string): Uint8Array | undefined => {
    const value = member(member(answer, 'raw'), name)
    return value === undefined || value === null ? undefined : readBase64(value, `raw.${name}`)
  }
  const leaf = raw('leaf')
  if (leaf === undefined) throw malformed('raw.leaf')
  const signed = raw('signed')
  const body = raw('body')
  try {
    return {
      index,
      leaf: parseLeaf(leaf),
      ...(signed === undefined ? {} : { signed: parseSigned(signed) }),
      ...(body === undefined ? {} : { body }),
      answer,
    }
  } catch (error) {
    throw malformed('raw', error)
  }
}
