import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { clientId, closed, listening } from './openIdProvider.ts'

type Claims = Record<string, unknown>

/** What is changed of an honest provider's conduct. */
export type Lie = {
  readonly claims?: Claims
  readonly header?: Record<string, unknown>
  /** Signs with a key that is not among those it publishes. */
  readonly foreignKey?: boolean
  readonly unsigned?: boolean
  readonly withoutToken?: boolean
  readonly metadata?: Claims
  /** What the token endpoint does in place of answering. */
  readonly token?: (response: ServerResponse) => void
  readonly discovery?: (response: ServerResponse) => void
}

export type LyingProvider = {
  readonly issuer: string
  lie: Lie
  /** The nonce of the next token. */
  nonce: string
  close(): Promise<void>
}

const [own, foreign] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))

/** A provider of a few lines that says what a test tells it to. */
export async function startLyingProvider(): Promise<LyingProvider> {
  const server = createServer((request, response) => void answer(provider, request, response))
  const provider: LyingProvider = {
    issuer: await listening(server),
    lie: {},
    nonce: '',
    close: () => closed(server),
  }
  return provider
}

async function answer(provider: LyingProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { issuer, lie } = provider
  const json = (value: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
  for await (const _ of request);
  if (request.url === '/.well-known/openid-configuration') {
    if (lie.discovery !== undefined) return lie.discovery(response)
    return void json({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
      ...lie.metadata,
    })
  }
  if (request.url === '/jwks')
    return void json({ keys: [{ ...own!.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] })
  if (request.url === '/token') {
    if (lie.token !== undefined) return lie.token(response)
    const token = lie.withoutToken === true ? {} : { id_token: tokenOf(provider) }
    return void json({ access_token: createHash('sha256').digest('hex'), token_type: 'Bearer', ...token })
  }
  response.writeHead(404).end()
}

function tokenOf({ issuer, lie, nonce }: LyingProvider): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: issuer, aud: clientId, sub: 'zhang', nonce, iat: now, exp: now + 60, ...lie.claims }
  const head = `${part({ alg: 'RS256', kid: 'own', ...lie.header })}.${part(claims)}`
  if (lie.unsigned === true) return `${head}.`
  const { privateKey } = lie.foreignKey === true ? foreign! : own!
  return `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`
}
