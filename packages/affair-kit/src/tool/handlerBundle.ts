import { domainHash, utf8 } from '@gongshi/protocol'

/** A handlers file as validators run it. `hash` is a part of the version's hash. */
export type HandlerBundle = { readonly source: string; readonly hash: Uint8Array }

/** SHA-256("gongshi/handlers/1" ‖ the instrumented script). 32 bytes. */
export function bundleHash(source: string): Uint8Array {
  return domainHash('gongshi/handlers/1', utf8(source))
}
