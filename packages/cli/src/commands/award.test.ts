import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { encodeStates, parseEvidence, parseStates } from '@gongshi/protocol'
import { assessTender } from '../../test/assessedTender.ts'
import { startTender, type TenderInTest } from '../../test/tenderInTest.ts'

let tender: TenderInTest
before(async () => {
  tender = await startTender()
  await tender.good('trust', tender.url, '-o', tender.at('trust.json'))
  await assessTender(tender)
})
after(() => tender?.end())

const at = (name: string) => tender.at(name)
const trusted = () => ['--trust', at('trust.json')]
const recompute = (name: string, ...more: string[]) =>
  tender.gongshi('award', 'recompute', at(name), ...trusted(), ...more)
/** The file, changed. */
function forge(name: string, change: (bytes: Uint8Array) => Uint8Array): string {
  writeFileSync(at(name), change(new Uint8Array(readFileSync(at('lot-1.gse')))))
  return name
}
/** Without some of its values. */
const drop = (name: string, isDropped: (table: string, isThere: boolean) => boolean) =>
  forge(name, (bytes) => {
    const { first, rest } = parseStates(bytes)
    return encodeStates({ first, rest: rest.filter(({ table, value }) => !isDropped(table, value !== null)) })
  })

describe('an award', () => {
  test('is gathered with its proofs, and recomputed by a stranger without the node', async () => {
    const gathered = await tender.good('award', 'gather', tender.row, '1', at('lot-1.gse'), ...trusted())
    assert.match(gathered, /All of it is as the ledger says/)
    const { code, out } = await recompute('lot-1.gse')
    assert.equal(code, 0, out)
    assert.match(out, /✓ Nothing is left out/)
    assert.match(out, /4000 × 700000 ÷ 720000/)
    assert.match(out, /35000\/9 ≈ 3888\.8888/)
    assert.match(out, /6000 × \(90\) ÷ \(100 × 1\)/)
    assert.match(out, /x-sample:bidder-0 +CNY 7000\.00/)
    assert.equal(out, gathered)
    const zh = await recompute('lot-1.gse', '--lang', 'zh')
    assert.match(zh.out, /全部与账本一致/)
    assert.match(zh.out, /抽取评审专家/)
    const json = JSON.parse((await recompute('lot-1.gse', '--json')).out) as {
      readonly agrees: boolean
      readonly steps: readonly { readonly name: string; readonly agrees: boolean }[]
    }
    assert.equal(json.agrees, true)
    assert.equal(json.steps.length, 8)
    const verified = await tender.good('verify', at('lot-1.gse'), ...trusted())
    assert.match(
      verified,
      /procurement entity\/sheet +\d+\n[\s\S]*At one moment \d+ values held, and \d+ were not there/,
    )
    const values = JSON.parse(await tender.good('verify', at('lot-1.gse'), '--json', ...trusted())) as object
    assert.equal('values' in values, true)
  })

  test('stands on the procedure’s page by its parts, and in a file whose fractions give the total', async () => {
    const [page, file] = [`en/procurement/${tender.row}`, `procurement/${tender.row}/lots/1/scores.csv`].map(
      async (path) => (await fetch(`${tender.url}/${path}`)).text(),
    )
    assert.match((await page)!, /id="chart-scores-1-title"[\s\S]*35000\/9/)
    const [head, ...lines] = (await file)!.trim().split('\r\n')
    const columns = head!.split(',')
    const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [columns[place]!, cell])))
    const of = (bidder: string) => rows.filter((row) => row.bidder === bidder)
    assert.deepEqual(
      of('x-sample/bidder-0').map(({ rank, numerator, denominator }) => [rank, numerator, denominator]),
      [
        ['1', '4000', '1'],
        ['1', '5400', '1'],
      ],
    )
    for (const { bidder } of rows) {
      const parts = of(bidder!).map(({ numerator, denominator }) => Number(numerator) / Number(denominator))
      const { totalNumerator, totalDenominator } = of(bidder!)[0]!
      const total = Number(totalNumerator) / Number(totalDenominator)
      assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - total) < 1e-9, bidder)
    }
    const none = await fetch(`${tender.url}/procurement/${tender.row}/lots/2/scores.csv`)
    assert.equal(none.status, 404)
  })

  test('is not believed where a sheet, an offer, or the proof that there is none was taken out', async () => {
    const cases: readonly (readonly [string, (table: string, isThere: boolean) => boolean])[] = [
      ['sheet', (table, isThere) => table === 'entity/sheet' && isThere],
      ['offer', (table, isThere) => table === 'entity/offer' && isThere],
      ['none', (table, isThere) => table === 'entity/offer' && !isThere],
      ['opening', (table) => table === 'entity/opening'],
    ]
    for (const [name, isDropped] of cases) {
      const { code, out } = await recompute(drop(`${name}.gse`, isDropped))
      assert.equal(code, 1, name)
      assert.match(out, /✗ Nothing is left out/)
      assert.match(out, /Something is not what the ledger says/)
    }
    const missing = await recompute(drop('procedure.gse', (table) => table === 'entity/procedure'))
    assert.match(missing.err, /client-award-missing/)
  })

  test('is refused with any byte changed', async () => {
    const file = readFileSync(at('lot-1.gse'))
    const { length } = file
    // The file has a checkpoint where there was one for just this head: signed under a name that the root does not know, it adds nothing.
    const note = parseEvidence(parseStates(file).first).checkpoint ?? ''
    const [from, to] = [file.indexOf(note), file.indexOf(note) + note.length]
    for (let place = 0; place < length; place += Math.floor(length / 25)) {
      if (place >= from && place < to) continue
      const name = forge('changed.gse', (bytes) => {
        bytes[place]! ^= 1
        return bytes
      })
      const { code, err } = await recompute(name)
      assert.ok(code !== 0, `byte ${place}`)
      assert.match(err, /\[(evidence|client-award)-[a-z-]+\]/, `byte ${place}`)
    }
    assert.match((await recompute(forge('cut.gse', (bytes) => bytes.subarray(0, 9_000)))).err, /evidence-malformed/)
  })

  test('of a lot that is not there, of another procedure, or under another root is refused', async () => {
    const gather = (row: string, lot: string) =>
      tender.gongshi('award', 'gather', row, lot, at('never.gse'), ...trusted())
    assert.match((await gather(tender.row, '2')).err, /client-award-missing/)
    assert.match((await gather('gA', '1')).err, /client-award-missing|request-malformed/)
    assert.match((await gather(tender.row, '21')).err, /cli-value-invalid/)
    assert.match((await tender.gongshi('award', 'recompute', at('lot-1.gse'))).err, /cli-argument-missing/)
    const values = (name: string) => parseStates(new Uint8Array(readFileSync(at(name))))
    const { first, rest } = values('lot-1.gse')
    writeFileSync(at('twice.gse'), encodeStates({ first, rest: [...rest, rest[5]!] }))
    assert.match((await recompute('twice.gse')).err, /client-award-unrelated/)
  })
})

test('questions about records are asked by the thresholds that the ledger proves, each with its clause', async () => {
  const page = readFileSync(new URL('../../../../docs/red-flags.md', import.meta.url), 'utf8')
  writeFileSync(at('records.json'), /<!-- input -->\n```\w+\n([\s\S]*?)```/.exec(page)![1]!)
  const asked = async (...more: string[]) =>
    JSON.parse((await tender.gongshi('flags', at('records.json'), '--json', ...more)).out) as {
      readonly flags: readonly { readonly indicator: string; readonly source: string | null }[]
    }
  const sourced = (await asked(...trusted())).flags.filter(({ source }) => source !== null)
  assert.ok(sourced.length > 0)
  for (const { source } of sourced) assert.match(source!, /^government-procurement\/(35|59)$/)
  const usual = (await asked()).flags.flatMap(({ source }) => source ?? [])
  assert.deepEqual(new Set(usual), new Set(['Gongshi']), 'without a ledger no clause is named')
})
