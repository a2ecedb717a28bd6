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

/** Requests under way may end within this time when the server closes. Milliseconds. */
const graceMs = 3000

/** Takes no more connections, lets requests end, and then cuts off those that do not. */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => server.server.closeAllConnections(), graceMs)
  try {
    await server.close()
  } finally {
    clearTimeout(timer)
  }
}
