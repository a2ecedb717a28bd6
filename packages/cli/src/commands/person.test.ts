import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { encodeCbor } from '@gongshi/protocol'
import { type NodeInTest, startNode } from '../../test/nodeInTest.ts'

const organ = { scheme: 'x-test', id: 'root' }
const division = { scheme: 'gb-t-2260', code: '330100', date: '2000-01-01' }
const matter = Buffer.from(encodeCbor([[organ.scheme, organ.id], 'T-1'])).toString('base64url')
let node: NodeInTest
before(async () => {
  node = await startNode([
    '--chain-id',
    'taking-part',
    '--organ',
    'x-test:root',
    '--division',
    'gb-t-2260:330100:2000-01-01',
  ])
  const input = { organ, number: 'T-1', division, draft: '01'.repeat(32), clause: 'major-decisions/14', days: 22 }
  writeFileSync(node.at('open.json'), JSON.stringify(input))
  const opened = await node.gongshi(
    'submit',
    'participation',
    'open',
    '--key',
    founder,
    '--input',
    node.at('open.json'),
  )
  assert.equal(opened.code, 0, opened.out + opened.err)
  for (const name of ['me', 'desk']) {
    const made = await node.gongshi('keys', 'new', name, '--unprotected')
    assert.equal(made.code, 0, made.err)
  }
})
after(() => node.end())

const founder = 'founder-taking-part'
const person = (...args: readonly string[]) => node.gongshi('person', ...args)

describe('gongshi person', () => {
  test('asks, is certified, is let in, and comments once; the key file’s own key never shows', async () => {
    const request = await person('request', 'me', matter)
    assert.equal(request.code, 0, request.err)
    const own = JSON.parse((await node.gongshi('keys', 'show', 'me', '--json')).out) as { keyId: string }
    assert.ok(!request.out.includes(own.keyId))
    assert.equal((await person('request', 'me', matter)).out, request.out, 'the same every time')
    writeFileSync(node.at('request.json'), request.out)
    const certificate = node.at('certificate.cose')
    const certified = await person('certify', node.at('request.json'), certificate, '--key', 'desk', '--level', '3')
    assert.equal(certified.code, 0, certified.err)
    const admit = (issuer: string) =>
      person('admit', node.at('request.json'), certificate, '--issuer', issuer, '--key', founder)
    const wrong = await admit('me')
    assert.match(wrong.err, /certificate-issuer-mismatch/)
    const admitted = await admit('desk')
    assert.equal(admitted.code, 0, admitted.out + admitted.err)
    writeFileSync(node.at('words.txt'), 'Keep the trees.\n')
    const said = await person('comment', 'me', matter, node.at('words.txt'), '--json')
    assert.equal(said.code, 0, said.out + said.err)
    assert.ok(!said.out.includes('Keep the trees'))
    const again = await person('comment', 'me', matter, node.at('words.txt'))
    assert.match(again.out, /row-status/)
    assert.notEqual(again.code, 0)
    assert.ok(readFileSync(certificate).length < 400)
  })

  test('says what is wrong with a matter, a request, a level or words', async () => {
    assert.match((await person('request', 'me', '!!')).err, /CONSULTATION/)
    writeFileSync(node.at('wrong.json'), '{"keyId": 1}')
    assert.match(
      (await person('certify', node.at('wrong.json'), node.at('x'), '--key', 'desk', '--level', '3')).err,
      /REQUEST/,
    )
    assert.match(
      (await person('certify', node.at('wrong.json'), node.at('x'), '--key', 'desk', '--level', '9')).err,
      /--level/,
    )
    writeFileSync(node.at('latin1.txt'), Uint8Array.of(0xff, 0xfe))
    assert.match((await person('comment', 'me', matter, node.at('latin1.txt'))).err, /UTF-8/)
  })
})
