import { decodeInputFields, KitError, type Program } from '@gongshi/affair-kit'
import {
  checkSigned,
  ProtocolError,
  type PublicKey,
  parseTransaction,
  type SignatureCheck,
  type SignatureToCheck,
  signaturesOf,
  type Transaction,
  TransactionError,
} from '@gongshi/protocol'
import { Generations } from '../state/generations.ts'
import { nativeSha256Name } from '../state/nativeHash.ts'
import type { Judged } from './admissible.ts'
import { type Inadmissible, inadmissible } from './refusal.ts'

/**
 * Memory for transactions whose parsed form is kept, in bytes: a node meets each one at its gateway, in a proposal, in a block,
 * and no more once that is committed. As many small ones as a queue may hold; only a queue so long fills it.
 */
const rememberedBytes = 128 * 1024 * 1024
/** What the parsed form of a small one takes (measured: 5.1 KB for 463 bytes): ten times its bytes. */
const parsedBytes = 4600

/** A transaction, and what was found of it so far. */
export type ReadTransaction = {
  readonly transaction: Transaction
  /** Under which `forget` finds it. */
  readonly name: string
  /** Its input, as the program with this hash reads it. */
  input: ReadInput | null
  /** The suites of the keys under which its signatures are good. */
  signedUnder: string | null
  /** What was found of it at one committed state: see `admissible`. */
  judged: { readonly at: object; readonly found: Judged } | null
}

type ReadInput = {
  readonly ok: true
  readonly program: string
  readonly fields: ReturnType<typeof decodeInputFields>
}

/** Checks signatures elsewhere; rejects when it could not. */
export type SignatureChecker = { check(signature: SignatureToCheck): Promise<boolean> }

/**
 * The parts of admission that depend on the bytes alone, each done once: parsing (by the hash of all bytes), reading
 * the input under a program, and the signatures (with the suites under which the keys are registered: a signer's id names
 * the key, not its suite). What the state says is asked anew each time.
 */
export class TransactionReader {
  readonly #check: SignatureCheck
  readonly #read = new Generations<ReadTransaction>(
    rememberedBytes,
    ({ transaction }) => parsedBytes + transaction.transaction.length,
  )

  constructor(check: SignatureCheck) {
    this.#check = check
  }

  read(bytes: Uint8Array): ReadTransaction | Inadmissible {
    // PERF: as one string from the start; each node asks four times for every transaction.
    const name = nativeSha256Name(bytes)
    const known = this.#read.get(name)
    if (known !== undefined) return known
    try {
      // A copy: the bytes may lie in a larger message, or be the caller's to change.
      const transaction = parseTransaction(new Uint8Array(bytes))
      const read: ReadTransaction = { transaction, name, input: null, signedUnder: null, judged: null }
      this.#read.set(name, read)
      return read
    } catch (error) {
      if (error instanceof TransactionError) return inadmissible(error.code)
      throw error
    }
  }

  /** One that is committed: nobody asks for it again but to be told so. */
  forget(name: string): void {
    this.#read.forget(name)
  }

  /** The input's fields, if they are as the action declares them. */
  readInput(read: ReadTransaction, program: Program): ReadInput | Inadmissible {
    if (read.input?.program === program.hash) return read.input
    const { transaction } = read
    try {
      const fields = decodeInputFields(program.actions[transaction.action]!.input, transaction.input)
      read.input = { ok: true, program: program.hash, fields }
      return read.input
    } catch (error) {
      if (error instanceof KitError) {
        const path = 'path' in error.failure ? error.failure.path : null
        return inadmissible(error.code, path, transaction.txId)
      }
      if (error instanceof ProtocolError) return inadmissible('transaction-input-malformed', null, transaction.txId)
      throw error
    }
  }

  /** Undefined when every signature is good under its key. */
  signatureFault(read: ReadTransaction, keys: readonly PublicKey[]): Inadmissible | undefined {
    const suites = suitesOf(keys)
    if (read.signedUnder === suites) return undefined
    const { transaction } = read
    try {
      checkSigned(transaction, keys, this.#check)
      read.signedUnder = suites
      return undefined
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error
      const index = 'index' in error.failure ? error.failure.index : null
      return inadmissible(error.code, index, transaction.txId)
    }
  }

  /**
   * Has the signatures checked elsewhere, so that `signatureFault` finds good ones checked. It says itself what is
   * wrong with others, and checks itself whatever was not come to.
   */
  async checkAhead(read: ReadTransaction, keys: readonly PublicKey[], elsewhere: SignatureChecker): Promise<void> {
    const suites = suitesOf(keys)
    if (read.signedUnder === suites) return
    try {
      const verdicts = await Promise.all(signaturesOf(read.transaction, keys).map((each) => elsewhere.check(each)))
      if (verdicts.every(Boolean)) read.signedUnder = suites
    } catch {
      // Signers and keys that don't belong together, or nobody there to check them.
    }
  }
}

function suitesOf(keys: readonly PublicKey[]): string {
  return keys.length === 1 ? keys[0]!.suite : keys.map(({ suite }) => suite).join()
}
