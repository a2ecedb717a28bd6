import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Json, parseEntries, trustFromJson, verifyEntries } from '@gongshi/protocol'
import { act, atRest, commit, publication, publish } from '../../test/acts.ts'
import { officers, type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
let first = 0
let link = ''
before(async () => {
  node = await startSample()
  first = (await commit(node.url, await act('disclosure', 'publish', publication(), officers.clerk))).index
  for (let round = 0; round < 3; round++) await commit(node.url, await publish())
  await atRest(node.url)
  const { html } = await page(`/en/entries/${first}`)
  link = /href="(\/en\/state\?[^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')
})
after(() => node.end())

const page = async (path: string) => {
  const answer = await fetch(`${node.url}${path}`)
  const html = await answer.text()
  return { status: answer.status, html: html.slice(html.indexOf('<main')) }
}
const linkAt = (height: number | string) => link.replace(/height=\d+/, `height=${height}`)
const heightOf = (address: string) => Number(/height=(\d+)/.exec(address)![1])

describe('the state at a height', () => {
  test('an entry leads to the row as it left it, with its values and the root that the block’s entry says', async () => {
    const { status, html } = await page(link)
    assert.equal(status, 200)
    assert.match(html, /unchanged to this day/)
    assert.match(html, /<code>identifier<\/code>/)
    const block = Number(/said by the block’s entry (\d+)/.exec(html)![1])
    const leaf = (await (await fetch(`${node.url}/api/v1/entries/${block}`)).json()) as { kind: string; height: number }
    assert.deepEqual([leaf.kind, leaf.height], ['block', heightOf(link)])
  })

  test('before it was made it was not there, and the entry that made it is the evidence', async () => {
    const { html } = await page(linkAt(heightOf(link) - 1))
    assert.match(html, /That row was not there then\./)
    assert.ok(html.includes(`/en/entries/${first}"`))
  })

  test('the evidence holds the entry of the revision and the one of the block, each proven', async () => {
    const { html } = await page(link)
    const href = /href="(\/api\/v1\/evidence\/past\/[^"]+)"/.exec(html)![1]!
    const answer = await fetch(`${node.url}${href}`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-disposition')!, /state-at-\d+\.gse/)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const trust = trustFromJson((await (await fetch(`${node.url}/api/v1/trust`)).json()) as Json)
    let verified = 0
    for await (const _ of verifyEntries(bytes, trust, Date.now())) verified++
    assert.equal(verified, 2)
    const proven = parseEntries(bytes).map(({ subject }) => (subject.kind === 'entry' ? subject.index : null))
    assert.equal(proven[0], first)
    assert.equal(proven[1], Number(/said by the block’s entry (\d+)/.exec(html)![1]))
  })

  test('a height that is not here yet is said, and so is a register or a row that there is not', async () => {
    assert.match((await page(linkAt(999_999))).html, /that height is not here yet/)
    assert.match((await page('/zh/state')).html, /某一高度的状态/)
    assert.equal((await page('/en/state?register=disclosure/nothing&key=gA')).status, 404)
    assert.equal((await page('/en/state?register=disclosure/publication&key=!')).status, 400)
    for (const bad of ['-1', 'x', '1.5']) assert.equal((await page(linkAt(bad))).status, 400, bad)
    const { html } = await page('/en/state?register=disclosure/publication&key=gWFh')
    assert.match(html, /was not there then/)
    assert.match(html, /the state as it is now is all that proves it/)
    const none = '/api/v1/evidence/past/disclosure/entity%2Fpublication/gWFh?height=1'
    assert.equal((await page(none)).status, 404)
  })
})
