import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { type NodeInTest, startNode } from '../../test/nodeInTest.ts'

const place = 'gb-t-2260:330100:2000-01-01'
const founder = 'founder-explained'
const organ = { scheme: 'x-test', id: 'root' }
const notice = {
  organ,
  identifier: '2026-1',
  kind: 'notice',
  clause: 'government-information/20',
  issued: '2026-01-02',
  content: '01'.repeat(32),
}
let node: NodeInTest
before(async () => {
  node = await startNode(['--chain-id', 'explained', '--organ', 'x-test:root', '--division', place])
})
after(() => node.end())

function input(name: string, value: unknown): readonly string[] {
  writeFileSync(node.at(name), JSON.stringify(value))
  return ['--input', node.at(name)]
}
type Explained = {
  readonly may: boolean | null
  readonly signers: readonly {
    readonly name: string
    readonly rules: readonly { readonly code: string; readonly holds: boolean | null }[]
    readonly offices: readonly {
      readonly rules: readonly { readonly code: string; readonly holds: boolean | null }[]
    }[]
  }[]
}
async function explained(...args: readonly string[]): Promise<Explained> {
  return JSON.parse((await node.gongshi('explain', ...args, '--json')).out) as Explained
}
const broken = ({ signers }: Explained) =>
  signers[0]!.offices.flatMap(({ rules }) => rules.filter(({ holds }) => holds === false).map(({ code }) => code))

describe('gongshi explain', () => {
  test('says that an officer may, rule by rule, in both languages', async () => {
    const args = ['explain', 'disclosure', 'publish', '--as', founder, ...input('notice.json', notice)]
    const { code, out, err } = await node.gongshi(...args)
    assert.equal(code, 0, err)
    assert.match(out, /^may sign\n[\s\S]*signer publisher/)
    assert.match((await node.gongshi(...args, '--lang', 'zh')).out, /^可以签署\n[\s\S]*签署人/)
  })

  test('says in general what depends on the act', async () => {
    const { code, out } = await node.gongshi('explain', 'disclosure', 'publish', '--as', founder)
    assert.equal(code, 0)
    assert.match(out, /depends on what the act says/)
    assert.equal((await explained('disclosure', 'publish', '--as', founder)).may, null)
  })

  test('says which rule refuses, and ends with exit code 1', async () => {
    const elsewhere = input('elsewhere.json', { ...notice, organ: { scheme: 'x-test', id: 'other' } })
    const args = ['disclosure', 'publish', '--as', founder, ...elsewhere]
    const ran = await node.gongshi('explain', ...args)
    assert.equal(ran.code, 1)
    assert.match(ran.out, /^may not sign\n/)
    assert.deepEqual([...new Set(broken(await explained(...args)))], ['signer-organ'])
    await node.good('keys', 'new', 'stranger')
    const stranger = await node.gongshi('explain', 'disclosure', 'publish', '--as', 'stranger')
    assert.equal(stranger.code, 1)
  })

  test('says that a sensitive act is confirmed by somebody else, or elsewhere', async () => {
    const general = await explained('organisations', 'rotateKey', '--as', founder)
    const second = general.signers.find(({ name }) => name === 'second')!
    assert.deepEqual(
      second.rules.map(({ code, holds }) => [code, holds]),
      [['signer-confirmation', null]],
    )
  })

  test('refuses an action that is none, and a key that is none, with a code', async () => {
    const action = await node.gongshi('explain', 'disclosure', 'toString', '--as', founder)
    assert.ok(action.code > 0 && action.err.length > 0)
    const key = await node.gongshi('explain', 'disclosure', 'publish', '--as', 'nobody')
    assert.ok(key.code > 0 && key.err.length > 0)
  })
})
