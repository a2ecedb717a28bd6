import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Configuration } from 'oidc-provider'

export const clientId = 'gongshi'
export const clientSecret = 'a secret of the sample provider, thirty-two and more'

export type SampleProvider = { readonly issuer: string; close(): Promise<void> }

/** The real oidc-provider on a free port: its development pages ask for a login, whose name is the subject. */
export async function startProvider(redirectUris: (issuer: string) => readonly string[]): Promise<SampleProvider> {
  const server = createServer()
  const issuer = await listening(server)
  const { Provider } = await import('oidc-provider')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const configuration: Configuration = {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [...redirectUris(issuer)] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'sample', use: 'sig', alg: 'RS256' } as never] },
    cookies: { keys: ['a key for the sample provider’s own cookies'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
  }
  server.on('request', new Provider(issuer, configuration).callback())
  return { issuer, close: () => closed(server) }
}

/** Plays the browser at the real provider: signs in under a name, consents, and gives the address to which it leads back. */
export async function consent(start: string, name: string): Promise<string> {
  const cookies = new Map<string, string>()
  let next: { url: string; body?: string } = { url: start }
  for (let step = 0; step < 20; step++) {
    const { url, body } = next
    const headers: Record<string, string> = { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') }
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded'
    const request = { redirect: 'manual', headers, ...(body === undefined ? {} : { method: 'POST', body }) } as const
    const answer = await fetch(url, request)
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const location = answer.headers.get('location')
    if (location !== null) {
      const to = new URL(location, url)
      if (to.origin !== new URL(start).origin) return to.href
      next = { url: to.href }
      continue
    }
    const page = await answer.text()
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    if (action === undefined) throw new Error(`no form at ${url}: ${page.slice(0, 500)}`)
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? 'login'
    const fields = prompt === 'login' ? { prompt, login: name, password: 'any' } : { prompt }
    next = { url: new URL(action, url).href, body: new URLSearchParams(fields).toString() }
  }
  throw new Error('the provider leads round in circles')
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
