import { renderSignIn } from '@gongshi/portal'
import { toBase64, toHex } from '@gongshi/protocol'
import { languages } from '@gongshi/ui'
import { type TSchema, Type } from 'typebox'
import type { NodeConfig } from '../../config/schema.ts'
import { NodeError } from '../../errors.ts'
import type { Session } from '../../signIn/sessionStore.ts'
import type { Server } from '../createServer.ts'
import { refusals } from '../documentation.ts'
import type { PageSite } from '../pageSite.ts'
import { base64, hash32, unixMs } from '../parameters.ts'
import type { Services } from '../services.ts'
import { sendPrivately } from '../workspace.ts'

type Needs = Pick<Services, 'signIn' | 'providers' | 'ledger'>

const statementRefusals = [
  'sign-in-malformed',
  'sign-in-mismatch',
  'sign-in-refused',
  'challenge-unknown',
  'assertion-malformed',
  'assertion-challenge-mismatch',
  'assertion-user-not-verified',
  'assertion-cross-origin',
  'relying-party-not-accepted',
  'origin-not-accepted',
  'origin-refused',
  'rate-limited',
  'sign-in-busy',
] as const

/** Where to go on after sign-in: a page of the workspace, never another site's. */
export const nextPage = Type.Optional(
  Type.String({ pattern: '^/(zh|en)/workspace([/?][\\w\\-./?=&%~]*)?$', maxLength: 500 }),
)

const openedSchema = Type.Object({ key: hash32, endsAt: unixMs })

/** The door: its page, challenges, and the statements that open or step up a session. */
export function signInRoutes(server: Server, services: Needs, site: PageSite, limits: NodeConfig['signIn']): void {
  const perClient = { rateLimit: { max: limits.attemptsPerMinute, timeWindow: 60_000 } }
  signInPage(server, services, site)
  challengeRoute(server, services, perClient)
  providerRoutes(server, services, perClient)
  const opened = ({ keyId, ...session }: Session) => ({
    key: toHex(keyId),
    endsAt: services.signIn.sessions.endsAt({ keyId, ...session }),
  })
  statementRoute(
    server,
    '/api/v1/sign-in',
    'signIn',
    'Open a session of the workspace by passkey',
    perClient,
    async (...of) => opened(await services.signIn.enter(...of)),
  )
  statementRoute(
    server,
    '/api/v1/sign-in/step-up',
    'stepUp',
    'Sign once more in a session, before something that weighs',
    perClient,
    async (...of) => opened(await services.signIn.stepUp(...of)),
  )
}

function signInPage(server: Server, { ledger, providers }: Needs, site: PageSite): void {
  const schema = { hide: true, querystring: Type.Object({ next: nextPage }) }
  for (const lang of languages)
    server.get<{ Querystring: { next?: string } }>(`/${lang}/sign-in`, { schema }, async (request, reply) => {
      const data = { next: request.query.next ?? null, chainId: ledger.info().chainId, providers: providers.all }
      return sendPrivately(reply, site, lang, renderSignIn(data, site.context(lang)))
    })
}

/** The way through a provider and back. Both are GET, for they are navigations; what they may do is bound to the browser by its cookie. */
function providerRoutes(server: Server, { providers }: Needs, config: PerClient): void {
  const params = Type.Object({ provider: Type.String({ maxLength: 40 }) })
  type Named = { Params: { provider: string }; Querystring: { next?: string } }
  for (const lang of languages) {
    const schema = { hide: true, params, querystring: Type.Object({ next: nextPage }) }
    server.get<Named>(`/${lang}/sign-in/:provider`, { config, schema }, async (request, reply) => {
      const way = { lang, next: request.query.next ?? null }
      const url = await providers.begin(reply, request.params.provider, way)
      return reply.header('cache-control', 'no-store').redirect(url, 303)
    })
  }
  server.get<Named>(
    '/sign-in/callback/:provider',
    { config, schema: { hide: true, params } },
    async (request, reply) => {
      const url = await providers.finish(request, reply, request.params.provider)
      return reply.header('cache-control', 'no-store').redirect(url, 303)
    },
  )
}

type PerClient = { readonly rateLimit: { readonly max: number; readonly timeWindow: number } }

function challengeRoute(server: Server, { signIn }: Needs, config: PerClient): void {
  server.get<{ Querystring: { purpose: 'sign-in' | 'step-up' } }>(
    '/api/v1/sign-in/challenge',
    {
      config,
      schema: {
        operationId: 'getChallenge',
        summary: 'What a passkey is to sign: good once, for two minutes',
        tags: ['sign-in'],
        querystring: Type.Object({
          purpose: Type.Union([Type.Literal('sign-in'), Type.Literal('step-up')], { default: 'sign-in' }),
        }),
        response: {
          200: Type.Object({ challenge: base64, chainId: Type.String(), expires: unixMs }),
          ...refusals('sign-in-needed', 'rate-limited'),
        },
      },
    },
    async (request, reply) => {
      const { challenge, expires } = signIn.giveChallenge(request, request.query.purpose)
      reply.header('cache-control', 'no-store')
      return { challenge: toBase64(challenge), chainId: signIn.chainId, expires }
    },
  )
}

function statementRoute(
  server: Server,
  path: string,
  operationId: string,
  summary: string,
  config: PerClient,
  open: (...of: Parameters<Services['signIn']['enter']>) => Promise<object>,
): void {
  const response: { [status: number]: TSchema } = { 200: openedSchema, ...refusals(...statementRefusals) }
  const schema = { operationId, summary, tags: ['sign-in'], consumes: ['application/cose'], response }
  const description =
    'The statement of docs/protocol.md, section Sign-in. The session is in the cookie that comes back.'
  server.post(path, { config, schema: { ...schema, description } }, async (request, reply) => {
    if (!(request.body instanceof Uint8Array)) throw new NodeError({ code: 'media-type-unsupported' })
    reply.header('cache-control', 'no-store')
    return open(request, reply, request.body)
  })
}
