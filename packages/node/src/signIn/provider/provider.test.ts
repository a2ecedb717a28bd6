import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import type { SoftPasskey } from '@gongshi/testkit'
import { problemOf } from '../../../test/ask.ts'
import { type Lie, type LyingProvider, startLyingProvider } from '../../../test/lyingProvider.ts'
import {
  clientId,
  clientSecret,
  closed,
  consent,
  listening,
  type SampleProvider,
  startProvider,
} from '../../../test/openIdProvider.ts'
import { freshFolder, type Sample, startSample } from '../../../test/sampleNode.ts'
import {
  cookieIn,
  fromPage,
  passkeyOf,
  portal,
  registerPasskey,
  revokeKey,
  sendForm,
  signInBy,
} from '../../../test/signIn.ts'
import { NodeError } from '../../errors.ts'
import { Provider } from './provider.ts'

let honest: SampleProvider
let liar: LyingProvider
let node: Sample
let clerk: SoftPasskey
const folder = freshFolder()
const secretFile = join(folder, 'client-secret')
const clerkKey = toHex(passkeyOf('clerk').key.id)

function providerConfig(name: string, issuer: string) {
  const title = { zh: `云川统一认证（${name}）`, en: `Yunchuan login (${name})` }
  return { name, title, issuer, clientId, clientSecretFile: secretFile, subjects: { zhang: clerkKey } }
}

before(async () => {
  writeFileSync(secretFile, `${clientSecret}\n`)
  honest = await startProvider(() => [`${portal}/sign-in/callback/honest`])
  liar = await startLyingProvider()
  const dead = createServer()
  const deadIssuer = await listening(dead)
  await closed(dead)
  const providers = [
    providerConfig('honest', honest.issuer),
    providerConfig('liar', liar.issuer),
    providerConfig('dead', deadIssuer),
  ]
  const rates = { signInsPerMinute: 10_000, attemptsPerMinute: 10_000 }
  const config = { http: { port: 0, publicUrl: portal }, signIn: { providers, ...rates } }
  node = await startSample({ portals: [portal], config })
  clerk = await registerPasskey(node.url, 'clerk')
})
after(async () => {
  await node.end()
  await liar.close()
  await honest.close()
  rmSync(folder, { recursive: true, force: true })
})

const isIn = async (cookie: string) =>
  (await fromPage(node.url, '/en/workspace', { headers: { cookie } })).status === 200

type Begun = { readonly url: URL; readonly cookie: string }

/** Begins at the door; what the browser then holds and where it is sent. */
async function begin(name: string, path = `/en/sign-in/${name}`, headers: Record<string, string> = {}): Promise<Begun> {
  const answer = await fromPage(node.url, path, { headers })
  if (answer.status !== 303) throw new Error(await answer.text())
  return { url: new URL(answer.headers.get('location')!), cookie: cookieIn(answer) }
}

/** Comes back with an answer; another site led here, so nothing says that a page of this site asks. */
function comeBack(name: string, query: string, cookie: string): Promise<Response> {
  const headers = { cookie, origin: '', 'sec-fetch-site': 'cross-site' }
  return fromPage(node.url, `/sign-in/callback/${name}?${query}`, { headers })
}

const sessionIn = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .find((cookie) => /^gongshi-session=[^;]/.test(cookie))
    ?.split(';', 1)[0]

async function refusedBy(answer: Response): Promise<string> {
  assert.equal(sessionIn(answer), undefined, 'nobody is let in')
  return (await problemOf(answer)).code
}

describe('through the real provider', () => {
  test('the configured subject comes in as the officer; the session is the same as any', async () => {
    const { url, cookie } = await begin('honest', '/en/sign-in/honest?next=/en/workspace/activity')
    assert.equal(url.origin, honest.issuer)
    for (const name of ['state', 'nonce', 'code_challenge'])
      assert.ok((url.searchParams.get(name)?.length ?? 0) >= 43, name)
    assert.equal(url.searchParams.get('code_challenge_method'), 'S256')
    const back = new URL(await consent(url.href, 'zhang'))
    assert.equal(back.origin, portal)
    const answer = await comeBack('honest', back.search.slice(1), cookie)
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/en/workspace/activity'])
    const session = sessionIn(answer)!
    assert.match(answer.headers.getSetCookie().join('\n'), /gongshi-session=[\w-]{43};.*SameSite=Lax/)
    assert.ok(await isIn(session))
    // What weighs still asks for the passkey.
    const bind = await fromPage(node.url, '/en/workspace/bind/honest', { headers: { cookie: session } })
    assert.match(bind.headers.get('location') ?? '', /step-up/)
    // The answer is good once: the code is spent, whatever the browser kept.
    assert.equal(await refusedBy(await comeBack('honest', back.search.slice(1), cookie)), 'provider-refused')
    await revokedIsOut()
  })

  async function revokedIsOut() {
    const passkey = await registerPasskey(node.url, 'passing', 'keeper2')
    const bound = await bindBy(passkey, 'passing')
    assert.ok(await isIn(bound))
    await revokeKey(node.url, passkey.key.id)
    assert.equal(await isIn(bound), false)
    const { url, cookie } = await begin('honest')
    const back = new URL(await consent(url.href, 'passing'))
    assert.equal(await refusedBy(await comeBack('honest', back.search.slice(1), cookie)), 'sign-in-refused')
  }

  /** Binds an account by a fresh signature, and comes in by it; the session. */
  async function bindBy(passkey: SoftPasskey, name: string): Promise<string> {
    const session = await signInBy(node.url, passkey)
    const begun = await begin('honest', '/en/workspace/bind/honest', { cookie: session })
    const back = new URL(await consent(begun.url.href, name))
    const bound = await comeBack('honest', back.search.slice(1), `${begun.cookie}; ${session}`)
    assert.deepEqual([bound.status, bound.headers.get('location')], [303, '/en/workspace/sessions'])
    const again = await begin('honest')
    const answer = new URL(await consent(again.url.href, name))
    const entered = await comeBack('honest', answer.search.slice(1), again.cookie)
    return sessionIn(entered)!
  }

  test('an account that is bound to nobody stays out; bound by a fresh signature it comes in, released it does not', async () => {
    const { url, cookie } = await begin('honest')
    const back = new URL(await consent(url.href, 'li'))
    assert.equal(await refusedBy(await comeBack('honest', back.search.slice(1), cookie)), 'subject-unbound')
    const session = await bindBy(clerk, 'li')
    const page = await (await fromPage(node.url, '/zh/workspace/sessions', { headers: { cookie: session } })).text()
    assert.ok(page.includes('解除与云川统一认证（honest）账号的绑定'))
    for (const file of ['sessions.sqlite', 'sessions.sqlite-wal'])
      assert.ok(!/"?li"?\]|zhang/.test(readFileSync(`${node.data}/${file}`, 'latin1')), 'no subject is kept')
    await sendForm(node.url, '/zh/workspace/release', { provider: 'honest' }, { cookie: session })
    const again = await begin('honest')
    const answer = new URL(await consent(again.url.href, 'li'))
    assert.equal(await refusedBy(await comeBack('honest', answer.search.slice(1), again.cookie)), 'subject-unbound')
  })

  test('an answer in another browser, with another state, for another provider, or to a binding of somebody else is none', async () => {
    const { url, cookie } = await begin('honest')
    const back = new URL(await consent(url.href, 'zhang')).search.slice(1)
    assert.equal(await refusedBy(await comeBack('honest', back, '')), 'provider-flow-unknown')
    assert.equal(await refusedBy(await comeBack('honest', back, `${cookie.slice(0, -4)}AAAA`)), 'provider-flow-unknown')
    const other = await begin('honest')
    assert.equal(await refusedBy(await comeBack('honest', back, other.cookie)), 'provider-mistrusted')
    assert.equal(await refusedBy(await comeBack('liar', back, cookie)), 'provider-flow-unknown')
    const [mine, yours] = [await signInBy(node.url, clerk), await signInBy(node.url, clerk)]
    const binding = await begin('honest', '/en/workspace/bind/honest', { cookie: mine })
    const bound = await comeBack('honest', back, `${binding.cookie}; ${yours}`)
    assert.equal(await refusedBy(bound), 'provider-flow-unknown')
    const foreign = { cookie: mine, 'sec-fetch-site': 'cross-site' }
    const led = await fromPage(node.url, '/en/workspace/bind/honest', { headers: foreign })
    assert.equal((await problemOf(led, 'en')).code, 'origin-refused')
  })

  test('who says no there stays out; who is unknown here, or down, is said so', async () => {
    const { url, cookie } = await begin('honest')
    const denied = new URLSearchParams({
      error: 'access_denied',
      state: url.searchParams.get('state')!,
      iss: honest.issuer,
    })
    assert.equal(await refusedBy(await comeBack('honest', denied.toString(), cookie)), 'provider-refused')
    const code = async (path: string) => (await problemOf(await fromPage(node.url, path), 'en')).code
    assert.equal(await code('/en/sign-in/nobody'), 'provider-unknown')
    const down = await fromPage(node.url, '/en/sign-in/dead')
    assert.equal(down.headers.get('retry-after'), '30')
    assert.equal((await problemOf(down, 'en')).code, 'provider-unavailable')
  })
})

describe('a provider that lies', () => {
  const past = Math.floor(Date.now() / 1000) - 3600
  const lies: readonly [string, string, Lie, Record<string, string>?][] = [
    ['another issuer in the token', 'provider-mistrusted', { claims: { iss: 'https://evil.example' } }],
    ['another audience', 'provider-mistrusted', { claims: { aud: 'other' } }],
    ['an audience beside us', 'provider-mistrusted', { claims: { aud: [clientId, 'other'], azp: clientId } }],
    ['another nonce', 'provider-mistrusted', { claims: { nonce: 'x'.repeat(43) } }],
    ['no nonce', 'provider-mistrusted', { claims: { nonce: undefined } }],
    ['an expired token', 'provider-mistrusted', { claims: { exp: past, iat: past - 60 } }],
    ['a token without an end', 'provider-mistrusted', { claims: { exp: undefined } }],
    ['no subject', 'provider-mistrusted', { claims: { sub: undefined } }],
    ['an empty subject', 'provider-mistrusted', { claims: { sub: '' } }],
    ['algorithm none', 'provider-mistrusted', { header: { alg: 'none' }, unsigned: true }],
    ['a symmetric algorithm', 'provider-mistrusted', { header: { alg: 'HS256' } }],
    ['another’s signature', 'provider-mistrusted', { foreignKey: true }],
    ['an unknown key', 'provider-mistrusted', { header: { kid: 'other' } }],
    ['no token at all', 'provider-mistrusted', { withoutToken: true }],
    ['the name of another in its answer (mix-up)', 'provider-mistrusted', {}, { iss: 'https://evil.example' }],
    ['no name in its answer', 'provider-mistrusted', {}, { iss: '' }],
    ['an error from the token endpoint', 'provider-refused', { token: failing(400, { error: 'invalid_grant' }) }],
    ['a broken token endpoint', 'provider-unavailable', { token: failing(500, {}) }],
    ['a token endpoint that hangs up', 'provider-unavailable', { token: (response) => void response.destroy() }],
    ['a redirect of the token endpoint', 'provider-mistrusted', { token: failing(302, {}) }],
    ['an endless answer', 'provider-mistrusted', { token: failing(200, { id_token: 'x'.repeat(300_000) }) }],
  ]
  for (const [what, code, lie, answer = {}] of lies)
    test(`${what} lets nobody in: ${code}`, async () => {
      liar.lie = {}
      const { url, cookie } = await begin('liar')
      liar.lie = lie
      liar.nonce = url.searchParams.get('nonce')!
      const given = { code: 'c', state: url.searchParams.get('state')!, iss: liar.issuer, ...answer }
      const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''))
      assert.equal(await refusedBy(await comeBack('liar', query.toString(), cookie)), code)
    })

  test('told the truth, it is believed: so each refusal above is the lie’s', async () => {
    liar.lie = {}
    const { url, cookie } = await begin('liar')
    liar.nonce = url.searchParams.get('nonce')!
    const query = new URLSearchParams({ code: 'c', state: url.searchParams.get('state')!, iss: liar.issuer })
    const answer = await comeBack('liar', query.toString(), cookie)
    assert.ok(await isIn(sessionIn(answer)!))
  })

  function failing(status: number, body: object): NonNullable<Lie['token']> {
    return (response) =>
      response
        .writeHead(status, { 'content-type': 'application/json', location: 'https://evil.example' })
        .end(JSON.stringify(body))
  }
})

describe('metadata that lie, or come too late', () => {
  const discoveries: readonly [string, string, Lie][] = [
    ['under another issuer', 'provider-mistrusted', { metadata: { issuer: 'https://evil.example' } }],
    ['that are no JSON', 'provider-mistrusted', { discovery: (response) => void response.end('<html>') }],
    ['that never come', 'provider-unavailable', { discovery: () => undefined }],
  ]
  for (const [what, code, lie] of discoveries)
    test(`${what} send nobody anywhere: ${code}`, async () => {
      const fresh = await startLyingProvider()
      const provider = new Provider(providerConfig('fresh', fresh.issuer), clientSecret, portal, Date.now)
      fresh.lie = lie
      try {
        await assert.rejects(provider.begin(), (error) => error instanceof NodeError && error.code === code)
      } finally {
        await fresh.close()
      }
    })
})

describe('a configuration of providers', () => {
  const one = providerConfig('one', 'https://login.example')
  const refusals: readonly [string, string, readonly object[], string?][] = [
    ['with a name twice', 'provider-name-repeated', [one, one], portal],
    ['without this site’s address', 'provider-address-missing', [one]],
    ['with an address that anybody on the way may read', 'provider-address-missing', [one], 'http://portal.example'],
    ['without its secret', 'provider-secret-unreadable', [{ ...one, clientSecretFile: `${folder}/none` }], portal],
    [
      'whose issuer anybody on the way may play',
      'config-invalid',
      [{ ...one, issuer: 'http://login.example' }],
      portal,
    ],
    ['that binds a subject to no key', 'config-invalid', [{ ...one, subjects: { zhang: 'short' } }], portal],
  ]
  for (const [what, code, providers, publicUrl] of refusals)
    test(`${what} refuses to start: ${code}`, async () => {
      const http = { port: 0, ...(publicUrl === undefined ? {} : { publicUrl }) }
      const config = { http, signIn: { providers } }
      const started = startSample({ config }).then((running) => running.end())
      await assert.rejects(started, (error) => error instanceof NodeError && error.code === code)
    })
})
