import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { commit, publication, publish, waitFor } from '../../test/acts.ts'
import { type Asker, askers, type Row, routeMatrix } from '../../test/routeMatrix.ts'
import { neighbour, neighbourNumber, officerNumber, type Sample, startSample } from '../../test/sampleNode.ts'
import {
  administer,
  announcePasskey,
  fromPage,
  passkeyOf,
  portal,
  registerPasskey,
  revokeKey,
  signInBy,
} from '../../test/signIn.ts'

let node: Sample
const cookies: { [Who in Asker]: string } = { anonymous: '', officer: '', neighbour: '', revoked: '', otherSite: '' }

before(async () => {
  const signIn = { attemptsPerMinute: 10_000, signInsPerMinute: 10_000 }
  node = await startSample({ portals: [portal], neighbours: true, config: { signIn } })
  cookies.officer = await signInBy(node.url, await registerPasskey(node.url, 'clerk'))
  cookies.otherSite = await signInBy(node.url, passkeyOf('clerk'))
  const other = await announcePasskey(node.url, 'neighbour', neighbourNumber, neighbour)
  await waitFor('the announced key', async () => {
    cookies.neighbour = await signInBy(node.url, other).catch(() => '')
    return cookies.neighbour !== ''
  })
  const lost = await registerPasskey(node.url, 'lost', 'keeper')
  cookies.revoked = await signInBy(node.url, lost)
  await revokeKey(node.url, lost.key.id)
  await waitFor('evidence of the first entry', async () => (await fetch(`${node.url}/log/proof/0`)).status === 200)
})
after(() => node.end())

/** As the table names routes: one row for both languages, one for all assets. */
const nameOf = ({ method, url }: { method: string; url: string }) =>
  `${method} ${url.replace(/^\/(zh|en)(?=\/)/, '/LANG').replace(/^\/assets\/.*/, '/assets/*')}`

const addressOf = (route: string, { at }: Row, lang: 'zh' | 'en') => (at ?? route.split(' ')[1]!).replace('LANG', lang)

async function ask(who: Asker, method: string, path: string, { body, type }: Pick<Row, 'body' | 'type'>) {
  const site = who === 'otherSite' ? { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } : {}
  const headers = { ...site, cookie: cookies[who], ...(type === undefined ? {} : { 'content-type': type }) }
  return fromPage(node.url, path, { method, headers, ...(body === undefined ? {} : { body }) })
}

const statusOf = (answer: Response) =>
  /^\/(zh|en)\/sign-in\?next=/.test(answer.headers.get('location') ?? '') ? 'door' : answer.status

describe('who gets what answer where', () => {
  test('the table has a row for every route, and no other', () => {
    const registered = node.routes.filter(({ method }) => method !== 'HEAD').map(nameOf)
    assert.deepEqual(Object.keys(routeMatrix).toSorted(), [...new Set(registered)].toSorted())
  })

  for (const [route, row] of Object.entries(routeMatrix))
    test(route, async () => {
      const [method = ''] = route.split(' ')
      for (const lang of ['zh', 'en'] as const)
        for (const who of askers) {
          const path = addressOf(route, row, lang)
          const answer = await ask(who, method, path, row)
          const text = await answer.text()
          assert.equal(statusOf(answer), row.answers[who], `${who} ${path}: ${text.slice(0, 300)}`)
          if (method !== 'GET') continue
          const head = await ask(who, 'HEAD', path, row)
          assert.equal(statusOf(head), row.answers[who], `HEAD ${who} ${path}`)
        }
    })

  test('a visitor is told nothing by the answer of what there is behind the door', async () => {
    for (const [there, notThere] of [
      ['/en/workspace/act/disclosure', '/en/workspace/act/nothing'],
      ['/en/workspace/bind/nobody', '/en/workspace/bind/somebody'],
    ] as const) {
      const answers = await Promise.all(
        [there, notThere].map(async (path) => {
          const answer = await ask('anonymous', 'GET', path, {})
          return [
            answer.status,
            await answer.text(),
            answer.headers.get('location')?.replace(encodeURIComponent(path), ''),
          ]
        }),
      )
      assert.deepEqual(answers[0], answers[1])
    }
  })

  test('the operator’s port answers nothing of the portal’s, and the portal’s nothing of it', async () => {
    for (const [route, row] of Object.entries(routeMatrix)) {
      const [method = ''] = route.split(' ')
      const body = row.body === undefined ? {} : { body: row.body, headers: { 'content-type': 'text/plain' } }
      const answer = await fetch(`${node.opsUrl}${addressOf(route, row, 'en')}`, {
        method,
        redirect: 'manual',
        ...body,
      })
      assert.equal(answer.status, 404, route)
    }
    for (const path of ['/livez', '/readyz', '/version', '/metrics', '/views', '/webhooks'])
      for (const who of askers) assert.equal((await ask(who, 'GET', path, {})).status, 404, path)
    for (const path of ['/views/rebuild', '/webhooks/x/replay?from=0'])
      for (const who of askers) assert.equal((await ask(who, 'POST', path, {})).status, 404, path)
  })
})

describe('an officer of one organ writes nothing in another’s name', () => {
  test('publishes for it nothing, and registers no key of its officers', async () => {
    const committed = await commit(node.url, await publish({ signers: [neighbour] }))
    assert.equal(committed.outcome, 'signer-organ')
    const own = await commit(
      node.url,
      await publish({ signers: [neighbour] }, { organ: { scheme: 'x-sample', id: 'harbour-office' } }),
    )
    assert.equal(own.outcome, 'ok', 'in the name of its own organ it may')
    await assert.rejects(announcePasskey(node.url, 'foreign', officerNumber('clerk'), neighbour), /signer-/)
    const office = { officer: [officerNumber('clerk')] }
    await assert.rejects(administer(node.url, 'discharge', office, neighbour), /signer-/)
  })

  test('and is told so before: rule by rule, with the key of either', async () => {
    const explained = async (key: string, organ: string) => {
      const input = JSON.parse(
        JSON.stringify(publication({ organ: { scheme: 'x-sample', id: organ } }), (_name, value: unknown) =>
          value instanceof Object && '0' in value
            ? Buffer.from(Object.values(value) as number[]).toString('hex')
            : value,
        ),
      )
      const answer = await fetch(`${node.url}/api/v1/affairs/disclosure/actions/publish/explain`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key, input }),
      })
      return ((await answer.json()) as { may: boolean }).may
    }
    const [clerk, other] = [passkeyOf('clerk'), passkeyOf('neighbour')].map(({ key }) =>
      Buffer.from(key.id).toString('hex'),
    )
    assert.deepEqual(
      [
        await explained(clerk!, 'city-office'),
        await explained(clerk!, 'harbour-office'),
        await explained(other!, 'city-office'),
        await explained(other!, 'harbour-office'),
      ],
      [true, false, false, true],
    )
  })
})
