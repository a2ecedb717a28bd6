import { ClientError } from '@gongshi/sdk'
import { type BrowserKey, listBrowserKeys } from '@gongshi/sdk/browser'

/** A browser that keeps nothing for this site has no keys here. */
export async function keysHere(): Promise<BrowserKey[]> {
  return listBrowserKeys().catch((error: unknown) => {
    if (error instanceof ClientError) return []
    throw error
  })
}
