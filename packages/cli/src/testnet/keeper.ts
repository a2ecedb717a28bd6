/**
 * Runs in a test network's hub, from where every node is reached whatever has been done to the links between them. Takes what
 * connects at the sockets that it is given to a node's ports; takes everything down when the network's own process is gone.
 */
import { connect, type Server, type Socket } from 'node:net'
import { removeNamespaces } from './namespaces.ts'

const prefix = process.argv[2]!

process.on('message', ({ host, port }: { readonly host: string; readonly port: number }, handle) => {
  const server = handle as Server
  server.on('connection', (client) => {
    const node = connect(port, host)
    join(client, node)
    join(node, client)
  })
  process.send?.('taken')
})
process.on('disconnect', async () => {
  await removeNamespaces(prefix)
  process.exit()
})

function join(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => to.destroy())
  from.on('close', () => to.destroy())
}
