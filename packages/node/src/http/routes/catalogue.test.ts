import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import jsonld from 'jsonld'
import { commit, publish } from '../../../test/acts.ts'
import { type Sample, startSample } from '../../../test/sampleNode.ts'

const licence = { url: 'https://example.org/terms', zh: '使用条款', en: 'Terms' }
const dcat = 'http://www.w3.org/ns/dcat#'
const dct = 'http://purl.org/dc/terms/'
type Node = { readonly [member: string]: readonly { readonly [member: string]: string }[] } & { readonly '@id': string }

let node: Sample
before(async () => {
  node = await startSample({ config: { licence } })
  assert.equal((await commit(node.url, await publish())).outcome, 'ok')
  for (let tries = 0; (await fetch(`${node.url}/log/checkpoint`)).status !== 200 && tries < 100; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
})
after(() => node.end())

/** The catalogue as a reader of JSON-LD understands it: every subject with what is said of it. */
async function graph(): Promise<Map<string, Node>> {
  const response = await fetch(`${node.url}/data/catalogue.jsonld`)
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type')?.split(';')[0], 'application/ld+json')
  const flat = (await jsonld.flatten((await response.json()) as object)) as unknown as Node[]
  return new Map(flat.map((each) => [each['@id'], each]))
}

describe('the catalogue of open data', () => {
  test('is DCAT as any reader of JSON-LD has it: datasets with titles in both languages, licence, publisher and time', async () => {
    const all = await graph()
    const catalogue = all.get(`${node.url}/data/catalogue.jsonld`)!
    assert.deepEqual(catalogue['@type'] as unknown, [`${dcat}Catalog`])
    const datasets = catalogue[`${dcat}dataset`]!.map((each) => all.get(each['@id']!)!)
    assert.ok(datasets.length > 30)
    for (const one of [catalogue, ...datasets]) {
      assert.deepEqual(
        one[`${dct}title`]!.map((title) => title['@language']),
        ['zh-hans', 'en'],
      )
      assert.equal(one[`${dct}license`]![0]!['@id'], licence.url)
      assert.equal(one[`${dct}publisher`]![0]!['@id'], `${node.url}/`)
      const { '@value': modified, '@type': type } = one[`${dct}modified`]![0]!
      assert.equal(type, 'http://www.w3.org/2001/XMLSchema#dateTime')
      assert.equal(new Date(modified!).toISOString(), modified)
    }
    assert.equal(new Set(datasets.map((one) => one[`${dct}identifier`]![0]!['@value'])).size, datasets.length)
  })

  test('leads to addresses that answer, of the media type and size that it says', async () => {
    const all = await graph()
    const distributions = [...all.values()].filter((each) =>
      (each['@type'] as unknown as string[])?.includes(`${dcat}Distribution`),
    )
    assert.ok(distributions.length > 40)
    for (const one of distributions) {
      const address = one[`${dcat}accessURL`]![0]!['@id']!
      const said = one[`${dcat}mediaType`]![0]!['@id']!
      if (said.endsWith('/text/event-stream')) continue // it never ends
      const response = await fetch(address)
      assert.equal(response.status, 200, address)
      const type = response.headers.get('content-type')!.split(';')[0]!
      assert.ok(said.endsWith(`/${type}`), `${address} is ${type}, not ${said}`)
      const size = one[`${dcat}byteSize`]?.[0]?.['@value']
      const { byteLength } = await response.arrayBuffer()
      if (size !== undefined && !address.endsWith('/log/checkpoint')) assert.equal(byteLength, Number(size), address)
    }
  })

  test('is linked from the page, which names the licence', async () => {
    const page = await (await fetch(`${node.url}/en/data`)).text()
    assert.match(page, /rel="license" href="https:\/\/example.org\/terms">Terms</)
    assert.ok(page.includes('href="/data/catalogue.jsonld"'))
  })
})
