import { type CalendarData, calendarType, type PageContext, paths, renderCalendar } from '@gongshi/portal'
import type { FastifyRequest } from 'fastify'
import { type CalendarNeeds, organCalendar, procedureCalendar } from '../../pages/calendar.ts'
import type { Conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'

type Page = PageContext & { readonly base: string }
type Params = { readonly scheme: string; readonly id: string; readonly key: string }

type Needs = {
  readonly needs: CalendarNeeds
  /** With the address under which people reach the site. */
  readonly context: (request: FastifyRequest, lang: 'zh' | 'en') => Page
  readonly preHandler: Conditional
}

const perMinute = 60

/** Deadlines and openings, to subscribe to (iCalendar, RFC 5545): of all, of an organ, of a procedure. */
export function calendarRoutes(server: Server, { needs, context, preHandler }: Needs): void {
  const route = (path: string, dates: (params: Params, lang: 'zh' | 'en') => Promise<CalendarData>) => {
    const config = { rateLimit: { max: perMinute, timeWindow: 60_000 } }
    for (const lang of ['zh', 'en'] as const)
      server.get<{ Params: Params }>(
        `/${lang}${path}`,
        { schema: { hide: true }, config, preHandler },
        async (request, reply) => {
          const text = renderCalendar(await dates(request.params, lang), context(request, lang))
          return reply.header('content-language', lang).type(`${calendarType}; charset=utf-8`).send(text)
        },
      )
  }
  route(paths.calendar, (_params, lang) => organCalendar(needs, null, lang))
  route('/organs/:scheme/:id/calendar.ics', (organ, lang) => organCalendar(needs, organ, lang))
  if (needs.book !== null)
    route('/procurement/:key/calendar.ics', ({ key }, lang) => procedureCalendar(needs, key, lang))
}
