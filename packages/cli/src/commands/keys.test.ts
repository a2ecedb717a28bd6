import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fromBase64, keyMaterial, parseCoseKey } from '@gongshi/protocol'
import { freshFolder, run } from '../../test/runInTest.ts'

const keys = freshFolder()
const env = { GONGSHI_KEYS: keys, GONGSHI_PASSPHRASE: 'open sesame' }

describe('gongshi keys', () => {
  test('new, list, show, export: encrypted, readable by its owner only, never overwritten', async () => {
    const made = await run(['keys', 'new', 'clerk', '--json'], { env })
    const face = JSON.parse(made.out) as { path: string; keyId: string; isProtected: boolean }
    assert.deepEqual([made.code, face.isProtected, statSync(face.path).mode & 0o777], [0, true, 0o600])
    const before = readFileSync(face.path, 'utf8')
    const again = await run(['keys', 'new', 'clerk'], { env })
    assert.equal(again.code, 2)
    assert.match(again.err, /cli-file-exists/)
    assert.equal(readFileSync(face.path, 'utf8'), before)
    assert.match((await run(['keys', 'list'], { env })).out, new RegExp(`clerk +ed25519 +${face.keyId}`))
    const silent = { GONGSHI_KEYS: keys }
    assert.match((await run(['keys', 'show', 'clerk'], { env: silent })).out, new RegExp(face.keyId))
    assert.equal((await run(['keys', 'export', 'clerk'], { env: silent })).out, before)
    assert.doesNotMatch((await run(['keys', 'export', 'clerk', '--public'], { env: silent })).out, /secret/)
  })

  test('export --pem: the private key as other programs read it, which sign as the key does', async () => {
    for (const suite of ['ed25519', 'es256']) {
      await run(['keys', 'new', `pem-${suite}`, '--suite', suite], { env })
      const { code, out } = await run(['keys', 'export', `pem-${suite}`, '--pem'], { env })
      assert.equal(code, 0)
      const jwk = createPublicKey(createPrivateKey(out)).export({ format: 'jwk' }) as { x: string; y?: string }
      const cose = (await run(['keys', 'export', `pem-${suite}`, '--public'], { env })).out
      const material = keyMaterial(parseCoseKey(fromBase64(cose.trim())))
      const point = [jwk.x, jwk.y ?? ''].map((part) => Buffer.from(part, 'base64url'))
      assert.deepEqual(Buffer.concat(point), Buffer.from(material))
    }
    const onScreen = await run(['keys', 'export', 'pem-es256', '--pem'], { env, isTerminal: true })
    assert.deepEqual([onScreen.code, onScreen.out], [2, ''])
  })

  test('import: under a passphrase of one’s own, the same key', async () => {
    const file = join(freshFolder(), 'given.key.json')
    const from = join(freshFolder(), 'passphrase')
    writeFileSync(from, 'open sesame\n')
    await run(['keys', 'new', 'giver'], { env })
    await run(['keys', 'export', 'giver', '-o', file], { env })
    const own = { GONGSHI_KEYS: freshFolder(), GONGSHI_PASSPHRASE: 'another' }
    assert.equal((await run(['keys', 'import', 'mine', file, '--from-passphrase-file', from], { env: own })).code, 0)
    const id = async (of: typeof env, name: string): Promise<string> =>
      (JSON.parse((await run(['keys', 'show', name, '--json'], { env: of })).out) as { keyId: string }).keyId
    assert.equal(await id(own, 'mine'), await id(env, 'giver'))
  })

  test('passphrase: the same key under another, and a plain file encrypted; a wrong one changes nothing', async () => {
    const own = { GONGSHI_KEYS: freshFolder(), GONGSHI_PASSPHRASE: 'first' }
    const to = join(freshFolder(), 'new.txt')
    writeFileSync(to, 'second\n')
    const made = JSON.parse((await run(['keys', 'new', 'a', '--json'], { env: own })).out) as { path: string }
    const before = readFileSync(made.path, 'utf8')
    const change = (env: typeof own) => run(['keys', 'passphrase', 'a', '--new-passphrase-file', to], { env })
    assert.match((await change({ ...own, GONGSHI_PASSPHRASE: 'wrong' })).err, /key-file-passphrase-wrong/)
    assert.equal(readFileSync(made.path, 'utf8'), before)
    assert.equal((await change(own)).code, 0)
    assert.equal(statSync(made.path).mode & 0o777, 0o600)
    assert.match((await change(own)).err, /key-file-passphrase-wrong/)
    const second = { ...own, GONGSHI_PASSPHRASE: 'second' }
    const pem = async (name: string, env: typeof own) => (await run(['keys', 'export', name, '--pem'], { env })).out
    assert.match(await pem('a', second), /PRIVATE KEY/)

    await run(['keys', 'new', 'plain', '--unprotected'], { env: own })
    const key = await pem('plain', own)
    assert.equal((await run(['keys', 'passphrase', 'plain', '--new-passphrase-file', to], { env: own })).code, 0)
    assert.equal(await pem('plain', second), key)
    assert.equal((await run(['keys', 'passphrase', 'plain'], { env: { GONGSHI_KEYS: own.GONGSHI_KEYS } })).code, 2)
  })

  test('what an administrator registers of a key is what its file holds, and no secret', async () => {
    const own = { GONGSHI_KEYS: join(freshFolder(), 'keys') }
    await run(['keys', 'new', 'point', '--unprotected', '--suite', 'es256'], { env: own })
    const { keyId } = JSON.parse((await run(['keys', 'show', 'point', '--json'], { env: own })).out)
    const point = JSON.parse((await run(['keys', 'export', 'point', '--point'], { env: own })).out)
    assert.deepEqual(Object.keys(point), ['keyId', 'suite', 'x', 'y'])
    assert.deepEqual([point.keyId, point.suite, point.x.length, point.y.length], [keyId, 'es256', 64, 64])
  })

  test('without a terminal nothing is asked: a code says how to give the passphrase', async () => {
    const { code, err } = await run(['keys', 'new', 'quiet'], { env: { GONGSHI_KEYS: keys } })
    assert.equal(code, 2)
    assert.match(err, /cli-passphrase-needed[\s\S]*GONGSHI_PASSPHRASE/)
  })

  test('on a terminal it is asked for twice; two different ones make no key', async () => {
    const answers = ['one', 'two']
    const { code } = await run(['keys', 'new', 'typed'], {
      env: { GONGSHI_KEYS: keys },
      isTerminal: true,
      askSecret: async () => answers.shift()!,
    })
    assert.equal(code, 2)
    assert.equal((await run(['keys', 'show', 'typed'], { env })).code, 2)
  })

  test('names that are paths, and files that are no keys', async () => {
    for (const name of ['../x', 'a/b', '', '.hidden', 'x'.repeat(65)])
      assert.equal((await run(['keys', 'new', name], { env })).code, 2, name)
    const file = join(freshFolder(), 'no.key.json')
    writeFileSync(file, '{}')
    assert.match((await run(['keys', 'show', file], { env })).err, /key-file-malformed/)
  })
})
