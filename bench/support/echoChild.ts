/** What HTTP by itself costs: Node's own server, which gives each body back, in a process of its own. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from './child.ts'

let server: Server | null = null

answerParent(
  {
    start: async () => {
      const own = createServer((request, response) => {
        const parts: Buffer[] = []
        request.on('data', (part: Buffer) => parts.push(part))
        request.on('end', () => {
          const body = Buffer.concat(parts)
          response.writeHead(200, { 'content-length': body.length }).end(body)
        })
      })
      await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
      server = own
      return `http://127.0.0.1:${(own.address() as AddressInfo).port}`
    },
  },
  async () => {
    server?.closeAllConnections()
    server?.close()
  },
)
