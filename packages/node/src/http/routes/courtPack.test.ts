import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sha256, toHex } from '@gongshi/protocol'
import { unzipSync } from 'fflate'
import { commit, publish } from '../../../test/acts.ts'
import { refusal } from '../../../test/ask.ts'
import { type Sample, startSample } from '../../../test/sampleNode.ts'

let node: Sample
let index: number
before(async () => {
  node = await startSample()
  index = (await commit(node.url, await publish())).index
})
after(() => node.end())

const at = (path: string) => `${node.url}/api/v1/court-pack.${path}`

describe('a court pack from the node', () => {
  test('is the archive, each file as its sums say; its document is there alone, in either language', async () => {
    const zipped = await fetch(at(`zip?entry=${index}`))
    assert.equal(zipped.status, 200)
    const files = unzipSync(new Uint8Array(await zipped.arrayBuffer()))
    const sums = Buffer.from(files.SHA256SUMS!).toString().trim().split('\n')
    for (const line of sums) {
      const [sum, name] = line.split('  ')
      assert.equal(toHex(sha256(files[name!]!)), sum, name)
    }
    assert.ok([`evidence/entry-${index}.gse`, 'trust.json', 'gongshi-verify.html'].every((name) => name in files))
    for (const lang of ['zh', 'en']) {
      const answer = await fetch(at(`pdf?entry=${index}&lang=${lang}`))
      assert.equal(answer.headers.get('content-type'), 'application/pdf')
      assert.match(answer.headers.get('content-disposition') ?? '', /^inline/)
      const document = Buffer.from(await answer.arrayBuffer())
      assert.equal(document.subarray(0, 5).toString(), '%PDF-')
      assert.ok(document.includes(`/Lang (${lang === 'zh' ? 'zh' : 'en'}`))
    }
  })

  test('of nothing, of what is not there, and of what is malformed is refused by its code', async () => {
    assert.equal(await refusal(at('zip'), {}), 'court-pack-empty')
    assert.equal(await refusal(at('pdf?lang=zh'), {}), 'court-pack-empty')
    assert.equal(await refusal(at('zip?entry=999999'), {}), 'entry-unknown')
    assert.equal(await refusal(at('zip?row=disclosure/publication/gA'), {}), 'court-pack-row-unknown')
    assert.equal(await refusal(at('zip?row=disclosure/publication/!'), {}), 'request-malformed')
    assert.equal(await refusal(at('pdf?entry=0'), {}), 'request-malformed')
    assert.equal(await refusal(at('pdf?entry=0&lang=fr'), {}), 'request-malformed')
    const many = Array.from({ length: 41 }, (_, entry) => `entry=${entry}`).join('&')
    assert.equal(await refusal(at(`zip?${many}`), {}), 'request-malformed')
  })
})
