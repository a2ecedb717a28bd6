import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { foundPlace, gongshi, type NodeProcess, type Place, startNode } from '../node/command.ts'

const example = (path: string) => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url))
const organ = '{"scheme":"x-sample","id":"city-office"}'
let place: Place
let node: NodeProcess
let pem = ''
let keyId = ''

async function command(...args: string[]): Promise<string> {
  const { code, out, err } = await gongshi(args, place)
  assert.equal(code, 0, err)
  return out
}

before(async () => {
  place = await foundPlace(['clerk'])
  pem = place.at('clerk.pem')
  await command('keys', 'export', 'clerk', '--pem', '-o', pem)
  keyId = (JSON.parse(await command('keys', 'show', 'clerk', '--json')) as { keyId: string }).keyId
  node = await startNode(place)
})
after(async () => {
  await node.end()
  place.remove()
})

async function run(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, {
    cwd: place.folder,
    env: { ...process.env, GONGSHI_URL: node.url, GONGSHI_ORGAN: organ },
  })
  return stdout
}

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

describe('each example publishes and verifies, as its first lines say', () => {
  test('TypeScript, with the SDK', async () => {
    const said = await run(
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      example('typescript/publish.ts'),
      pem,
    )
    assert.match(said, /^entry \d+: ok\nverified: file, /)
  })

  const python = has('python3', '-c', 'import cryptography')
  test('Python, without an SDK', { skip: python ? false : 'needs python3 with cryptography' }, async () => {
    const said = await run('python3', example('python/publish.py'), pem)
    assert.match(said, /Disclosure: Publish[\s\S]*entry \d+: ok\nverified: in the signed log of \d+ entries\n$/)
  })

  test('Python refuses a leaf, an index and a checkpoint that were changed', {
    skip: python ? false : 'needs python3 with cryptography',
  }, async () => {
    const check = `
import base64, importlib.util, json, sys, urllib.request
spec = importlib.util.spec_from_file_location('publish', ${JSON.stringify(example('python/publish.py'))})
publish = importlib.util.module_from_spec(spec); spec.loader.exec_module(publish)
proof = publish.ask('/log/proof/0').decode()
leaf = base64.b64decode(json.loads(publish.ask('/api/v1/entries/0'))['raw']['leaf'])
vkey = json.loads(publish.ask('/api/v1/ledger'))['logKeys'][0]
print(publish.verify(leaf, 0, proof, vkey) > 0)
size = proof.split('\\n\\n')[1].split('\\n')[1]
for l, i, p in [(leaf[:-1] + bytes([leaf[-1] ^ 1]), 0, proof), (leaf, 1, proof), (leaf, 0, proof.replace('\\n' + size + '\\n', '\\n' + str(int(size) + 1) + '\\n'))]:
    try: publish.verify(l, i, p, vkey); print('accepted')
    except Exception: print('refused')
`
    assert.equal(await run('python3', '-c', check), 'True\nrefused\nrefused\nrefused\n')
  })

  test('Java, with its own library alone', { skip: has('java', '--version') ? false : 'needs a JDK' }, async () => {
    const said = await run('java', example('java/Publish.java'), pem, keyId)
    assert.match(said, /Disclosure: Publish\nentry \d+: ok\nverified: in the signed log of \d+ entries\n$/)
  })

  const tools = has('curl', '--version') && has('openssl', 'version') && has('sh', '-c', 'command -v xxd')
  test('curl and openssl; the evidence that it saves verifies', {
    skip: tools ? false : 'needs curl, openssl, xxd',
  }, async () => {
    const said = await run('sh', example('curl/publish.sh'), pem)
    const [, index] = /^entry (\d+): ok\n[\s\S]*is signed\n$/.exec(said) ?? assert.fail(said)
    const saved = place.at(`entry-${index}.gse`)
    assert.ok(existsSync(saved) && readFileSync(saved).length > 500)
    await command('trust', node.url, '-o', place.at('trust.json'))
    await command('verify', saved, '--trust', place.at('trust.json'))
  })
})
