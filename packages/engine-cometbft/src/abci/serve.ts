import { createServer, type Server, type Socket } from 'node:net'
import type { AbciCalls } from './calls.ts'
import { Connection } from './connection.ts'
import { claimSocket } from './socket.ts'

export type AbciServer = { close(): Promise<void> }

/**
 * Serves an application to CometBFT at a unix socket.
 * @param onFault what ended a connection: a malformed message, or what the application threw
 * @throws {CometError} socket-taken, socket-alien, socket-path-long
 */
export async function serveAbci(
  path: string,
  application: AbciCalls,
  onFault: (error: unknown) => void,
): Promise<AbciServer> {
  await claimSocket(path)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    new Connection(socket, application, onFault)
  })
  await listenAt(server, path)
  return {
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function listenAt(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}
