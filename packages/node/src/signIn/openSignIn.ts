import { utf8 } from '@gongshi/protocol'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import type { NodeKey } from '../keys/nodeKey.ts'
import { foldersOf } from '../setup/folders.ts'
import { Providers } from './provider/providers.ts'
import { SessionStore } from './sessionStore.ts'
import { SignIn, type SignInNeeds } from './signIn.ts'

type Needs = Omit<SignInNeeds, 'store' | 'limits' | 'vouchers' | 'publicUrl' | 'sameSite'> & { readonly key: NodeKey }

/** What a node has to let officers in. @throws {NodeError} sessions-unreadable, provider-… */
export async function openSignIn(
  config: Pick<NodeConfig, 'data' | 'http' | 'signIn'>,
  { key, ...needs }: Needs,
): Promise<{ readonly signIn: SignIn; readonly providers: Providers; close(): void }> {
  const store = openStore(foldersOf(config.data).sessions)
  try {
    const { signIn: limits } = config
    const sameSite = limits.providers.length === 0 ? 'strict' : 'lax'
    const vouchers = limits.providers.map(({ name }) => name)
    const site = { publicUrl: config.http.publicUrl, sameSite } as const
    const signIn = new SignIn({ ...needs, store, limits, vouchers, ...site })
    // Ed25519 is deterministic (RFC 8032 §5.1.6): the same at each start, and known to who has the node's key alone.
    const seal = key.sign(utf8('gongshi/sign-in-subjects/1'))
    const { now, random } = needs
    const providers = await Providers.open(config, { signIn, store, seal, now, random })
    return { signIn, providers, close: () => store.close() }
  } catch (error) {
    store.close()
    throw error
  }
}

function openStore(path: string): SessionStore {
  try {
    return new SessionStore(path)
  } catch (cause) {
    throw new NodeError({ code: 'sessions-unreadable', path }, { cause })
  }
}
