import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Cookies of sign-in. Over TLS their names begin with `__Host-`, so that no neighbour under the same domain and nobody on
 * the way can set one (RFC 6265bis §4.1.3.2). Without TLS, which only `http://localhost` may do, they have names of their own.
 */
export type CookieName = 'session' | 'provider'

function cookieName(name: CookieName, isSecure: boolean): string {
  return `${isSecure ? '__Host-' : ''}gongshi-${name}`
}

/** Whether a site is reached by TLS. */
export function isSecureSite(site: string): boolean {
  return site.startsWith('https://')
}

/** What the request brings under both names. */
export function readCookies({ headers }: FastifyRequest, name: CookieName): { value: string; isSecure: boolean }[] {
  const all = parseCookie(headers.cookie ?? '')
  return [true, false].flatMap((isSecure) => {
    const value = all[cookieName(name, isSecure)]
    return value === undefined ? [] : [{ value, isSecure }]
  })
}

/** `lax` lets a cookie come along when another site leads here; `seconds` 0 removes it. */
export function setCookie(
  reply: FastifyReply,
  name: CookieName,
  value: string,
  { site, seconds, sameSite }: { readonly site: string; readonly seconds: number; readonly sameSite: 'strict' | 'lax' },
): void {
  const secure = isSecureSite(site)
  const cookie = { name: cookieName(name, secure), value, path: '/', httpOnly: true, secure, sameSite, maxAge: seconds }
  reply.header('set-cookie', stringifySetCookie(cookie))
}
