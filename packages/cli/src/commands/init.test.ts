import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { startNode } from '../../test/nodeInTest.ts'
import { freshFolder, run } from '../../test/runInTest.ts'

test('a founder’s public key alone founds a ledger, the same as the whole key file would', async () => {
  const folder = freshFolder()
  const env = { GONGSHI_KEYS: join(folder, 'keys') }
  assert.equal((await run(['keys', 'new', 'founder', '--unprotected'], { env })).code, 0)
  const { out: line } = await run(['keys', 'export', 'founder', '--public'], { env })
  const file = join(folder, 'founder.pub')
  writeFileSync(file, line)
  const keysOf = (data: string) => JSON.parse(readFileSync(join(data, 'genesis.json'), 'utf8')).keys as unknown
  const init = (founder: string, data: string, own: object) =>
    run(['init', '--chain-id', 'public', '--data', data, '--founder', founder], own)
  const made = await init(file, join(folder, 'a'), {}) // where no key lies
  assert.equal(made.code, 0, made.err)
  assert.equal((await init('founder', join(folder, 'b'), { env })).code, 0)
  assert.deepEqual(keysOf(join(folder, 'a')), keysOf(join(folder, 'b')))
  for (const wrong of ['', 'AAAA', `${line.trim()}AA`, line.slice(4), '{}']) {
    writeFileSync(file, wrong)
    const refused = await init(file, join(folder, 'c'), {})
    assert.notEqual(refused.code, 0, wrong)
    assert.match(refused.err, /\[key-/)
  }
})

const division = { scheme: 'x-city', code: '990100', date: '2020-01-01' }
const founderOf = (id: string, own: object = {}) => ({ organ: { scheme: 'x-city', id }, division, key: id, ...own })

describe('departments found a ledger together', () => {
  test('each acts by its own key, in its own roles; those decide who have a vote', async () => {
    const folder = freshFolder()
    const env = { GONGSHI_KEYS: join(folder, 'keys') }
    for (const name of ['finance', 'justice', 'food'])
      assert.equal((await run(['keys', 'new', name, '--unprotected'], { env })).code, 0)
    const founders = [
      founderOf('finance'),
      founderOf('justice'),
      founderOf('food', { roles: ['publisher'], votes: false }),
    ]
    const file = join(folder, 'founders.json')
    writeFileSync(file, JSON.stringify({ founders, votingPeriod: 3000 }))
    const node = await startNode(['--chain-id', 'joint', '--founders', file], env)
    try {
      const rowsOf = async (entity: string) => node.good('query', ...entity.split('/'))
      const members = await rowsOf('governance/member')
      assert.deepEqual(
        ['finance', 'justice', 'food'].map((id) => members.includes(id)),
        [true, true, false],
      )
      const { parameters } = JSON.parse(readFileSync(join(node.env.GONGSHI_DATA!, 'genesis.json'), 'utf8'))
      const periodOf = (wanted: string) => parameters.find(({ name }: { name: string }) => name === wanted).value
      assert.deepEqual(['votingPeriod', 'waitingTime'].map(periodOf), [3000, 7 * 24 * 3_600_000])
      const may = async (key: string) => node.gongshi('explain', 'organisations', 'enrol', '--as', key)
      assert.match((await may('justice')).out, /^may sign|depends on what/m)
      assert.match((await may('food')).out, /signer-role/)
    } finally {
      await node.end()
    }
  })

  test('an organ or a key twice, nobody with a vote, another member, another flag: refused, and nothing is made', async () => {
    const folder = freshFolder()
    const env = { GONGSHI_KEYS: join(folder, 'keys') }
    for (const name of ['finance', 'justice']) await run(['keys', 'new', name, '--unprotected'], { env })
    const file = join(folder, 'founders.json')
    const init = async (content: object, ...more: string[]) => {
      writeFileSync(file, JSON.stringify(content))
      return run(['init', '--chain-id', 'joint', '--data', join(folder, 'data'), '--founders', file, ...more], { env })
    }
    const two = [founderOf('finance'), founderOf('justice')]
    for (const [content, said] of [
      [{ founders: [two[0], { ...two[1], organ: two[0]!.organ }] }, /each organ once/],
      [{ founders: [two[0], { ...two[1], key: 'finance' }] }, /each key once/],
      [{ founders: two.map((each) => ({ ...each, votes: false })) }, /at least one organ that votes/],
      [{ founders: [] }, /at least one organ that votes/],
      [{ founders: [founderOf('nobody')] }, /cli-key-unknown/],
      [{ founders: two, votingPeriods: 3000 }, /value-unknown/],
      [{ founders: [{ ...two[0], organ: 'x-city:finance' }] }, /value-kind[\s\S]*organ/],
      [{ founders: [{ ...two[0], organ: { scheme: 'gb-32100', id: '11330100002489559X' } }] }, /value-[\s\S]*organ/],
    ] as const) {
      const refused = await init(content)
      assert.equal(refused.code, 2, refused.err)
      assert.match(refused.err, said)
    }
    const both = await init({ founders: two }, '--organ', 'x-city:justice')
    assert.deepEqual([both.code, /cli-value-invalid[\s\S]*not with --organ/.test(both.err)], [2, true], both.err)
    assert.equal((await init({ founders: two })).code, 0)
  })
})
