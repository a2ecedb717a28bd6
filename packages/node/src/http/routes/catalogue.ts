import {
  catalogueType,
  type Licence,
  type PageContext,
  paths,
  renderCatalogue,
  type VerifierFile,
} from '@gongshi/portal'
import type { FastifyRequest } from 'fastify'
import { openData, registersOf } from '../../pages/openData.ts'
import type { Conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { bodyOf } from '../documentation.ts'
import type { Services } from '../services.ts'

type Needs = {
  readonly services: Services
  readonly verifier: VerifierFile
  readonly licence: Licence | null
  /** With the address under which people reach the site. */
  readonly context: (request: FastifyRequest, lang: 'zh' | 'en') => PageContext & { readonly base: string }
  readonly preHandler: Conditional
}

const perMinute = 60

/** What can be taken along, for catalogues of open data. */
export function catalogueRoute(server: Server, { services, verifier, licence, context, preHandler }: Needs): void {
  const { affairs } = services
  server.get(
    paths.catalogue,
    {
      preHandler,
      config: { rateLimit: { max: perMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'getCatalogue',
        summary: 'Everything that can be taken along, as a catalogue by DCAT 3',
        tags: ['affairs'],
        response: { 200: bodyOf([catalogueType], 'A dcat:Catalog with its datasets and distributions, in JSON-LD.') },
      },
    },
    async (request, reply) => {
      const registers = affairs.names.map((affair) => registersOf(affairs, affair))
      const data = await openData(services, verifier, licence)
      return reply.type(catalogueType).send(renderCatalogue(data, registers, context(request, 'zh')))
    },
  )
}
