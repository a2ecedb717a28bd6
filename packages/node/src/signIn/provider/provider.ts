import type { Configuration, CustomFetchOptions } from 'openid-client'
import type { NodeConfig } from '../../config/schema.ts'
import { NodeError } from '../../errors.ts'

export type ProviderConfig = NodeConfig['signIn']['providers'][number]

/** What a flow at a provider is begun and ended with. */
export type FlowSecrets = { readonly state: string; readonly nonce: string; readonly verifier: string }

type Client = typeof import('openid-client')

/** One answer of a provider, all of them short. */
const timeoutSeconds = 5
const largestAnswerBytes = 256 * 1024
/** After which its metadata and keys are asked for anew. */
const metadataMs = 3_600_000

/**
 * An OpenID provider who vouches for officers: authorization code flow with PKCE, state and nonce (OpenID Connect Core §3.1, RFC
 * 9700). The library is loaded when the first officer comes this way.
 */
export class Provider {
  readonly config: ProviderConfig
  readonly #secret: string
  readonly #redirectUri: string
  readonly #now: () => number
  #found: { readonly at: number; readonly configuration: Configuration } | null = null

  constructor(config: ProviderConfig, secret: string, publicUrl: string, now: () => number) {
    this.config = config
    this.#secret = secret
    // One address a provider: an answer that comes back to another's is no answer (RFC 9700 §4.4.2.2).
    this.#redirectUri = `${publicUrl}/sign-in/callback/${config.name}`
    this.#now = now
  }

  /** Where to send the browser, and what to hold the answer against. @throws {NodeError} provider-unavailable, provider-mistrusted */
  async begin(): Promise<FlowSecrets & { readonly url: URL }> {
    const client = await import('openid-client')
    return asked(client, async () => {
      const configuration = await this.#configuration(client)
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: this.#redirectUri,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      })
      return { state, nonce, verifier, url }
    })
  }

  /**
   * Takes the provider's answer, as the query of the address to which it came, and gives the subject for whom it vouches.
   * @throws {NodeError} provider-refused: it says no; provider-unavailable: it says nothing in time; provider-mistrusted: what
   * it says does not hold
   */
  async finish(query: string, { state, nonce, verifier }: FlowSecrets): Promise<string> {
    const client = await import('openid-client')
    return asked(client, async () => {
      const configuration = await this.#configuration(client)
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
      const answer = await client.authorizationCodeGrant(
        configuration,
        new URL(`${this.#redirectUri}?${query}`),
        checks,
      )
      const claims = answer.claims()
      const audience = [claims?.aud].flat()
      // The library takes a token that is for others, too.
      const isOurs = claims?.iss === this.config.issuer && audience.length === 1 && audience[0] === this.config.clientId
      if (!isOurs || claims.sub === '') throw new NodeError({ code: 'provider-mistrusted' })
      return claims.sub
    })
  }

  async #configuration(client: Client): Promise<Configuration> {
    if (this.#found !== null && this.#now() - this.#found.at < metadataMs) return this.#found.configuration
    const { issuer, clientId } = this.config
    const execute = [client.enableNonRepudiationChecks]
    if (issuer.startsWith('http://')) execute.push(client.allowInsecureRequests)
    const secret = client.ClientSecretBasic(this.#secret)
    const options = { execute, timeout: timeoutSeconds, [client.customFetch]: boundedFetch }
    const configuration = await client.discovery(new URL(issuer), clientId, undefined, secret, options)
    if (configuration.serverMetadata().issuer !== issuer) throw new NodeError({ code: 'provider-mistrusted' })
    this.#found = { at: this.#now(), configuration }
    return configuration
  }
}

/** What the library throws, in our codes; the texts of a provider are passed on to nobody. */
async function asked<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    if (cause instanceof client.AuthorizationResponseError) throw new NodeError({ code: 'provider-refused' }, { cause })
    if (cause instanceof client.ResponseBodyError && cause.status < 500)
      throw new NodeError({ code: 'provider-refused' }, { cause })
    if (isSilence(cause) || cause instanceof client.ResponseBodyError)
      throw new NodeError({ code: 'provider-unavailable', retryAfterSeconds: 30 }, { cause })
    throw new NodeError({ code: 'provider-mistrusted' }, { cause })
  }
}

/** Nothing came, or not in time, or not from the provider itself but from what stands before it. */
function isSilence(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof Silence || each.name === 'TimeoutError' || each.name === 'AbortError') return true
  }
  return false
}

class Silence extends Error {}

/** Reads no more than an honest answer has; follows nobody elsewhere. */
async function boundedFetch(url: string, options: CustomFetchOptions): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { ...(options as RequestInit), redirect: 'manual' })
  } catch (cause) {
    throw new Silence('the provider was not reached', { cause })
  }
  if (response.status >= 500) throw new Silence(`the provider answered ${response.status}`)
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of response.body ?? []) {
      bytes += piece.length
      if (bytes > largestAnswerBytes) throw new NodeError({ code: 'provider-mistrusted' })
      pieces.push(piece)
    }
  } catch (cause) {
    throw cause instanceof NodeError ? cause : new Silence('the provider’s answer was cut short', { cause })
  }
  const { status, headers } = response
  return new Response(pieces.length === 0 ? null : Buffer.concat(pieces), { status, headers })
}
