import type { Asset, PortalAssets } from './assets.ts'
import type { VerifierPage } from './verifier.ts'

/** Everything built that pages need beside their own HTML. */
export type PageAssets = { readonly portal: PortalAssets; readonly verifier: VerifierPage }

type Written<Value> = { readonly [Key in keyof Value]: Value[Key] extends Uint8Array ? string : Value[Key] }

/** JSON; bytes in base64. */
export function formatPageAssets({ portal, verifier }: PageAssets): string {
  const files = portal.files.map(({ bytes, gzip, ...file }) => ({
    ...file,
    bytes: Buffer.from(bytes).toString('base64'),
    gzip: Buffer.from(gzip).toString('base64'),
  }))
  return JSON.stringify({ portal: { ...portal, files }, verifier })
}

/** What `formatPageAssets` wrote; nothing else is expected. */
export function parsePageAssets(text: string): PageAssets {
  const { portal, verifier } = JSON.parse(text) as PageAssets
  const files = (portal.files as unknown as readonly Written<Asset>[]).map(({ bytes, gzip, ...file }) => ({
    ...file,
    bytes: Uint8Array.from(Buffer.from(bytes, 'base64')),
    gzip: Uint8Array.from(Buffer.from(gzip, 'base64')),
  }))
  return { portal: { ...portal, files }, verifier }
}
