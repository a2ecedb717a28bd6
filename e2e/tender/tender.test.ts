import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { digestRecord, rowLabel, sealedFields, t, valueFromJson } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, encodeCbor, toHex } from '@gongshi/protocol'
import { type Json, rowKeyText } from '@gongshi/sdk'
import { freshFolder } from '../../packages/cli/test/runInTest.ts'
import { cometProgram, withoutComet } from '../../packages/engine-cometbft/fixtures/program.ts'
import { findWords } from './disks.ts'
import { bidders, experts, fresh, organOf, organText, place, trustees } from './house.ts'
import { clocksCanNotBeSkewed, consortiumLedger, type Ledger, ledgerHere } from './ledgers.ts'
import { hirePurchaser, People } from './people.ts'
import { holdsToTheStandard } from './standard.ts'

const lot: Json = [[['x-sample', 'works'], 'CG-2026-1'], 1]
const procedure: Json = [['x-sample', 'works'], 'CG-2026-1']
const dayMs = 86_400_000
const money = (minor: string) => ({ currency: 'CNY', minor })

const tooLong = process.env.GONGSHI_LONG !== '1' && 'minutes long: with GONGSHI_LONG=1'
const withoutNetwork = tooLong || clocksCanNotBeSkewed || ((await cometProgram()) === null && withoutComet)

/** By pages it is played at every push (browser.test.ts), and each command is tried by the tests of the command line. */
describe('an open tender by commands alone, from the plan to the signed contract', () => {
  test('with one operator', { skip: tooLong }, async () => play(await ledgerHere()))
  test('with a consortium of four', { skip: withoutNetwork }, async () => play(await consortiumLedger()))
})

async function play(ledger: Ledger): Promise<void> {
  after(() => ledger.end())
  const people = new People(ledger, freshFolder())
  await people.good('trust', ledger.url(), '-o', people.at('trust.json'))
  await secondPurchaser(people)
  await prepare(people)
  await makeKey(people)
  await publish(people, ledger)
  for (const bidder of bidders) await bid(people, bidder)
  assertSecret(ledger)
  await ledger.letPass(21)
  await openBids(people)
  await evaluate(people, ledger)
  await ledger.letPass(15)
  await signContract(people)
  await holdsToTheStandard(ledger.url())
  const file = people.at('lot-1.gse')
  await people.good('award', 'gather', row, '1', file, ...trusted(people))
  await ledger.end()
  const said = await people.good('award', 'recompute', file, ...trusted(people), '--json')
  assert.ok(
    (JSON.parse(said) as { steps: { agrees: boolean }[] }).steps.every(({ agrees }) => agrees),
    said,
  )
}

/** What a bidder offers, in its smallest unit, and what it writes: neither is in any register. */
const priceOf = (name: string) => 81_234_567 + bidders.indexOf(name as (typeof bidders)[number]) * 1_111_111
const proposalOf = (name: string) => `synthetic proposal of ${name}, which nobody reads before its time `

/** Before the deadline nothing of any bid lies on an operator's disks: every file of theirs is searched. */
function assertSecret({ disks }: Ledger): void {
  const words = bidders.flatMap((name) => [
    proposalOf(name),
    `${name}.txt`,
    String(priceOf(name)),
    encodeCbor(BigInt(priceOf(name))),
  ])
  assert.deepEqual(findWords(disks, words), [])
  // That the search finds what is there.
  assert.notDeepEqual(findWords(disks, ['学校课桌椅']), [])
}

async function secondPurchaser(people: People): Promise<void> {
  await people.good('keys', 'new', 'deputy', '--unprotected')
  await hirePurchaser(people, JSON.parse(await people.good('keys', 'export', 'deputy', '--point')))
}

/** Plan, lot, criteria, those who judge, and the key to which bids are sealed. */
async function prepare(people: People): Promise<void> {
  const act: People['act'] = (...said) => people.act(...said)
  const plan = {
    buyer: organOf('works'),
    number: 'CG-2026-1',
    agency: organOf('center'),
    division: place,
    category: 'goods',
    plan: '01'.repeat(32),
    estimate: money('100000000'),
    experts: 5,
  }
  await act('plan', plan, 'works')
  const lot = { procedure, number: 1, title: '学校课桌椅', estimate: money('90000000'), ceiling: money('95000000') }
  await act('addLot', lot, 'center')
  const criterion = { procedure, most: 100, least: 0 }
  await act('addCriterion', { ...criterion, number: 1, title: '价格', kind: 'price', weight: 4000 }, 'center')
  await act('addCriterion', { ...criterion, number: 2, title: '质量', kind: 'quality', weight: 6000 }, 'center')
  await act('convene', { procedure, trustees: trustees.map(organOf) }, 'center')
  await act('entrust', { procedure, desk: organOf('desk') }, 'center')
  await people.good('desk', 'issue', row, '--level', '3', '--key', 'desk', ...trusted(people))
  const officers = await people.officerNumbers()
  for (const id of experts) await act('nominate', { procedure, expert: officers.get(id)! }, 'center')
}

const trusted = (people: People) => ['--trust', people.at('trust.json')]
const row = rowKeyText([['x-sample', 'works'], 'CG-2026-1'])

async function makeKey(people: People): Promise<void> {
  const trustee = (step: string, name: string, ...more: string[]) =>
    people.good('trustee', step, row, '--key', name, ...trusted(people), ...more)
  for (const name of trustees) await trustee('enrol', name, '--organ', organText(name))
  await people.act('begin', { procedure, threshold: 2 }, 'center')
  for (const name of trustees) await trustee('contribute', name)
  for (const name of trustees) await trustee('judge', name)
  await people.act('makeKey', { procedure }, 'center')
}

async function publish(people: People, ledger: Ledger): Promise<void> {
  const now = Date.now() + ledger.aheadMs()
  const [askUntil, bidUntil] = [5, 20.5].map((days) => new Date(now + days * dayMs).toISOString())
  await people.act(
    'publish',
    { procedure, notice: '02'.repeat(32), askUntil: askUntil!, bidUntil: bidUntil! },
    'center',
    'deputy',
  )
}

/** The desk signs without seeing what; whoever has asked comes in under a key that nobody has seen. */
async function bid(people: People, name: string): Promise<void> {
  const doing = (step: string, ...more: string[]) =>
    people.good('bid', step, row, ...more, '--as', name, ...trusted(people))
  const own = (end: string) => people.at(`${name}.${end}`)
  const representative = ['--organ', organText(name), '--key', name]
  await doing('request', own('request.cose'), ...representative)
  const signing = [own('request.cose'), own('signed.bin'), '--key', 'desk', ...trusted(people)]
  await people.good('desk', 'sign', row, ...signing)
  await doing('enter', own('signed.bin'))
  await doing('certify', own('certificate.cose'), ...representative)
  const prices = [{ lot: 1, price: money(String(priceOf(name))) }]
  writeFileSync(own('offer.json'), JSON.stringify({ bidder: organOf(name), prices }))
  writeFileSync(own('txt'), proposalOf(name).repeat(5_000))
  await doing('seal', own('offer.json'), own('txt'), '--certificate', own('certificate.cose'))
  await doing('submit')
  await doing('prove', own('gse'))
}

/** One of three trustees has vanished. */
async function openBids(people: People): Promise<void> {
  await people.rows('procedure', ([found]) => found?.status === 'closed')
  for (const name of ['audit', 'justice']) await people.good('trustee', 'give', row, '--key', name, ...trusted(people))
  await people.good('trustee', 'open', row, '--key', 'audit', ...trusted(people))
  await people.act('finishOpening', { procedure }, 'center')
  await people.act('draw', { procedure }, 'center')
}

async function evaluate(people: People, { chainId }: Ledger): Promise<void> {
  const offers = await people.rows('offer', (rows) => rows.length === bidders.length)
  for (const { ref } of offers) await people.act('qualify', { offer: ref }, 'center')
  const seats = await people.rows('seat', (rows) => rows.length === experts.length)
  const seated = seats.filter(({ fields }) => Number(fields.order) <= 5)
  const sheets = []
  for (const [at, { ref: seat, fields }] of seated.entries()) {
    const expert = (fields.organ as { readonly id: string }).id
    const points = offers.map(({ fields: { bid } }, of) => ({ bid: bid!, criterion: 2, points: 70 + at + of * 5 }))
    const salt = toHex(fresh(32))
    const digest = digestOf(chainId, [lot, seat], points, salt)
    await people.act('score', { lot, seat, digest }, expert)
    sheets.push({ expert, input: { sheet: [lot, seat], points, salt } })
  }
  for (const { expert, input } of sheets) await people.act('reveal', input, expert)
  await people.act('assess', { lot }, 'center')
  const [first] = (await people.rows('result', (rows) => rows.length === 3)).filter(({ fields }) => fields.rank === 1)
  await people.act('propose', { lot, bid: first!.fields.bid!, reasons: null }, 'works')
}

function digestOf(chainId: string, id: Json, points: Json, salt: string): string {
  const fields = sealedFields(procurement, 'reveal', 'sheet')
  const label = rowLabel(chainId, 'procurement', 'sheet', valueFromJson(t.ref('sheet'), id) as Cbor)
  const values = valueFromJson({ kind: 'record', fields }, { points, salt })
  return toHex(digestRecord(fields, values as never, label))
}

async function signContract(people: People): Promise<void> {
  const [award] = await people.rows('award', ([found]) => found?.status === 'standing')
  const supplier = (award!.fields.supplier as { readonly id: string }).id
  await people.act('sign', { award: award!.ref, contract: '03'.repeat(32) }, 'works', supplier)
  await people.act('complete', { procedure }, 'center')
  await people.rows('procedure', ([found]) => found?.status === 'completed')
}
