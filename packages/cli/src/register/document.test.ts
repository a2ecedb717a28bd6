import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { freshFolder, type Ran, run } from '../../test/runInTest.ts'

const root = join(import.meta.dirname, '../../../..')
const text = readFileSync(join(root, 'docs/organisations.md'), 'utf8')
const blocks = [...text.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, kind, name, body]) => ({
  kind: kind!,
  name: name!,
  body: body!,
}))

test('docs/organisations.md: every command of the example does what it says, on the files that it shows', async () => {
  const folder = freshFolder()
  const at = (name: string) => join(folder, name)
  const env = { GONGSHI_KEYS: at('keys'), GONGSHI_PASSPHRASE: 'for a test', GONGSHI_DATA: at('data'), GONGSHI_URL: '' }
  const stopping = new AbortController()
  const real = {
    now: () => Date.now(),
    fetch: globalThis.fetch,
    random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
  }
  let node: Promise<Ran> | undefined
  let ran = 0
  for (const { kind, name, body } of blocks) {
    if (kind === 'csv' || kind === 'json') writeFileSync(at(name), body)
    if (kind !== 'sh') continue
    for (const line of body.trim().split('\n')) {
      const args = line.replace(/^npx --no gongshi /, '').split(' ')
      const given = args.map((arg) => (/\.(csv|json)$/.test(arg) ? at(arg) : arg))
      const { code, err } = await run(given, { ...real, env })
      assert.equal(code, 0, `${line}: ${err}`)
      ran++
      if (args[0] !== 'init') continue
      writeFileSync(at('config.json'), '{"log":{"level":"error"}}')
      env.GONGSHI_URL = await new Promise((resolve, reject) => {
        const out = (said: string): void => {
          const found = /http:\S+/.exec(said)
          if (found !== null) resolve(found[0])
        }
        const start = ['start', '--config', at('config.json'), '--port', '0', '--ops-port', '0']
        node = run(start, { ...real, env, out, signal: stopping.signal })
        node.then((ended) => reject(new Error(ended.err)))
      })
    }
  }
  assert.equal(ran, 8)
  const [program, output] = ['tree.ts', 'output of tree.ts'].map(
    (wanted) => blocks.find(({ name }) => name === wanted)!,
  )
  assert.equal(await runProgram(program!.body, env.GONGSHI_URL), output!.body)
  stopping.abort()
  assert.equal((await node!).code, 0)
})

/** Inside the repository, where the packages are found. */
async function runProgram(body: string, url: string): Promise<string> {
  mkdirSync(join(root, '.tmp'), { recursive: true })
  const folder = mkdtempSync(join(root, '.tmp', 'organisations-'))
  try {
    writeFileSync(join(folder, 'tree.ts'), body)
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, [join(folder, 'tree.ts')], {
      env: { ...process.env, GONGSHI_URL: url },
    })
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
