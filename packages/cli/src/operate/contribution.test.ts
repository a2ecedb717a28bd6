import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freshFolder, run } from '../../test/runInTest.ts'

const folder = freshFolder()
after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)
const known = {
  env: { GONGSHI_KEYS: at('keys') },
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
}

async function contribute(name: string, more: { readonly organ?: string; readonly chainId?: string } = {}) {
  await run(['keys', 'new', name, '--unprotected'], known)
  const { organ = `x-example:${name}`, chainId = 'together' } = more
  const place = ['--organ', organ, '--division', 'x-example:1:2026-01-01', '--origin', `${name}.example.gov`]
  const files = ['--data', at(name), '-o', at(`${name}.json`), '--founder', name]
  const args = ['genesis', 'contribute', '--chain-id', chainId, '--name', name, ...place, ...files]
  return run([...args, '--listen', '127.0.0.1:26656', '--json'], known)
}

const collect = (...names: string[]) => {
  const files = names.map((name) => at(`${name}.json`))
  return run([
    'genesis',
    'collect',
    ...files,
    '--chain-id',
    'together',
    '-o',
    at(`genesis-${names.join('-')}.json`),
    '--json',
  ])
}

async function refused(code: string, name: string, ...names: string[]): Promise<void> {
  const { code: exit, err } = await collect(...names)
  const { code: said, detail } = JSON.parse(err) as { code: string; detail: { name?: string; path: string } }
  assert.equal(said, code)
  assert.ok(exit !== 0 && (detail.name ?? detail.path).includes(name), err)
}

test('a genesis of two contributions; altered, foreign, repeated and broken ones are refused by name', async () => {
  mkdirSync(at('keys'))
  for (const name of ['finance', 'justice']) assert.equal((await contribute(name)).code, 0)
  const made = await collect('finance', 'justice')
  assert.equal(made.code, 0, made.err)
  const { genesisHash, members } = JSON.parse(made.out) as { genesisHash: string; members: { fingerprint: string }[] }
  assert.equal(members.length, 2)

  const original = readFileSync(at('justice.json'), 'utf8')
  const { organ } = JSON.parse(original) as { organ: object }
  const altered = (change: object) =>
    writeFileSync(at('altered.json'), JSON.stringify({ ...JSON.parse(original), ...change }))
  for (const change of [
    { organ: { ...organ, id: 'other' } },
    { votes: false },
    { peer: `${'0'.repeat(40)}@evil.example:1` },
  ]) {
    altered(change)
    await refused('contribution-altered', 'justice', 'finance', 'altered')
  }
  for (const change of [{ validator: 'AA==' }, { vkey: 'no key' }, { format: 'other' }, { organ: null }]) {
    altered(change)
    await refused('contribution-malformed', 'altered', 'finance', 'altered')
  }
  await refused('contribution-repeated', 'justice', 'justice', 'justice')
  assert.equal((await contribute('twin', { organ: 'x-example:finance' })).code, 0)
  await refused('contribution-repeated', 'twin', 'finance', 'twin')
  assert.equal((await contribute('stranger', { chainId: 'another' })).code, 0)
  await refused('contribution-foreign', 'stranger', 'finance', 'stranger')

  const genesis = at('genesis-finance-justice.json')
  const left = await run(['init', '--genesis', genesis, '--data', at('twin'), '--json'])
  assert.equal((JSON.parse(left.err) as { code: string }).code, 'genesis-without-us')
  const adopted = await run(['init', '--genesis', genesis, '--data', at('finance'), '--json'])
  assert.equal((JSON.parse(adopted.out) as { genesisHash: string }).genesisHash, genesisHash)
  const again = await run(['init', '--genesis', genesis, '--data', at('finance'), '--json'])
  assert.equal((JSON.parse(again.err) as { code: string }).code, 'data-exists')
})
