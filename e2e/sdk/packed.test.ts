import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'gongshi-packed-'))
const project = join(folder, 'project')
const execute = promisify(execFile)
const run = (program: string, args: readonly string[], cwd = project) =>
  execute(program, args, { cwd, env: { ...process.env, HOME: folder }, maxBuffer: 2 ** 24 })
const quiet = '--disable-warning=ExperimentalWarning'

before(async () => {
  await run(process.execPath, [quiet, 'scripts/pack.ts', join(folder, 'archives')], root)
  await execute('mkdir', [project])
  writeFileSync(join(project, 'package.json'), '{"name":"elsewhere","private":true,"type":"module"}')
  const archives = readdirSync(join(folder, 'archives')).map((name) => join(folder, 'archives', name))
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--engine-strict=false', ...archives])
})
after(() => rmSync(folder, { recursive: true, force: true }))

describe('the packed packages, in an empty project', () => {
  test('run as plain JavaScript', async () => {
    writeFileSync(
      join(project, 'main.js'),
      `import { disclosure } from '@gongshi/affairs'
       import { encodeCbor, toHex } from '@gongshi/protocol'
       import { actOf, createClient, createMemoryWallet, sign } from '@gongshi/sdk'
       import { pemOf } from '@gongshi/sdk/node'
       const random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes))
       const client = createClient({ url: 'http://127.0.0.1:1', chainId: 'elsewhere' })
       const input = { organ: { scheme: 'x', id: '1' }, identifier: 'a', kind: 'notice', clause: 'a/1', issued: '2026-01-01', content: random(32) }
       const { affair, signers } = await sign(client, createMemoryWallet(random), actOf(disclosure, 'publish'), input)
       console.log(affair, signers.length, toHex(encodeCbor([1, 'a'])), pemOf('ed25519', random(32)).slice(0, 27))`,
    )
    const { stdout } = await run(process.execPath, ['main.js'])
    assert.equal(stdout, 'disclosure 1 82016161 -----BEGIN PRIVATE KEY-----\n')
  })

  test('are typed: a good act compiles, a misspelt member and an action that is none do not', async () => {
    const act = (action: string, member: string) =>
      `sign(client, wallet, actOf(disclosure, '${action}'), { organ: { scheme: 'x', id: '1' }, ${member}: 'a', kind: 'notice', clause: 'a/1', issued: '2026-01-01', content: new Uint8Array(32) })`
    writeFileSync(
      join(project, 'main.ts'),
      `import { disclosure } from '@gongshi/affairs'
       import { actOf, createClient, createMemoryWallet, sign } from '@gongshi/sdk'
       const wallet = createMemoryWallet((bytes) => new Uint8Array(bytes))
       const client = createClient({ url: 'http://127.0.0.1:1' })
       export const good = ${act('publish', 'identifier')}
       // @ts-expect-error
       export const misspelt = ${act('publish', 'identifer')}
       // @ts-expect-error
       export const none = ${act('publsh', 'identifier')}`,
    )
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const flags = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--types', '']
    await run(process.execPath, [compiler, ...flags, 'main.ts'])
  })

  test('the command founds a ledger', async () => {
    const command = join(project, 'node_modules/@gongshi/cli/bin/gongshi.js')
    const args = ['init', '--chain-id', 'elsewhere', '--data', join(folder, 'data'), '--lang', 'en']
    const env = { ...process.env, GONGSHI_KEYS: join(folder, 'keys'), GONGSHI_PASSPHRASE: 'x' }
    const { stdout } = await execute(process.execPath, [quiet, command, ...args], { cwd: project, env })
    assert.match(stdout, /founder-elsewhere\.key\.json/)
  })
})
