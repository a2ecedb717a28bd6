import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sha256, utf8 } from '@gongshi/protocol'
import { SoftPasskey } from '@gongshi/testkit'
import { problemOf } from '../../test/ask.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'
import { challengeOf, cookieIn, fromPage, present, registerPasskey, statementOf } from '../../test/signIn.ts'

const portal = 'https://portal.example'
const page = { origin: portal }
let node: Sample
let clerk: SoftPasskey
before(async () => {
  const signIn = { signInsPerMinute: 3, attemptsPerMinute: 8 }
  node = await startSample({ portals: [portal, 'http://localhost:4711'], config: { signIn } })
  const local = await registerPasskey(node.url, 'clerk')
  clerk = new SoftPasskey(sha256(utf8('sample passkey clerk')), { rpId: 'portal.example', origin: portal })
  assert.deepEqual(clerk.key.id, local.key.id)
})
after(() => node.end())

describe('over TLS', () => {
  test('the cookie is for this host alone; the same token under the name that needs no TLS opens nothing', async () => {
    const answer = await present(node.url, await statementOf(node.url, clerk, { headers: page }), page)
    const [cookie] = answer.headers.getSetCookie()
    assert.match(
      cookie!,
      /^__Host-gongshi-session=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const status = async (sent: string) =>
      (await fromPage(node.url, '/en/workspace', { headers: { ...page, cookie: sent } })).status
    const own = cookieIn(answer)
    assert.deepEqual([await status(own.replace('__Host-', '')), await status(own)], [303, 200])
  })
})

describe('rates', () => {
  test('of a key: beyond them its own signatures open nothing for a while; of a client: nothing more is judged', async () => {
    const codes: (number | string)[] = []
    for (let count = 0; count < 7; count++) {
      const challenge = await challengeOf(node.url, 'sign-in', page)
      const statement = await statementOf(node.url, clerk, { challenge })
      const answer = await present(node.url, statement, page)
      if (answer.status === 200) codes.push(200)
      else {
        assert.ok(Number(answer.headers.get('retry-after')) > 0)
        codes.push((await problemOf(answer)).code)
      }
    }
    assert.deepEqual(codes.slice(0, 3), [200, 200, 'rate-limited'])
    const flood = await Promise.all(Array.from({ length: 8 }, () => present(node.url, new Uint8Array(0), page)))
    assert.ok(flood.some(({ status }) => status === 429))
  })
})
