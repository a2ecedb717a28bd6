import { type TrustRoot, trustFromJson } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { malformed } from '../http/json.ts'
import { askJson } from '../http/request.ts'

/**
 * The trust root as this very node gives it. That is no reason to trust it: compare its fingerprint with one that came
 * another way, then keep the file.
 */
export async function getTrust(client: Pick<Client, 'url' | 'fetch' | 'language'>): Promise<TrustRoot> {
  const json = await askJson(client, '/api/v1/trust')
  try {
    return trustFromJson(json as Parameters<typeof trustFromJson>[0])
  } catch (error) {
    throw malformed('trust', error)
  }
}
