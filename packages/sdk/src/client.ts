import { MemberHasher, memberLeaf, memberSalts, type TrustRoot } from '@gongshi/protocol'
import { ClientError } from './errors.ts'

export type Language = 'zh' | 'en'

/** What the functions of this package work with: one node, the trust that the caller brought, and the powers to ask. */
export type Client = {
  /** Origin of the node, no slash at its end. */
  readonly url: string
  /** Where the caller's trust comes from; never from the node that is asked, unless the caller said so. */
  readonly trust?: TrustRoot
  /** The ledger's name, for those who sign much and keep no trust root: otherwise the node is asked each time. */
  readonly chainId?: string
  readonly language: Language
  readonly fetch: typeof globalThis.fetch
  /** Unix milliseconds. */
  now(): number
  /** That many bytes fit for keys and salts. */
  random(bytes: number): Uint8Array
  /** The leaves of a content's members under its record key, in their order; a program may lend faster hashing. */
  memberLeaves(recordKey: Uint8Array, members: readonly { path: string; bytes: Uint8Array }[]): Uint8Array[]
  /** `memberLeaf` for bytes that come in pieces, `size` of them in all. */
  memberHasher(salt: Uint8Array, path: string, size: number): LeafHasher
  sleep(ms: number): Promise<void>
}

export type LeafHasher = { update(bytes: Uint8Array): unknown; digest(): Uint8Array }

export type ClientOptions = Partial<Omit<Client, 'url'>> & { readonly url: string }

/** The powers default to the platform's own. @throws {ClientError} client-url-malformed */
export function createClient(options: ClientOptions): Client {
  return {
    language: 'en',
    fetch: (...request) => globalThis.fetch(...request),
    now: () => Date.now(),
    random: (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes)),
    memberLeaves: (recordKey, members) => {
      const saltOf = memberSalts(recordKey)
      return members.map(({ path, bytes }) => memberLeaf(saltOf(path), path, bytes))
    },
    memberHasher: (salt, path, size) => new MemberHasher(salt, path, size),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...options,
    url: originOf(options.url),
  }
}

function originOf(text: string): string {
  const url = URL.parse(text)
  const plain = url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
  if (!plain || url.username !== '' || url.search !== '' || url.hash !== '')
    throw new ClientError({ code: 'client-url-malformed' })
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
