import { decodeInputFields, KitError, type Program } from '@gongshi/affair-kit'
import {
  checkSigned,
  ProtocolError,
  type PublicKey,
  parseTransaction,
  type SignatureCheck,
  type Transaction,
  TransactionError,
} from '@gongshi/protocol'
import { Generations } from '../state/generations.ts'
import { nativeSha256Name } from '../state/nativeHash.ts'
import { bytesName } from '../state/stateKey.ts'
import type { Judged } from './admissible.ts'
import { type Inadmissible, inadmissible } from './refusal.ts'

/** Bytes of transactions whose parsed form is kept: a node meets each one at its gateway, in a proposal, in a block. */
const rememberedBytes = 32 * 1024 * 1024
const rememberedVerdicts = 65_536

/** A transaction with the programs (by hash) under which its input is known to be well formed. */
export type ReadTransaction = {
  readonly transaction: Transaction
  readonly inputs: Set<string>
  /** What was found of it at one committed state: see `admissible`. */
  judged: { readonly at: object; readonly found: Judged } | null
}

/**
 * The parts of admission that depend on the bytes alone, each done once: parsing (by the hash of all bytes), reading
 * the input under a program, and the signatures (by the hash of the complete `signed` bytes and the suites under which
 * the keys are registered). What the state says is asked anew each time.
 */
export class TransactionReader {
  readonly #check: SignatureCheck
  readonly #read = new Generations<ReadTransaction>(
    rememberedBytes,
    ({ transaction }) => transaction.transaction.length,
  )
  readonly #signed = new Generations<boolean>(rememberedVerdicts)

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
      const read = { transaction: parseTransaction(Uint8Array.from(bytes)), inputs: new Set<string>(), judged: null }
      this.#read.set(name, read)
      return read
    } catch (error) {
      if (error instanceof TransactionError) return inadmissible(error.code)
      throw error
    }
  }

  /** Undefined when the input is as the action declares it. */
  inputFault({ transaction, inputs }: ReadTransaction, program: Program): Inadmissible | undefined {
    if (inputs.has(program.hash)) return undefined
    try {
      decodeInputFields(program.actions[transaction.action]!.input, transaction.input)
      inputs.add(program.hash)
      return undefined
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
  signatureFault({ transaction }: ReadTransaction, keys: readonly PublicKey[]): Inadmissible | undefined {
    const name = `${keys.map(({ suite }) => suite).join()}:${bytesName(transaction.hash)}`
    if (this.#signed.get(name)) return undefined
    try {
      checkSigned(transaction, keys, this.#check)
      this.#signed.set(name, true)
      return undefined
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error
      const index = 'index' in error.failure ? error.failure.index : null
      return inadmissible(error.code, index, transaction.txId)
    }
  }
}
