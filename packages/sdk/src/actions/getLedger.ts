import type { Client } from '../client.ts'
import { type Json, member, readHex, readInteger, readList, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'

/** The state of a ledger as one node tells it: for display and for choosing, not proven. */
export type LedgerStatus = {
  readonly chainId: string
  readonly engine: string
  readonly height: number
  readonly appHash: Uint8Array
  readonly stateRoot: Uint8Array
  readonly logSize: number
  readonly logKeys: readonly string[]
  /** The whole answer, with what newer nodes add. */
  readonly answer: Json
}

export async function getLedger(client: Pick<Client, 'url' | 'fetch' | 'language'>): Promise<LedgerStatus> {
  const answer = await askJson(client, '/api/v1/ledger')
  return {
    chainId: readText(member(answer, 'chainId'), 'chainId'),
    engine: readText(member(answer, 'engine'), 'engine'),
    height: readInteger(member(answer, 'height'), 'height'),
    appHash: readHex(member(answer, 'appHash'), 'appHash'),
    stateRoot: readHex(member(answer, 'stateRoot'), 'stateRoot'),
    logSize: readInteger(member(answer, 'logSize'), 'logSize'),
    logKeys: readList(member(answer, 'logKeys'), 'logKeys').map((key) => readText(key, 'logKeys')),
    answer,
  }
}

/** What acts are signed for: as the trust root says, or the caller, or else the node. */
export async function chainIdOf(
  client: Pick<Client, 'url' | 'fetch' | 'language' | 'trust' | 'chainId'>,
): Promise<string> {
  return client.trust?.chainId ?? client.chainId ?? (await getLedger(client)).chainId
}
