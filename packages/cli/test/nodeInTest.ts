import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { freshFolder, type Ran, run } from './runInTest.ts'

/** A ledger founded by the command line, and a node on it that the command line runs in this process. */
export type NodeInTest = {
  readonly url: string
  readonly opsUrl: string
  /** Keys, data and node of this test, as the environment says them. */
  readonly env: { readonly [name: string]: string }
  /** A file in the folder of this test. */
  at(name: string): string
  gongshi(...args: string[]): Promise<Ran>
  /** As `gongshi`, of a command that must succeed; gives what it prints. */
  good(...args: string[]): Promise<string>
  /** Stops the node, which must end well. */
  stop(): Promise<void>
  /** Stops the node and removes the folder. */
  end(): Promise<void>
}

/**
 * @param founding what `gongshi init` is given
 * @param known what else its environment says, such as where keys lie already
 */
export async function startNode(
  founding: readonly string[],
  known: { readonly [name: string]: string } = {},
): Promise<NodeInTest> {
  const folder = freshFolder()
  const at = (name: string): string => join(folder, name)
  const own = { GONGSHI_KEYS: at('keys'), GONGSHI_PASSPHRASE: 'for a test', GONGSHI_DATA: at('data'), ...known }
  const stopping = new AbortController()
  const real = {
    now: () => Date.now(),
    fetch: globalThis.fetch,
    random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
  }
  const { code, err } = await run(['init', ...founding], { ...real, env: own })
  assert.equal(code, 0, err)
  writeFileSync(at('config.json'), '{"log":{"level":"error"}}')
  const opsPort = await freePort()
  const args = ['start', '--config', at('config.json'), '--port', '0', '--ops-port', String(opsPort)]
  let ended: Promise<Ran> | undefined
  const url = await new Promise<string>((resolve, reject) => {
    const out = (text: string): void => {
      const found = /http:\S+/.exec(text)
      if (found !== null) resolve(found[0])
    }
    ended = run(args, { ...real, env: own, out, signal: stopping.signal })
    ended.then((ran) => reject(new Error(ran.err)))
  })
  const env = { ...own, GONGSHI_URL: url }
  const gongshi = (...line: string[]): Promise<Ran> => run(line, { ...real, env })
  const stop = async (): Promise<void> => {
    stopping.abort()
    assert.equal((await ended)?.code, 0)
  }
  return {
    url,
    opsUrl: `http://127.0.0.1:${opsPort}`,
    env,
    at,
    gongshi,
    async good(...line) {
      const ran = await gongshi(...line)
      assert.equal(ran.code, 0, `${line.join(' ')}: ${ran.err}`)
      return ran.out
    },
    stop,
    async end() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { readonly port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
