import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import type { SoftPasskey } from '@gongshi/testkit'
import { problemOf } from '../../test/ask.ts'
import { officerNumber, officers, organ, type Sample, startSample } from '../../test/sampleNode.ts'
import {
  administer,
  challengeOf,
  cookieIn,
  fromPage,
  type HowSigned,
  passkeyOf,
  portal,
  present,
  registerPasskey,
  revokeKey,
  sendForm,
  signInBy,
  statementOf,
} from '../../test/signIn.ts'

let node: Sample
let clerk: SoftPasskey
before(async () => {
  node = await startSample({
    portals: [portal],
    config: { signIn: { signInsPerMinute: 10_000, attemptsPerMinute: 10_000 } },
  })
  clerk = await registerPasskey(node.url, 'clerk')
})
after(() => node.end())

const isIn = async (cookie: string, headers: Record<string, string> = {}) =>
  (await fromPage(node.url, '/en/workspace', { headers: { cookie, ...headers } })).status === 200

const refused = async (answer: Response, language?: 'zh' | 'en'): Promise<string> => {
  assert.deepEqual(answer.headers.getSetCookie(), [], 'nothing half done')
  return (await problemOf(answer, language)).code
}

describe('an officer at the door', () => {
  test('comes in by passkey; the cookie is for this host, for no script, and for no other site', async () => {
    const answer = await present(node.url, await statementOf(node.url, clerk))
    assert.equal(answer.status, 200)
    assert.deepEqual(((await answer.json()) as { key: string }).key, toHex(clerk.key.id))
    const [cookie] = answer.headers.getSetCookie()
    assert.match(cookie!, /^gongshi-session=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/)
    const page = await fromPage(node.url, '/en/workspace', { headers: { cookie: cookieIn(answer) } })
    assert.equal(page.status, 200)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    // Otherwise browsers name no origin with the forms of the page.
    assert.equal(page.headers.get('referrer-policy'), 'same-origin')
    const html = await page.text()
    for (const shown of [toHex(clerk.key.id).slice(0, 8), 'Appointed', 'clerk', 'city-office'])
      assert.ok(html.includes(shown), shown)
  })

  test('without a session, pages lead to the door and come back; everything else is refused', async () => {
    const page = await fromPage(node.url, '/zh/workspace/sessions?x=1')
    assert.equal(page.status, 303)
    assert.equal(page.headers.get('location'), '/zh/sign-in?next=%2Fzh%2Fworkspace%2Fsessions%3Fx%3D1')
    const form = await sendForm(node.url, '/en/workspace/sign-out', { which: 'current' }, {})
    assert.equal(await refused(form, 'en'), 'sign-in-needed')
    for (const next of ['//evil.example', 'https://evil.example', '/en/ledger', '/en/workspace\\@evil.example']) {
      const door = await fromPage(node.url, `/en/sign-in?next=${encodeURIComponent(next)}`)
      assert.equal(door.status, 400, next)
    }
  })

  const other = passkeyOf('nobody')
  const wrong: readonly [string, string, HowSigned][] = [
    ['for another ledger', 'sign-in-mismatch', { chainId: 'other' }],
    ['for another step', 'sign-in-mismatch', { purpose: 'step-up', challenge: new Uint8Array(48) }],
    ['for another site', 'sign-in-mismatch', { origin: 'https://evil.example' }],
    ['with a challenge that nobody gave', 'challenge-unknown', { challenge: new Uint8Array(48).fill(7) }],
    ['made on another origin', 'origin-not-accepted', { assertion: { origin: 'https://evil.example' } }],
    ['made for another site', 'relying-party-not-accepted', { assertion: { rpId: 'evil.example' } }],
    ['without its user verified', 'assertion-user-not-verified', { assertion: { flags: 0x19 } }],
    ['without its user present', 'assertion-user-not-verified', { assertion: { flags: 0x1c } }],
    ['in a frame of another site', 'assertion-cross-origin', { assertion: { crossOrigin: true } }],
    ['over another challenge', 'assertion-challenge-mismatch', { assertion: { challenge: new Uint8Array(32) } }],
    ['of a registration', 'assertion-malformed', { assertion: { type: 'webauthn.create' } }],
    [
      'with members in another order',
      'assertion-malformed',
      { assertion: { clientData: (json) => json.replace(/^\{("type":[^,]+),("challenge":[^,]+)/, '{$2,$1') } },
    ],
    ['by a key that no ledger knows', 'sign-in-refused', { signer: { key: other.key, sign: other.sign } }],
    ['in the name of a key, by another', 'sign-in-refused', { signer: { key: clerkKey(), sign: other.sign } }],
    ['by a key file', 'sign-in-refused', { signer: officers.clerk }],
    ['by a key that was revoked', 'sign-in-refused', { signer: officers.former }],
  ]
  /** The clerk's passkey follows from its name, so it is known before it is registered. */
  function clerkKey() {
    return passkeyOf('clerk').key
  }
  for (const [how, code, changes] of wrong)
    test(`a statement ${how} is refused`, async () => {
      const statement = await statementOf(node.url, clerk, changes)
      assert.equal(await refused(await present(node.url, statement)), code)
    })

  test('a statement is good once, whatever came of it, and bytes that are none are refused', async () => {
    const statement = await statementOf(node.url, clerk)
    assert.equal((await present(node.url, statement)).status, 200)
    assert.equal(await refused(await present(node.url, statement)), 'challenge-unknown')
    const challenge = await challengeOf(node.url)
    const failed = await statementOf(node.url, clerk, { challenge, signer: { key: clerk.key, sign: other.sign } })
    assert.equal(await refused(await present(node.url, failed)), 'sign-in-refused')
    assert.equal(
      await refused(await present(node.url, await statementOf(node.url, clerk, { challenge }))),
      'challenge-unknown',
    )
    for (const bytes of [new Uint8Array(0), statement.subarray(1), new Uint8Array(5000)])
      assert.equal(await refused(await present(node.url, bytes)), 'sign-in-malformed')
  })

  test('an unknown key and a wrong signature get the same answer, word for word', async () => {
    const answers = await Promise.all(
      [other.key, clerk.key].map(async (key) => {
        const statement = await statementOf(node.url, clerk, { signer: { key, sign: other.sign } })
        const answer = await present(node.url, statement)
        return [answer.status, await answer.text(), [...answer.headers.keys()].sort()]
      }),
    )
    assert.deepEqual(answers[0], answers[1])
  })

  test('only a page of this site comes in or changes anything', async () => {
    const cookie = await signInBy(node.url, clerk)
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: '' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ]
    for (const headers of foreign) {
      const statement = await statementOf(node.url, clerk)
      assert.equal(await refused(await present(node.url, statement, headers)), 'origin-refused')
      const out = await sendForm(node.url, '/en/workspace/sign-out', { which: 'everywhere' }, { cookie, ...headers })
      assert.equal(await refused(out, 'en'), 'origin-refused')
    }
    assert.ok(await isIn(cookie))
  })
})

describe('a session', () => {
  test('is a fresh one at each sign-in: a token that was brought along is neither taken over nor left alive', async () => {
    const planted = `gongshi-session=${'A'.repeat(43)}`
    const first = cookieIn(await present(node.url, await statementOf(node.url, clerk), { cookie: planted }))
    assert.notEqual(first, planted)
    assert.equal(await isIn(planted), false)
    const second = cookieIn(await present(node.url, await statementOf(node.url, clerk), { cookie: first }))
    assert.deepEqual([await isIn(first), await isIn(second)], [false, true])
  })

  test('that was stolen opens nothing in another browser, and is over', async () => {
    const cookie = await signInBy(node.url, clerk)
    assert.equal(await isIn(cookie, { 'user-agent': 'another browser' }), false)
    assert.equal(await isIn(cookie), false)
  })

  test('steps up by its own key only, under a new token; the former one is void', async () => {
    const cookie = await signInBy(node.url, clerk)
    const path = '/api/v1/sign-in/step-up'
    const how = { purpose: 'step-up', headers: { cookie } } as const
    const colleague = await registerPasskey(node.url, 'notary', 'notary')
    const foreign = await statementOf(node.url, colleague, how)
    assert.equal(await refused(await present(node.url, foreign, { cookie }, path)), 'sign-in-refused')
    const elsewhere = await signInBy(node.url, clerk)
    const ofOther = await statementOf(node.url, clerk, { ...how, headers: { cookie: elsewhere } })
    assert.equal(await refused(await present(node.url, ofOther, { cookie }, path)), 'challenge-unknown')
    const answer = await present(node.url, await statementOf(node.url, clerk, how), { cookie }, path)
    assert.equal(answer.status, 200)
    assert.deepEqual([await isIn(cookie), await isIn(cookieIn(answer))], [false, true])
    assert.equal((await fromPage(node.url, '/api/v1/sign-in/challenge?purpose=step-up')).status, 401)
  })

  test('ends by sign-out: one, another of the same key, or all of them; of other officers none', async () => {
    const [first, second, third] = [
      await signInBy(node.url, clerk),
      await signInBy(node.url, clerk),
      await signInBy(node.url, clerk),
    ]
    const colleague = await signInBy(node.url, passkeyOf('notary'))
    const out = await sendForm(node.url, '/en/workspace/sign-out', { which: 'current' }, { cookie: first })
    assert.deepEqual([out.status, out.headers.get('location')], [303, '/en/sign-in'])
    assert.match(out.headers.getSetCookie()[0]!, /^gongshi-session=; Max-Age=0;/)
    assert.deepEqual([await isIn(first), await isIn(second)], [false, true])
    const list = await fromPage(node.url, '/en/workspace/sessions', { headers: { cookie: second } })
    const marks = [...(await list.text()).matchAll(/name="which" value="([0-9a-f]{16})"/g)].map(([, mark]) => mark!)
    assert.ok(marks.length >= 2)
    // A mark of somebody else's ends nothing, and is not told from one that never was.
    for (const mark of marks) await sendForm(node.url, '/en/workspace/sign-out', { which: mark }, { cookie: colleague })
    assert.deepEqual([await isIn(second), await isIn(third), await isIn(colleague)], [true, true, true])
    await sendForm(node.url, '/en/workspace/sign-out', { which: 'everywhere' }, { cookie: second })
    assert.deepEqual([await isIn(second), await isIn(third)], [false, false])
  })

  test('outlives a restart of the node; what is kept of it lets nobody in', async () => {
    const cookie = await signInBy(node.url, clerk)
    const token = cookie.split('=')[1]!
    for (const file of ['sessions.sqlite', 'sessions.sqlite-wal'])
      assert.ok(!readFileSync(`${node.data}/${file}`).includes(token))
    await node.restart()
    assert.ok(await isIn(cookie))
  })

  test('is over with its key, at the next block', async () => {
    const passkey = await registerPasskey(node.url, 'lost', 'keeper')
    const cookie = await signInBy(node.url, passkey)
    assert.ok(await isIn(cookie))
    await revokeKey(node.url, passkey.key.id)
    assert.equal(await isIn(cookie), false)
    const statement = await statementOf(node.url, passkey)
    assert.equal(await refused(await present(node.url, statement)), 'sign-in-refused')
  })

  test('shows no mandate that has ended, at the next block; and is over with its officer', async () => {
    const passkey = await registerPasskey(node.url, 'ending', 'keeper2')
    const cookie = await signInBy(node.url, passkey)
    const page = async () => (await fromPage(node.url, '/en/workspace', { headers: { cookie } })).text()
    assert.match(await page(), /Appointed/)
    const office = [[organ.scheme, organ.id], 'keeper2']
    await administer(node.url, 'endAppointment', {
      appointment: [[officerNumber('keeper2')], office, Date.UTC(2026, 0, 1)],
      until: null,
      reason: 'moved',
      clause: 'civil-service/40',
    })
    const ended = await page()
    assert.ok(!ended.includes('Appointed') && ended.includes('no mandate of yours'))
    await administer(node.url, 'discharge', { officer: [officerNumber('keeper2')] })
    assert.equal(await isIn(cookie), false)
    assert.equal(await refused(await present(node.url, await statementOf(node.url, passkey))), 'sign-in-refused')
  })

  test('leaves a line in the log without a name, an address or a token', async () => {
    const cookie = await signInBy(node.url, clerk)
    const lines = node.lines.filter((line) => line.includes('"event":"signed-in"'))
    const last = JSON.parse(lines.at(-1)!) as Record<string, unknown>
    assert.deepEqual([last.method, last.key], ['passkey', toHex(clerk.key.id).slice(0, 16)])
    for (const line of node.lines)
      for (const secret of [cookie.split('=')[1]!, 'sample browser', '127.0.0.1:'])
        assert.ok(!line.includes(secret), line)
    const metrics = await (await fetch(`${node.opsUrl}/metrics`)).text()
    assert.match(metrics, /gongshi_sign_ins_total\{method="passkey",outcome="ok"\} \d+/)
    assert.match(metrics, /gongshi_sign_ins_total\{method="passkey",outcome="sign-in-refused"\} \d+/)
    assert.match(metrics, /gongshi_sessions \d+/)
  })
})
