import { BinaryReader, BinaryWriter } from 'cosmjs-types/binary'
import { PublicKey } from 'cosmjs-types/tendermint/crypto/keys'
import { Proposal, Vote } from 'cosmjs-types/tendermint/types/types'
import { CometError } from '../errors.ts'

/** What CometBFT asks a signer (proto/tendermint/privval/types.proto, v0.39): one of these a message, answered in order. */
export type SignerRequest =
  | { readonly asks: 'publicKey'; readonly chainId: string }
  | { readonly asks: 'vote'; readonly chainId: string; readonly vote: Vote }
  | { readonly asks: 'proposal'; readonly chainId: string; readonly proposal: Proposal }
  | { readonly asks: 'ping' }

/** Numbers of the fields of `Message`; an answer's is its request's and one. */
const fields = { publicKey: 1, vote: 3, proposal: 5, ping: 7 } as const

/** No message of this protocol is longer (privval/signer_endpoint.go). Bytes. */
export const maxSignerMessageBytes = 10 * 1024

/** @throws {CometError} signer-malformed */
export function decodeSignerRequest(bytes: Uint8Array): SignerRequest {
  try {
    const [[field, content] = [0, new Uint8Array()], ...more] = [...partsOf(bytes)]
    const asks = (Object.keys(fields) as (keyof typeof fields)[]).find((name) => fields[name] === field)
    if (asks === undefined || more.length > 0) throw new RangeError('no request')
    if (asks === 'ping') return { asks }
    const inner = partsOf(content)
    const chainId = new TextDecoder().decode(inner.get(asks === 'publicKey' ? 1 : 2))
    if (asks === 'publicKey') return { asks, chainId }
    const subject = inner.get(1)
    if (subject === undefined) throw new RangeError('nothing to sign')
    if (asks === 'vote') return { asks, chainId, vote: Vote.decode(subject) }
    return { asks, chainId, proposal: Proposal.decode(subject) }
  } catch (cause) {
    throw new CometError({ code: 'signer-malformed' }, { cause })
  }
}

/** The fields of a message that are messages or texts; others it has none of. */
function partsOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const parts = new Map<number, Uint8Array>()
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    if (wireType === 2) parts.set(field, reader.bytes())
    else reader.skipType(wireType)
  }
  return parts
}

export function encodePublicKey(publicKey: Uint8Array): Uint8Array {
  return answer(fields.publicKey, PublicKey.encode({ ed25519: publicKey }).finish())
}

export function encodeVote(vote: Vote): Uint8Array {
  return answer(fields.vote, Vote.encode(vote).finish())
}

export function encodeProposal(proposal: Proposal): Uint8Array {
  return answer(fields.proposal, Proposal.encode(proposal).finish())
}

export function encodePong(): Uint8Array {
  return new BinaryWriter()
    .uint32(tagOf(fields.ping + 1))
    .bytes(new Uint8Array())
    .finish()
}

/** Why nothing was signed; CometBFT writes it into its log and goes on without. */
export function encodeRefusal(asks: 'publicKey' | 'vote' | 'proposal', description: string): Uint8Array {
  const error = new BinaryWriter().uint32(tagOf(2)).string(description).finish()
  return new BinaryWriter()
    .uint32(tagOf(fields[asks] + 1))
    .bytes(new BinaryWriter().uint32(tagOf(1)).bytes(new Uint8Array()).uint32(tagOf(2)).bytes(error).finish())
    .finish()
}

function answer(request: number, content: Uint8Array): Uint8Array {
  const inner = new BinaryWriter().uint32(tagOf(1)).bytes(content).finish()
  return new BinaryWriter()
    .uint32(tagOf(request + 1))
    .bytes(inner)
    .finish()
}

/** Of a field with a length (wire type 2). */
function tagOf(field: number): number {
  return (field << 3) | 2
}
