import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { startChromium } from '../../e2e/portal/chromium.ts'
import type { LotFile } from './lotFile.ts'

/** Milliseconds in Chromium; the first round is the reader's own: nothing is compiled or warm. */
export async function awardInChromium({ bytes, trustText, now }: LotFile, rounds: number): Promise<readonly number[]> {
  const entryPoints = [fileURLToPath(new URL('./page.ts', import.meta.url))]
  const built = await build({ entryPoints, bundle: true, format: 'iife', minify: true, write: false })
  const answers: Record<string, readonly [type: string, content: string | Uint8Array]> = {
    '/': ['text/html', '<!doctype html><title>award</title><script src="/page.js"></script>'],
    '/page.js': ['text/javascript', built.outputFiles[0]!.text],
    '/trust.json': ['application/json', trustText],
    '/lot.gse': ['application/octet-stream', bytes],
  }
  const server = createServer(({ url }, response) => {
    const found = answers[url ?? '']
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': found?.[0] ?? 'text/plain' }).end(found?.[1])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await startChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    return await page.evaluate(([at, times]: [number, number]) => globalThis.measureAward(at, times), [now, rounds] as [
      number,
      number,
    ])
  } finally {
    await browser.close()
    server.close()
  }
}
