import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { describe, test } from 'node:test'
import type { SuiteName } from '@gongshi/protocol'
import type { BrowserContext, Page } from 'playwright-core'
import { inBrowser } from '../portal/browser.ts'
import { type Vector, type Verdicts, verdictsOf } from './signaturesInPage.ts'

const root = new URL('../../', import.meta.url)
const site = 'https://repository.test'
const postQuantum = '/node_modules/@noble/post-quantum/'
const imports = {
  '@gongshi/protocol': '/packages/protocol/src/index.ts',
  '@noble/curves/': '/node_modules/@noble/curves/',
  '@noble/hashes/': '/node_modules/@noble/hashes/',
  '@noble/post-quantum/': postQuantum,
  '@scure/base': '/node_modules/@scure/base/index.js',
}

/** It brings older ones of its own. */
const scopes = {
  [postQuantum]: {
    '@noble/curves/': `${postQuantum}node_modules/@noble/curves/`,
    '@noble/hashes/': `${postQuantum}node_modules/@noble/hashes/`,
  },
}

describe('signatures in Chromium', () => {
  for (const suite of ['ed25519', 'es256', 'webauthnEs256'] as const)
    test(`docs/vectors/${suite}.json: the verdicts of Node, by the library alone and with WebCrypto`, async () => {
      const vectors = read(suite)
      const inNode = await verdictsOf(suite, vectors)
      for (const [at, { name, valid }] of vectors.entries())
        assert.deepEqual(inNode[at]!.act, { library: valid, platform: valid }, name)
      assert.deepEqual(await verdictsInPage(suite, vectors), inNode)
    })
})

function read(suite: SuiteName): readonly Vector[] {
  const file = new URL(`docs/vectors/${suite}.json`, root)
  return (JSON.parse(readFileSync(file, 'utf8')) as { checks: Vector[] }).checks
}

async function verdictsInPage(suite: SuiteName, vectors: readonly Vector[]): Promise<Verdicts[]> {
  return await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
    const page = await openRepository(context)
    const call = `module.verdictsOf(${JSON.stringify(suite)}, ${JSON.stringify(vectors)})`
    return await page.evaluate(`import('/e2e/verifier/signaturesInPage.ts').then((module) => ${call})`)
  })
}

/** A page to which this repository's modules are served as they are, types taken off; no network is asked. */
async function openRepository(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.route(`${site}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/') {
      const body = `<!doctype html><script type="importmap">${JSON.stringify({ imports, scopes })}</script>`
      return await route.fulfill({ contentType: 'text/html', body })
    }
    const source = readFileSync(new URL(`.${pathname}`, root), 'utf8')
    const body = pathname.endsWith('.ts') ? stripTypeScriptTypes(source) : source
    return await route.fulfill({ contentType: 'text/javascript', body })
  })
  await page.goto(`${site}/`)
  return page
}
