import { equalBytes, fromHex, toHex } from '@gongshi/protocol'
import type { Timestamp } from 'cosmjs-types/google/protobuf/timestamp'
import { type Proposal, SignedMsgType, type Vote } from 'cosmjs-types/tendermint/types/types'
import { CometError, type SignerRefusal } from '../errors.ts'
import { type Canonical, canonicalProposal, canonicalVote, extensionSignBytes, isNil, signBytes } from './signBytes.ts'

/** An Ed25519 key, wherever it lies. */
export type SigningKey = {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

/** Where what was signed last is kept. `write` resolves when it would outlast a loss of power. */
export type SignedStore = { read(): Promise<string | null>; write(text: string): Promise<void> }

/** Within a height and round CometBFT proposes, then prevotes, then precommits. */
type Step = 1 | 2 | 3
type Place = { readonly height: bigint; readonly round: number; readonly step: Step }
type Signed = Place & { readonly canonical: Canonical; readonly timestamp: Timestamp; readonly signature: Uint8Array }

/**
 * Signs votes and proposals of one chain, never two that contradict each other: each place (height, round, step) once, and in
 * rising order (as CometBFT's privval/file.go). What is signed is on disk before anybody sees the signature. Asked again about the
 * same thing at another time, it gives what it gave before.
 */
export class VoteSigner {
  readonly chainId: string
  readonly #key: SigningKey
  readonly #store: SignedStore
  #last: Signed | null
  /** Whether the disk has it. */
  #isKept = true
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(chainId: string, key: SigningKey, store: SignedStore, last: Signed | null) {
    this.chainId = chainId
    this.#key = key
    this.#store = store
    this.#last = last
  }

  /**
   * @param isNew this key has never signed anything on this chain: then, and only then, there is nothing to read
   * @throws {CometError} signer-state-missing, signer-state-present, signer-state-unreadable
   */
  static async open(chainId: string, key: SigningKey, store: SignedStore, isNew: boolean): Promise<VoteSigner> {
    const text = await store.read()
    if (text === null && !isNew) throw new CometError({ code: 'signer-state-missing' })
    if (text !== null && isNew) throw new CometError({ code: 'signer-state-present' })
    const owner = { chainId, publicKey: toHex(key.publicKey) }
    if (text === null) await store.write(`${JSON.stringify({ ...owner, last: null })}\n`)
    return new VoteSigner(chainId, key, store, text === null ? null : readLast(text, owner))
  }

  get publicKey(): Uint8Array {
    return this.#key.publicKey
  }

  /** The vote with its signature, and the time of the one that was signed first. @throws {CometError} signer-refused */
  async signVote(vote: Vote): Promise<Vote> {
    const isPrecommit = vote.type === SignedMsgType.SIGNED_MSG_TYPE_PRECOMMIT
    if (!isPrecommit && vote.type !== SignedMsgType.SIGNED_MSG_TYPE_PREVOTE) throw refused('kind', vote)
    // Ours carries none; of a stranger's nobody has said what it means.
    if (vote.extension.length > 0) throw refused('extension', vote)
    const place = { height: vote.height, round: vote.round, step: isPrecommit ? 3 : 2 } as const
    const signed = await this.#sign(place, canonicalVote(this.chainId, vote), vote.timestamp)
    const extended = isPrecommit && !isNil(vote.blockId)
    const extensionSignature = extended ? this.#key.sign(extensionSignBytes(this.chainId, vote)) : new Uint8Array()
    return { ...vote, ...signed, extensionSignature }
  }

  /** @throws {CometError} signer-refused */
  async signProposal(proposal: Proposal): Promise<Proposal> {
    const place = { height: proposal.height, round: proposal.round, step: 1 } as const
    return { ...proposal, ...(await this.#sign(place, canonicalProposal(this.chainId, proposal), proposal.timestamp)) }
  }

  /** One after the other: what the second may be depends on the first. */
  #sign(place: Place, canonical: Canonical, timestamp: Timestamp): Promise<Pick<Signed, 'timestamp' | 'signature'>> {
    const signing = this.#queue.then(() => this.#signNow(place, canonical, timestamp))
    this.#queue = signing.catch(() => undefined)
    return signing
  }

  async #signNow(place: Place, canonical: Canonical, timestamp: Timestamp) {
    const last = this.#last
    const order = last === null ? 1 : compare(place, last)
    if (place.height < 1n || place.round < 0 || order < 0) throw refused('regression', place)
    if (order === 0) {
      if (!isSame(canonical, last!.canonical)) throw refused('conflict', place)
      await this.#keep(last!)
      return { timestamp: last!.timestamp, signature: last!.signature }
    }
    const signature = this.#key.sign(signBytes(canonical, timestamp))
    const signed = { ...place, canonical, timestamp, signature }
    // From here on it counts as signed, whether or not the disk takes it.
    this.#last = signed
    this.#isKept = false
    await this.#keep(signed)
    return { timestamp, signature }
  }

  async #keep(signed: Signed): Promise<void> {
    if (this.#isKept) return
    await this.#store.write(textOf(this.chainId, this.publicKey, signed))
    this.#isKept = true
  }
}

function compare(left: Place, right: Place): number {
  if (left.height !== right.height) return left.height < right.height ? -1 : 1
  return left.round - right.round || left.step - right.step
}

function isSame(left: Canonical, right: Canonical): boolean {
  return equalBytes(left.head, right.head) && equalBytes(left.tail, right.tail)
}

function refused(reason: SignerRefusal, { height, round }: Pick<Place, 'height' | 'round'>): CometError {
  return new CometError({ code: 'signer-refused', reason, height: Number(height), round })
}

function textOf(chainId: string, publicKey: Uint8Array, { canonical, timestamp, signature, ...place }: Signed): string {
  const { head, tail, timestampTag } = canonical
  const last = {
    ...place,
    height: String(place.height),
    seconds: String(timestamp.seconds),
    nanos: timestamp.nanos,
    head: toHex(head),
    tail: toHex(tail),
    timestampTag,
    signature: toHex(signature),
  }
  return `${JSON.stringify({ chainId, publicKey: toHex(publicKey), last }, null, 2)}\n`
}

/** @throws {CometError} signer-state-unreadable; also for another chain's or key's */
function readLast(text: string, owner: { readonly chainId: string; readonly publicKey: string }): Signed | null {
  try {
    const { chainId, publicKey, last } = JSON.parse(text) as Record<string, unknown>
    if (chainId !== owner.chainId || publicKey !== owner.publicKey) throw new TypeError('another signer’s')
    if (last === null) return null
    const { height, round, step, seconds, nanos, head, tail, timestampTag, signature } = last as Record<string, never>
    const numbers: readonly unknown[] = [round, step, nanos, timestampTag]
    if (!numbers.every(Number.isSafeInteger)) throw new TypeError('no numbers')
    return {
      height: BigInt(height!),
      round: round!,
      step: step!,
      timestamp: { seconds: BigInt(seconds!), nanos: nanos! },
      canonical: { head: fromHex(head!), tail: fromHex(tail!), timestampTag: timestampTag! },
      signature: fromHex(signature!),
    }
  } catch (cause) {
    throw new CometError({ code: 'signer-state-unreadable' }, { cause })
  }
}
