import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fromHex, sha256, utf8 } from '@gongshi/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NodeConfig } from '../../config/schema.ts'
import { NodeError } from '../../errors.ts'
import { isSecureSite, readCookies, setCookie } from '../cookies.ts'
import type { SessionStore } from '../sessionStore.ts'
import type { SignIn } from '../signIn.ts'
import { Flows } from './flows.ts'
import { Provider } from './provider.ts'

type Needs = {
  readonly signIn: SignIn
  readonly store: SessionStore
  /** The node's own signature over something that never changes: what keeps subjects unreadable in the store. */
  readonly seal: Uint8Array
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
}

/** Where a provider's way begins, and where it leads. */
export type Way = { readonly lang: 'zh' | 'en'; readonly next: string | null }

/**
 * The providers who may vouch for officers, and for whom: a subject is an officer's key by the operator's configuration, or
 * because the officer bound it after a fresh signature. Kept is a keyed hash of issuer and subject, nothing that names anybody.
 */
export class Providers {
  readonly #needs: Needs
  readonly #providers: ReadonlyMap<string, Provider>
  readonly #publicUrl: string
  readonly #flows: Flows
  readonly #key: Uint8Array

  private constructor(needs: Needs, providers: readonly Provider[], publicUrl: string) {
    this.#needs = needs
    this.#providers = new Map(providers.map((provider) => [provider.config.name, provider]))
    this.#publicUrl = publicUrl
    this.#flows = new Flows(needs)
    this.#key = sha256(needs.seal)
  }

  /** @throws {NodeError} provider-secret-unreadable, provider-address-missing, provider-name-repeated */
  static async open(config: Pick<NodeConfig, 'signIn' | 'http'>, needs: Needs): Promise<Providers> {
    const { publicUrl = '' } = config.http
    const given = config.signIn.providers
    const repeated = given.find(({ name }, at) => given.findIndex((other) => other.name === name) !== at)
    if (repeated !== undefined) throw new NodeError({ code: 'provider-name-repeated', name: repeated.name })
    if (given.length > 0 && !/^https:|^http:\/\/localhost(:|$)/.test(publicUrl))
      throw new NodeError({ code: 'provider-address-missing' })
    const providers = given.map(async (each) => new Provider(each, await secretOf(each), publicUrl, needs.now))
    return new Providers(needs, await Promise.all(providers), publicUrl)
  }

  get all(): readonly { readonly name: string; readonly zh: string; readonly en: string }[] {
    return [...this.#providers.values()].map(({ config: { name, title } }) => ({ name, ...title }))
  }

  /** Those whose word a key's officer has bound. */
  boundTo(keyId: Uint8Array): readonly string[] {
    return this.#needs.store.providersOf(keyId)
  }

  /** Where to send the browser of somebody who wants to come in. @throws {NodeError} provider-… */
  begin(reply: FastifyReply, name: string, way: Way): Promise<string> {
    return this.#sent(reply, name, { ...way, binds: null })
  }

  /** The same for an officer who has just signed: whom the provider names then is bound to the officer's key. */
  beginBinding(request: FastifyRequest, reply: FastifyReply, name: string, way: Way): Promise<string> {
    const { session } = this.#needs.signIn.steppedUp(request)
    return this.#sent(reply, name, { ...way, binds: session.mark })
  }

  /**
   * Takes a provider's answer; where to go on. What the browser kept of the flow is void afterwards, whatever comes of it.
   * @throws {NodeError} provider-…, subject-unbound, sign-in-refused, step-up-needed
   */
  async finish(request: FastifyRequest, reply: FastifyReply, name: string): Promise<string> {
    const { signIn } = this.#needs
    const provider = this.#get(name)
    const flow = readCookies(request, 'provider')
      .filter(({ isSecure }) => isSecure === isSecureSite(this.#publicUrl))
      .map(({ value }) => this.#flows.open(value))
      .find((found) => found?.provider === name)
    this.#setFlow(reply, '', 0)
    if (flow == null) throw new NodeError({ code: 'provider-flow-unknown' })
    const query = request.url.split('?')[1] ?? ''
    if (flow.binds !== null) {
      const officer = signIn.steppedUp(request)
      if (officer.session.mark !== flow.binds) throw new NodeError({ code: 'provider-flow-unknown' })
      const subject = this.#hash(provider, await provider.finish(query, flow))
      this.#needs.store.bindSubject(subject, name, officer.keyId, this.#needs.now())
      return flow.next ?? `/${flow.lang}/workspace/sessions`
    }
    await signIn.told(name, async () => {
      const keyId = this.#keyOf(provider, await provider.finish(query, flow))
      return signIn.admit(request, reply, { keyId, method: name, site: this.#publicUrl })
    })
    return flow.next ?? `/${flow.lang}/workspace`
  }

  /** The officer no longer wants the provider's word. */
  release(keyId: Uint8Array, name: string): void {
    this.#needs.store.releaseSubjects(keyId, name)
  }

  async #sent(reply: FastifyReply, name: string, of: Way & { readonly binds: string | null }): Promise<string> {
    const { url, ...secrets } = await this.#get(name).begin()
    this.#setFlow(reply, this.#flows.seal({ provider: name, ...secrets, ...of }), this.#flows.lifeSeconds)
    return url.href
  }

  /** Lax: it comes back with an answer to which another site leads. */
  #setFlow(reply: FastifyReply, value: string, seconds: number): void {
    setCookie(reply, 'provider', value, { site: this.#publicUrl, seconds, sameSite: 'lax' })
  }

  #get(name: string): Provider {
    const found = this.#providers.get(name)
    if (found === undefined) throw new NodeError({ code: 'provider-unknown' })
    return found
  }

  #keyOf(provider: Provider, subject: string): Uint8Array {
    const { subjects } = provider.config
    const configured = Object.hasOwn(subjects, subject) ? fromHex(subjects[subject]!) : undefined
    const keyId = configured ?? this.#needs.store.keyOfSubject(this.#hash(provider, subject))
    if (keyId === undefined) throw new NodeError({ code: 'subject-unbound' })
    return keyId
  }

  #hash({ config }: Provider, subject: string): Uint8Array {
    return createHmac('sha256', this.#key)
      .update(utf8(JSON.stringify([config.issuer, subject])))
      .digest()
  }
}

async function secretOf({ name, clientSecretFile }: NodeConfig['signIn']['providers'][number]): Promise<string> {
  const secret = await readFile(clientSecretFile, 'utf8').then(
    (text) => text.trim(),
    () => '',
  )
  if (secret === '') throw new NodeError({ code: 'provider-secret-unreadable', name })
  return secret
}
