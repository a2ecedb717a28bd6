import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const house = new URL('node24.mjs', import.meta.url).href

/** What a program says of itself that a launcher runs, with the launcher's process and its end. */
async function launched(before = '') {
  const said =
    'console.log(JSON.stringify([process.pid, process.cwd(), process.env.SAID, process.argv[1]])); process.exitCode = 7'
  const options = JSON.stringify({ cwd: tmpdir(), env: { SAID: 'yes' } })
  const args = JSON.stringify(['-e', said, 'one'])
  const launcher = `${before}; const { run } = await import('${house}'); process.exitCode = await run(process.execPath, ${args}, ${options})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', launcher], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const [pid, ...rest] = JSON.parse(output)
  return { isSame: pid === child.pid, rest, code }
}

const expected = { rest: [tmpdir(), 'yes', 'one'], code: 7 }

test('a launcher becomes what it runs', async () => {
  assert.deepEqual(await launched(), { isSame: true, ...expected })
})

test('a Node that cannot become another program runs it beside itself', async () => {
  assert.deepEqual(await launched('process.execve = undefined'), { isSame: false, ...expected })
})
