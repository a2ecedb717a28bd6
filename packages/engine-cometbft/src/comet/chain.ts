import type { Commit, Header, Validator } from '@gongshi/protocol'
import { CometError } from '../errors.ts'
import {
  type BlockResult,
  type CommitResult,
  readBundles,
  readSigned,
  readValidator,
  type StatusResult,
  type ValidatorsResult,
} from './json.ts'
import { type RpcClient, RpcRefusal } from './rpc.ts'

export type SignedBlock = { readonly header: Header; readonly commit: Commit }

/** Heights whose headers are kept: a header never changes. */
const keptHeaders = 2048
const validatorsPerPage = 100

/** The chain as this node's own CometBFT has stored it. Undefined: it has no such height. */
export class Chain {
  readonly #rpc: Pick<RpcClient, 'call'>
  readonly #signed = new Map<number, SignedBlock>()

  constructor(rpc: Pick<RpcClient, 'call'>) {
    this.#rpc = rpc
  }

  /** @throws {CometError} cometbft-unreachable, cometbft-answer */
  async findSigned(height: number): Promise<SignedBlock | undefined> {
    const known = this.#signed.get(height)
    if (known !== undefined) return known
    const signed = await this.#ask('commit', { height: String(height) }, (result: CommitResult) => readSigned(result))
    if (signed === undefined) return undefined
    this.#signed.set(height, signed)
    if (this.#signed.size > keptHeaders) this.#signed.delete(this.#signed.keys().next().value!)
    return signed
  }

  async findBundles(height: number): Promise<Uint8Array[] | undefined> {
    return this.#ask('block', { height: String(height) }, (result: BlockResult) => readBundles(result))
  }

  /** The lowest height that it has; 0 before the first block. @throws {CometError} cometbft-unreachable, cometbft-answer */
  async earliestHeight(): Promise<number> {
    const read = (result: StatusResult) => Number(result.sync_info.earliest_block_height)
    return (await this.#ask('status', {}, read)) ?? 0
  }

  /** In the order of the set. */
  async findValidators(height: number): Promise<Validator[] | undefined> {
    const found: Validator[] = []
    for (let page = 1; ; page++) {
      const asked = { height: String(height), page: String(page), per_page: String(validatorsPerPage) }
      const read = ({ validators, total }: ValidatorsResult) => ({
        some: validators.map(readValidator),
        total: Number(total),
      })
      const result = await this.#ask('validators', asked, read)
      if (result === undefined) return undefined
      found.push(...result.some)
      if (found.length >= result.total || result.some.length === 0) return found
    }
  }

  async #ask<Result, Value>(
    method: string,
    parameters: object,
    read: (result: Result) => Value,
  ): Promise<Value | undefined> {
    try {
      return read((await this.#rpc.call(method, parameters)) as Result)
    } catch (error) {
      if (error instanceof RpcRefusal) return undefined
      if (error instanceof CometError) throw error
      throw new CometError({ code: 'cometbft-answer', method }, { cause: error })
    }
  }
}
