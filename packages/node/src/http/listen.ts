import type { FastifyInstance } from 'fastify'
import { NodeError } from '../errors.ts'

/** Listens, with a coded failure for the two things that go wrong. Gives the address as a URL. */
export async function listen(server: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new NodeError({ code: 'port-in-use', port }, { cause: error })
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new NodeError({ code: 'port-forbidden', port }, { cause: error })
    throw error
  }
}
