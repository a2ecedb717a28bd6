import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freshFolder, type Ran, run } from '../../test/runInTest.ts'

const folder = freshFolder()
const at = (name: string): string => join(folder, name)
const env = { GONGSHI_KEYS: at('keys'), GONGSHI_PASSPHRASE: 'for a test', GONGSHI_DATA: at('data') }
const stopping = new AbortController()
const real = {
  env,
  now: () => Date.now(),
  fetch: globalThis.fetch,
  random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
}

let opsUrl = ''
let node: Promise<Ran>

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

before(async () => {
  await run(['init', '--chain-id', 'views'], real)
  const port = await freePort()
  opsUrl = `http://127.0.0.1:${port}`
  writeFileSync(at('config.json'), '{"log":{"level":"error"}}')
  await new Promise<void>((resolve, reject) => {
    const out = (text: string): void => {
      if (/http:\S+/.test(text)) resolve()
    }
    const args = ['start', '--config', at('config.json'), '--port', '0', '--ops-port', String(port)]
    node = run(args, { ...real, out, signal: stopping.signal })
    node.then(({ err }) => reject(new Error(err)))
  })
})
after(async () => {
  stopping.abort()
  assert.equal((await node).code, 0)
  rmSync(folder, { recursive: true })
})

describe('gongshi views rebuild', () => {
  test('ends when lists and search are made anew', async () => {
    const { code, out, err } = await run(['views', 'rebuild', '--ops-url', opsUrl, '--json'], real)
    assert.equal(code, 0, err)
    const { serving, building } = JSON.parse(out) as { serving: { generation: number }; building: null }
    assert.ok(serving.generation > 1)
    assert.equal(building, null)
    assert.match((await run(['views', 'rebuild', '--ops-url', opsUrl], real)).out, /made anew from \d+ entries/)
  })

  test('says by a code when nobody answers there, or somebody else', async () => {
    const nobody = await run(['views', 'rebuild', '--ops-url', 'http://127.0.0.1:1'], real)
    assert.deepEqual([nobody.code, /client-node-unreachable/.test(nobody.err)], [3, true])
    const other = await run(['views', 'rebuild', '--ops-url', `${opsUrl}/version`], real)
    assert.deepEqual([other.code, /client-answer-malformed/.test(other.err)], [3, true])
  })
})
