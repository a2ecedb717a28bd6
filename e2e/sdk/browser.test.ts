import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { toHex } from '@gongshi/protocol'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { type Sample, secretOf, startSample } from '../../packages/node/test/sampleNode.ts'
import { inBrowser } from '../portal/browser.ts'
import type { Done } from './inBrowser.ts'

/** Everything that the page uses: client, submission, following, verification, keys, one declaration. Bytes, gzip. */
const scriptBudget = 60_000

let node: Sample
let site: { readonly url: string; close(): void }
let script: string

before(async () => {
  node = await startSample()
  script = await bundle('./inBrowser.ts', 'sdk')
  site = await serve(node.url, { '/script.js': script, '/worker.js': await bundle('./worker.ts') })
})
after(async () => {
  site.close()
  await node.end()
})

async function bundle(file: string, globalName?: string): Promise<string> {
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

/** A site of its own scripts; everything else goes to the node as it is. */
async function serve(nodeUrl: string, files: { readonly [path: string]: string }) {
  const target = new URL(nodeUrl)
  const server = createServer((request, response) => {
    const file = files[request.url ?? '']
    if (request.url === '/')
      response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/script.js"></script>')
    else if (file !== undefined) response.setHeader('content-type', 'text/javascript').end(file)
    else {
      const socket = connect({ host: target.hostname, port: Number(target.port) })
      socket.write(`${request.method} ${request.url} HTTP/1.1\r\nhost: ${target.host}\r\nconnection: close\r\n`)
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
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close }
}

const call = <Result>(page: Page, name: string, ...given: readonly unknown[]): Promise<Result> =>
  page.evaluate(`sdk.${name}(...${JSON.stringify(given)})`)

/** As `call`, in the site's service worker. */
const callWorker = <Result>(page: Page, name: string, ...given: readonly unknown[]): Promise<Result> =>
  page.evaluate(`(async () => {
    await navigator.serviceWorker.register('/worker.js')
    const { active } = await navigator.serviceWorker.ready
    const { port1, port2 } = new MessageChannel()
    const answer = new Promise((resolve, reject) => {
      port1.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.value))
    })
    active.postMessage({ name: ${JSON.stringify(name)}, with: ${JSON.stringify(given)} }, [port2])
    return answer
  })()`)

describe('the SDK in Chromium', () => {
  const secret = toHex(secretOf('clerk'))

  test('a page publishes, verifies the evidence itself and follows the log; so does a service worker', async () => {
    await inBrowser({ width: 800, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(site.url)
      const inPage = await call<Done>(page, 'publishAndVerify', site.url, secret, 'from-a-page')
      const inWorker = await callWorker<Done>(page, 'publishAndVerify', site.url, secret, 'from-a-worker')
      for (const { index, steps, followed } of [inPage, inWorker]) {
        assert.equal(followed, index)
        assert.ok(steps >= 8, String(steps))
      }
      assert.ok(inWorker.index > inPage.index)
    })
  })

  test('keys stay in the browser across visits, sign for page and worker alike, and are never made twice', async () => {
    await inBrowser({ width: 800, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(site.url)
      type Used = { id: string; good: boolean }
      const made = await call<Used>(page, 'useKey', 'mine', 'es256')
      const other = await call<Used>(page, 'useKey', 'other', 'ed25519')
      assert.deepEqual([made.good, other.good], [true, true])
      await page.reload()
      assert.deepEqual(await call<Used>(page, 'useKey', 'mine', 'es256'), made)
      assert.deepEqual(await callWorker<Used>(page, 'useKey', 'other', 'ed25519'), other)
      assert.deepEqual(await call(page, 'keyNames'), ['mine', 'other'])
      assert.equal(await call(page, 'makeAgain', 'mine'), 'client-key-exists')
      await call(page, 'removeBrowserKey', 'mine')
      assert.deepEqual(await call(page, 'keyNames'), ['other'])
    })
  })

  test(`everything that a page needs is at most ${scriptBudget} bytes of script, gzip`, () => {
    const bytes = gzipSync(script, { level: 9 }).length
    assert.ok(bytes <= scriptBudget, `${bytes}`)
  })
})
