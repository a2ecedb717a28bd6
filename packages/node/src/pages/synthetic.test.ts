import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { startSample } from '../../test/sampleNode.ts'

type Change = { readonly chainId?: string; readonly synthetic?: true }

/** What a node on a genesis so changed says of itself: to programs, and on a page. */
async function saidOf(
  change: Change,
): Promise<{ readonly api: unknown; readonly page: boolean; readonly file: unknown }> {
  const node = await startSample({
    prepare: (data) => {
      const path = join(data, 'genesis.json')
      const genesis = JSON.parse(readFileSync(path, 'utf8')) as object
      writeFileSync(path, JSON.stringify({ ...genesis, ...change }))
    },
  })
  try {
    const ask = async (path: string) => fetch(`${node.url}${path}`)
    const { synthetic: api } = (await (await ask('/api/v1/ledger')).json()) as { synthetic: unknown }
    const { synthetic: file } = (await (await ask('/api/v1/genesis')).json()) as { synthetic?: unknown }
    const pages = await Promise.all(['/zh/', '/en/ledger'].map(async (path) => (await ask(path)).text()))
    const strips = pages.map((page) => page.includes('class="synthetic-strip"'))
    assert.equal(strips[0], strips[1])
    await node.restart()
    return { api, page: strips[0]!, file }
  } finally {
    await node.end()
  }
}

describe('whether a ledger is made up', () => {
  test('stands in its genesis', async () => {
    assert.deepEqual(await saidOf({ synthetic: true }), { api: true, page: true, file: true })
    assert.deepEqual(await saidOf({}), { api: false, page: false, file: undefined })
  })

  test('does not follow from its name', async () => {
    assert.deepEqual(await saidOf({ chainId: 'demo-for-real' }), { api: false, page: false, file: undefined })
  })
})
