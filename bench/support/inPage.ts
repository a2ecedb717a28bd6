import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { startChromium } from '../../e2e/portal/chromium.ts'

export type Answers = { readonly [path: string]: readonly [type: string, content: string | Uint8Array] }

/** What `use` measures in a page of Chromium that has loaded the script, bundled, and finds `answers` beside it. */
export async function inPage<Result>(
  script: URL,
  answers: Answers,
  use: (page: Page) => Promise<Result>,
): Promise<Result> {
  const entryPoints = [fileURLToPath(script)]
  const built = await build({ entryPoints, bundle: true, format: 'iife', minify: true, write: false })
  const all: Answers = {
    ...answers,
    '/': ['text/html', '<!doctype html><title>bench</title><script src="/page.js"></script>'],
    '/page.js': ['text/javascript', built.outputFiles[0]!.text],
  }
  const server = createServer(({ url }, response) => {
    const found = all[url ?? '']
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': found?.[0] ?? 'text/plain' }).end(found?.[1])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await startChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    return await use(page)
  } finally {
    await browser.close()
    server.close()
  }
}
