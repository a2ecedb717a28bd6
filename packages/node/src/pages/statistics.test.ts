import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { act, atRest, commit, publication, publish } from '../../test/acts.ts'
import { officers, organ, type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
  for (let round = 0; round < 3; round++) await commit(node.url, await publish())
  const input = publication()
  for (let round = 0; round < 2; round++)
    await commit(node.url, await act('disclosure', 'publish', input, officers.clerk))
  await atRest(node.url)
})
after(() => node.end())

const read = async (path: string) => (await fetch(`${node.url}${path}`)).text()
const rowsOf = async (file: string) => JSON.parse(await read(`/statistics/${file}.json`)) as Record<string, unknown>[]

describe('what acts come to', () => {
  test('each act counts once, by its day, its affair and its action, and a refusal as such', async () => {
    const days = await rowsOf('days')
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const own = days.filter(({ affair }) => affair === 'disclosure')
    assert.deepEqual(
      own.map(({ done, refused }) => [done, refused]),
      [[4, 1]],
    )
    assert.ok(Math.abs(Date.parse(String(own[0]!.day)) - Date.parse(today)) <= 86_400_000)
    const actions = (await rowsOf('affairs')).filter(({ affair }) => affair === 'disclosure')
    assert.deepEqual(actions, [{ affair: 'disclosure', action: 'publish', done: 4, refused: 1 }])
  })

  test('an organ has those that its keys signed, carried out', async () => {
    const organs = (await rowsOf('organs')).filter(({ affair }) => affair === 'disclosure')
    assert.deepEqual(organs, [{ organ: `${organ.scheme}/${organ.id}`, affair: 'disclosure', done: 4 }])
  })

  test('the page says the same, with how far it has come, and the file is a table too', async () => {
    const html = await read('/en/statistics')
    assert.match(html, /Counted up to entry \d+ of \d+, block \d+/)
    assert.match(
      html,
      /href="\/en\/affairs\/disclosure">[^<]+<\/a><\/div><\/td><td[^>]*><div>4<\/div><\/td><td[^>]*><div>1<\/div>/,
    )
    assert.match(
      await read('/statistics/affairs.csv'),
      /^affair,action,done,refused\r\n[\s\S]*disclosure,publish,4,1\r\n/,
    )
    for (const bad of ['nothing.csv', 'days', 'days.xml'])
      assert.equal((await fetch(`${node.url}/statistics/${bad}`)).status, 400, bad)
  })
})

describe('open data', () => {
  test('every address on the page is there', async () => {
    const html = await read('/en/data')
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main'))
    const addresses = [...main.matchAll(/href="(\/[^"#]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
    assert.ok(addresses.length > 20)
    for (const address of addresses.filter((each) => each !== '/api/v1/events')) {
      const answer = await fetch(`${node.url}${address}`, { method: 'HEAD' })
      assert.equal(answer.status, 200, address)
    }
  })

  test('a register is explained field by field as its declaration has it, and can be taken along', async () => {
    const html = await read('/zh/data/disclosure')
    assert.match(html, /<code>identifier<\/code>/)
    const csv = /href="(\/api\/v1\/affairs\/disclosure\/views\/publication\?format=csv[^"]*)"/.exec(html)![1]!
    assert.match(await read(csv.replaceAll('&amp;', '&')), /identifier/)
    assert.equal((await fetch(`${node.url}/zh/data/nothing`)).status, 404)
  })
})
