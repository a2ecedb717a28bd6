/** The rival of the API's reads: fastify with one route that sends bytes made beforehand, in a process of its own. */
import fastify, { type FastifyInstance } from 'fastify'
import { answerParent } from './child.ts'

let server: FastifyInstance | null = null

answerParent(
  {
    start: async ({ bytes, mediaType }: { bytes: number; mediaType: string }) => {
      const body = Buffer.alloc(bytes, 'a')
      server = fastify()
      server.get('/', async (_request, reply) => reply.type(mediaType).send(body))
      return server.listen({ host: '127.0.0.1', port: 0 })
    },
  },
  async () => server?.close(),
)
