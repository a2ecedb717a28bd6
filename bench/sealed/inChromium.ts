import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { workerPolicy } from '@gongshi/portal/build'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { startChromium } from '../../e2e/portal/chromium.ts'

/** MB/s by the clock, and for each second of one core: what others do on the machine counts less in that. */
export type InPage = {
  readonly sealed: number
  readonly sealedOfCore: number
  readonly opened: number
  readonly peakMiB: number
}

/** MB/s in Chromium, and the most that the page's process had in memory; a browser of its own for each number of workers. */
export async function measureInChromium(megabytes: number, workers: number): Promise<InPage> {
  const server = createServer(await pagesOf())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await startChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const run = async (work: 'seal' | 'both') => {
      const measure = ([size, count, name]: [number, number, 'seal' | 'both']) =>
        globalThis.measureSealing(size, count, name)
      const before = await rendererOf(browser)
      const seconds = await page.evaluate(measure, [megabytes, workers, work] as [number, number, typeof work])
      const after = await rendererOf(browser)
      return { seconds, ofCore: after.seconds - before.seconds, peakMiB: after.peakMiB }
    }
    await run('both') // compiled by now
    const [sealed, both] = [await run('seal'), await run('both')]
    return {
      sealed: megabytes / sealed.seconds,
      sealedOfCore: megabytes / sealed.ofCore,
      opened: megabytes / (both.seconds - sealed.seconds),
      peakMiB: both.peakMiB,
    }
  } finally {
    await browser.close()
    server.close()
  }
}

async function pagesOf(): Promise<RequestListener> {
  const script = async (name: string) => {
    const entryPoints = [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))]
    return (await build({ entryPoints, bundle: true, format: 'iife', write: false })).outputFiles[0]!.text
  }
  const [page, worker] = await Promise.all([script('page'), script('worker')])
  const answers: Record<string, [string, string]> = {
    '/': ['text/html', '<!doctype html><title>sealing</title><script src="/page.js"></script>'],
    '/page.js': ['text/javascript', page],
    '/worker.js': ['text/javascript', worker],
  }
  return ({ url }, response) => {
    const [type, text] = answers[url ?? ''] ?? ['text/plain', '']
    const policy = url === '/worker.js' ? { 'content-security-policy': workerPolicy } : {}
    response.writeHead(text === '' ? 404 : 200, { 'content-type': type, ...policy }).end(text)
  }
}

/** The renderer, in which page and workers run, as Linux counts it: seconds of a core, and its high-water mark of memory. */
async function rendererOf(browser: Browser): Promise<{ seconds: number; peakMiB: number }> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number }[]
  }
  const found = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => ({ seconds: secondsOf(id), peakMiB: peakOf(id) }))
    .toSorted((left, right) => right.seconds - left.seconds)
  return found[0]!
}

const ticksPerSecond = 100

function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}
