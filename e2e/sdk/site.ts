import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export async function bundle(file: string, globalName?: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    ...(globalName === undefined ? {} : { globalName }),
  })
  return outputFiles[0]!.text
}

export type Site = { readonly url: string; forwardTo(nodeUrl: string): void; close(): void }

/** A site of its own scripts; everything else goes as it is to the node, which may be named later. */
export async function serve(files: { readonly [path: string]: string }): Promise<Site> {
  let target: URL | undefined
  const server = createServer((request, response) => {
    const file = files[request.url ?? '']
    if (request.url === '/')
      response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/script.js"></script>')
    else if (file !== undefined) response.setHeader('content-type', 'text/javascript').end(file)
    else {
      const socket = connect({ host: target!.hostname, port: Number(target!.port) })
      socket.write(`${request.method} ${request.url} HTTP/1.1\r\nhost: ${target!.host}\r\nconnection: close\r\n`)
      for (const [name, value] of Object.entries(request.headers))
        if (!['host', 'connection'].includes(name)) socket.write(`${name}: ${value}\r\n`)
      socket.write('\r\n')
      request.pipe(socket, { end: false })
      socket.pipe(response.socket!)
      socket.on('error', () => response.destroy())
      response.on('close', () => socket.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    forwardTo(nodeUrl) {
      target = new URL(nodeUrl)
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
