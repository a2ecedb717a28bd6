import { generateSecret, parseTransaction, type Signer, sha256, toHex, utf8 } from '@gongshi/protocol'
import sodium from 'sodium-native'
import { act, editor, head, organ, revoked, signerOf } from '../../../ledger/fixtures/city.ts'
import type { SentKind } from './plan.ts'

/** A transaction as its sender knows it, in the model's words. */
export type Sent = {
  readonly bytes: Uint8Array
  /** Hexadecimal. */
  readonly txId: string
  readonly action: string
  readonly notAfter: number
  readonly isJoint: boolean
  /** Why it may never stand in the log; null: it may. */
  readonly flaw: 'transaction-malformed' | 'signer-unknown' | 'signer-revoked' | null
  /** The row: a notice's number, a meter's name. */
  readonly key: string
  /** When its row falls due. */
  readonly dueAt: number | null
  /** What a meter begins with, or rises by. */
  readonly level: number
}

const hourMs = 3_600_000

/** The Ed25519 key of a word, which signs by libsodium. PERF: the same signatures as the portable one's in a twentieth of its time. */
function quickly(word: string) {
  const [publicKey, pair] = [new Uint8Array(32), new Uint8Array(64)]
  sodium.crypto_sign_seed_keypair(publicKey, pair, generateSecret('ed25519', sha256(utf8(word))))
  const sign = (message: Uint8Array): Uint8Array => {
    const signature = new Uint8Array(64)
    sodium.crypto_sign_detached(signature, message, pair)
    return signature
  }
  return { publicKey, sign }
}

/** The one validator of the embedded engine. */
export const validator = quickly('validator')

function signerQuickly(word: string, { key }: Signer): Signer {
  const { sign } = quickly(word)
  return { key, sign: async (message) => sign(message) }
}

const signers = {
  editor: signerQuickly('editor', editor),
  revoked: signerQuickly('revoked', revoked),
  stranger: signerQuickly('stranger', signerOf('stranger')),
}

/** Good, bad and colliding transactions. Rows are few, so that they meet; the salt makes each its own. */
export async function newTransaction(what: SentKind, about: number, time: number, salt: string): Promise<Sent> {
  const flaw = flawOf(what)
  const signer = what === 'stranger' || what === 'revoked' ? signers[what] : signers.editor
  const notAfter = notAfterOf(what, about, time)
  const how = { salt: sha256(utf8(salt)), notAfter, signers: what === 'withdraw' ? [signer, head] : [signer] }
  const { action, input, key, dueAt = null, level = 0 } = contentOf(what, about, time)
  const bytes = await act(action, input, time, how)
  const txId = toHex(parseTransaction(bytes).txId)
  const cut = what === 'broken' ? bytes.slice(0, -1 - (about % 40)) : bytes
  return { bytes: cut, txId, action, notAfter, isJoint: what === 'withdraw', flaw, key, dueAt, level }
}

type Content = {
  readonly action: string
  readonly input: Parameters<typeof act>[1]
  readonly key: string
  readonly dueAt?: number | null
  readonly level?: number
}

function contentOf(what: SentKind, about: number, time: number): Content {
  const number = `n${about % 24}`
  const meter = `m${about % 5}`
  switch (what) {
    case 'withdraw':
      return { action: 'withdraw', input: { notice: [[organ.scheme, organ.id], number] }, key: number }
    case 'install': {
      const level = about % 9
      const dueAt = about % 4 === 0 ? time + 900 : null
      return { action: 'install', input: { name: meter, level: BigInt(level), alarm: dueAt }, key: meter, dueAt, level }
    }
    case 'raise': {
      if (about % 7 === 6) return { action: 'overspend', input: { meter: [meter] }, key: meter }
      const level = about % 4
      const action = about % 3 === 0 ? 'raise' : 'raiseOn'
      return { action, input: { meter: [meter], by: BigInt(level) }, key: meter, level }
    }
    default: {
      const dueAt = what === 'timed' ? time + (about % 5) * 700 : null
      return {
        action: 'publish',
        input: { organ, number, title: `Notice ${number}`, until: dueAt },
        key: number,
        dueAt,
      }
    }
  }
}

function flawOf(what: SentKind): Sent['flaw'] {
  if (what === 'broken') return 'transaction-malformed'
  if (what === 'stranger') return 'signer-unknown'
  return what === 'revoked' ? 'signer-revoked' : null
}

/** The first and the last millisecond that are allowed, and those beside them. */
function notAfterOf(what: SentKind, about: number, time: number): number {
  if (what === 'late') return time - 1
  if (what === 'edge') return about % 3 === 0 ? time + hourMs + ((about / 3) & 1) : time + (about % 6)
  return time + 300_000
}
