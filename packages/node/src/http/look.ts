import type { IncomingHttpHeaders } from 'node:http'
import { paths } from '@gongshi/portal'
import type { Look } from '@gongshi/ui'
import { Type } from 'typebox'
import { baseOf } from './base.ts'
import type { Server } from './createServer.ts'

const yearSeconds = 365 * 24 * 3600

/** The look that the reader chose: a cookie that says this and nothing about who reads. */
export function lookOf({ cookie }: Pick<IncomingHttpHeaders, 'cookie'>): Look {
  return cookie !== undefined && /(?:^|;\s*)look=elder(?:;|$)/.test(cookie) ? 'elder' : 'plain'
}

/** Remembers a look and leads back to the page, which is under our own languages: no way to another site. */
export function lookRoutes(server: Server, publicUrl: string | undefined): void {
  const querystring = Type.Object({
    as: Type.Enum(['plain', 'elder']),
    to: Type.String({ maxLength: 2048, pattern: '^/(zh|en)/[!-~]*$' }),
  })
  for (const lang of ['zh', 'en'] as const)
    server.get<{ Querystring: { as: Look; to: string } }>(
      `/${lang}${paths.look}`,
      { schema: { hide: true, querystring } },
      async (request, reply) => {
        const { as, to } = request.query
        const secure = baseOf(publicUrl, request).startsWith('https:') ? '; Secure' : ''
        const age = as === 'plain' ? 0 : yearSeconds
        return reply
          .header('set-cookie', `look=${as}; Path=/; Max-Age=${age}; SameSite=Lax; HttpOnly${secure}`)
          .header('cache-control', 'no-store')
          .redirect(to, 303)
      },
    )
}
