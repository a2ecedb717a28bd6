import type { Client } from '../client.ts'
import { askJson } from '../http/request.ts'

/** The genesis file as this node gives it, unverified: what a trust root's `genesisHash` says of it decides. */
export function getGenesis(client: Pick<Client, 'url' | 'fetch' | 'language'>): Promise<unknown> {
  return askJson(client, '/api/v1/genesis')
}
