import { type StaticServer, serveFolder } from '../../packages/sdk/test/tiledLog.ts'
import { answerParent } from './child.ts'

let server: StaticServer | undefined

answerParent(
  {
    start: async (folder: string) => {
      server = await serveFolder(folder)
      return server.url
    },
  },
  async () => {
    await server?.close()
  },
)
