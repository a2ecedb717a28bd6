import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { sha256, utf8 } from '@gongshi/protocol'
import { createClient, getView } from '@gongshi/sdk'
import { prepareTender, startTender, type TenderInTest, trustees } from '../../test/tenderInTest.ts'

const hourMs = 3_600_000
let tender: TenderInTest
before(async () => {
  tender = await startTender()
  await tender.good('trust', tender.url, '-o', tender.at('trust.json'))
  await prepareTender(tender)
})
after(() => tender?.end())

const at = (name: string) => tender.at(name)
const trusted = () => ['--trust', at('trust.json')]
const trustee = (step: string, name: string, ...more: string[]) =>
  tender.gongshi('trustee', step, tender.row, '--key', at(`${name}.key.json`), ...trusted(), ...more)
const bid = (step: string, ...more: string[]) => tender.good('bid', step, tender.row, ...more, ...trusted())

async function eachTrustee(step: string, ...more: readonly ((name: string) => string[])[]): Promise<void> {
  for (const name of trustees) {
    const { code, out, err } = await trustee(step, name, ...more.flatMap((options) => options(name)))
    assert.equal(code, 0, `${step} by ${name}: ${out}${err}`)
  }
}

async function statusOf(entity: string): Promise<unknown[]> {
  const { rows } = await getView(createClient({ url: tender.url }), 'procurement', entity)
  return rows.map((row) => (row as { readonly status: string }).status)
}

test('a key that three make, a bid that is sealed, replaced, proven and opened, by the command line alone', async () => {
  await eachTrustee('enrol', (name) => ['--organ', `x-sample:${name}`])
  const kept = readFileSync(keptOf('audit'), 'utf8')
  assert.notEqual((await trustee('enrol', 'audit', '--organ', 'x-sample:audit')).code, 0)
  assert.equal(readFileSync(keptOf('audit'), 'utf8'), kept, 'what is kept is never overwritten')
  assert.equal(statSync(keptOf('audit')).mode & 0o777, 0o600)
  await tender.act('agency', 'begin', { procedure: tender.procedure, threshold: 2n })
  await eachTrustee('contribute')
  await eachTrustee('judge')
  await tender.act('agency', 'makeKey', { procedure: tender.procedure })
  const bidUntil = Date.now() + hourMs
  const notice = { procedure: tender.procedure, notice: sha256(utf8('notice')), askUntil: bidUntil - 1_000, bidUntil }
  await tender.act('agency', 'publish', notice, 'purchaser')

  await handIn()
  await keepCopies()
  const before = await page()
  assert.match(before, /1 sealed\. Decoys may be among them/)
  assert.ok(!before.includes('carpenter') && !before.includes('790,000'), 'nothing of the bid before its time')
  assert.match((await trustee('give', 'audit')).err, /client-not-closed/)
  tender.letPass(hourMs)
  // Whoever acts next gives the ledger a block, and with it the time.
  await tender.act('buyer', 'plan', { ...tender.plan, number: 'T-2' })
  await waitFor('the ledger to close the procedure', async () => (await statusOf('procedure')).includes('closed'))

  for (const name of ['audit', 'archive']) assert.equal((await trustee('give', name)).code, 0)
  const opened = await trustee('open', 'audit')
  assert.match(opened.out, /done/, opened.out + opened.err)
  await waitFor('the bid to be open', async () => (await statusOf('bid'))[0] === 'opened')
  const after = await page()
  assert.ok(after.includes('carpenter') && after.includes('CNY 790,000.00'), after)
  await loseAndRestore()
  await unpack()
  await waitFor('the offer to be listed', async () => (await statusOf('offer')).length === 1)
})

/** Anybody reads the documents; into a new folder, and only from a bid that is open. */
async function unpack(): Promise<void> {
  const { rows } = await getView(createClient({ url: tender.url }), 'procurement', 'bid')
  const { author } = (rows[0] as { readonly fields: { readonly author: string } }).fields
  assert.match(await bid('check', author), /x-sample:carpenter[\s\S]*certificate\.cose, drawing\.txt/)
  assert.match(await bid('unpack', author, at('unpacked')), /190000\tdrawing\.txt/)
  assert.equal(readFileSync(at('unpacked/drawing.txt'), 'utf8'), 'a drawing of a desk'.repeat(10_000))
  assert.deepEqual(readdirSync(at('unpacked')), ['certificate.cose', 'drawing.txt'])
  const again = await tender.gongshi('bid', 'unpack', tender.row, author, at('unpacked'), ...trusted())
  assert.match(again.err, /cli-file-exists/)
  const none = await tender.gongshi('bid', 'unpack', tender.row, '00'.repeat(32), at('none'), ...trusted())
  assert.match(none.err, /client-row-absent/)
  assert.equal(existsSync(at('none')), false)
}

/** A trustee has a second copy and says so once; what it has is what was handed in last. */
async function keepCopies(): Promise<void> {
  assert.match((await trustee('keep', 'audit')).out, /copy kept\n/)
  assert.match((await trustee('keep', 'audit')).out, /copy kept before/)
  assert.equal(readdirSync(copiesOf('audit')).length, 1)
  await waitFor('the holding', async () => (await statusOf('holding')).includes('held'))
}

/** The node loses the documents of an opened bid: the loss is proven, awaited, and mended by the copy, by nothing else. */
async function loseAndRestore(): Promise<void> {
  const folder = copiesOf('audit')
  const copy = join(folder, readdirSync(folder)[0]!)
  const commitment = basename(copy, '.upload')
  const lost = readdirSync(at('data'), { recursive: true }).find((path) => String(path).includes(commitment))
  rmSync(join(at('data'), String(lost)))
  assert.match((await trustee('keep', 'archive')).out, /does not have them/)
  await bid('claim-loss')
  assert.match((await tender.gongshi('bid', 'claim-loss', tender.row, ...trusted())).out, /refused: row-exists/)
  const bytes = readFileSync(copy)
  writeFileSync(copy, bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1))
  const spoilt = await trustee('restore', 'audit')
  assert.deepEqual([spoilt.code, /copy is spoilt/.test(spoilt.out)], [1, true], spoilt.err)
  writeFileSync(copy, bytes)
  assert.match((await trustee('restore', 'audit')).out, /put back/)
  assert.match((await trustee('restore', 'audit')).out, /the node has them/)
  await waitFor('the loss to be mended', async () => (await statusOf('loss'))[0] === 'restored')
  assert.match(await page(), /put back/)
}

function copiesOf(name: string): string {
  return keptOf(name).replace(/json$/, 'copies')
}

/** What everybody reads of the procedure. */
async function page(): Promise<string> {
  const [list, own] = ['/en/procurement', `/en/procurement/${tender.row}`].map((path) => fetch(tender.url + path))
  assert.match(await (await list!).text(), new RegExp(`href="/en/procurement/${tender.row}"`))
  const response = await own!
  assert.equal(response.status, 200)
  return response.text()
}

/** A bidder whom the desk lets in without knowing which one it is. */
async function comeIn(): Promise<void> {
  const represented = ['--organ', 'x-sample:carpenter', '--key', at('carpenter.key.json')]
  await bid('request', at('request.cose'), ...represented)
  await bid('request', at('again.cose'), ...represented)
  const desk = (...files: string[]) =>
    tender.gongshi('desk', 'sign', tender.row, ...files, '--key', at('desk.key.json'), ...trusted())
  assert.equal((await desk(at('request.cose'), at('signed.bin'))).code, 0)
  assert.equal((await desk(at('again.cose'), at('same.bin'))).code, 0)
  assert.deepEqual(readFileSync(at('same.bin')), readFileSync(at('signed.bin')), 'the same request, the same answer')
  await bid('request', at('other.cose'), ...represented, '--as', 'second')
  assert.match((await desk(at('other.cose'), at('other.bin'))).err, /client-token-given/)
  const posing = ['--organ', 'x-sample:audit', '--key', at('carpenter.key.json'), '--as', 'third']
  await bid('request', at('posing.cose'), ...posing)
  assert.match((await desk(at('posing.cose'), at('posing.bin'))).err, /client-not-representative/)
  const stolen = ['--as', 'second', ...trusted()]
  const thief = await tender.gongshi('bid', 'enter', tender.row, at('signed.bin'), ...stolen)
  assert.match(thief.err, /client-token-invalid/)
  await bid('enter', at('signed.bin'))
  await bid('certify', at('certificate.cose'), ...represented)
}

/** A bidder who is let in, seals, hands in, changes its mind, and has proof of it. */
async function handIn(): Promise<void> {
  await comeIn()
  const offer = (minor: string) => {
    const prices = [{ lot: 1, price: { currency: 'CNY', minor } }]
    const bidder = { scheme: 'x-sample', id: 'carpenter' }
    writeFileSync(at('offer.json'), JSON.stringify({ bidder, prices }))
  }
  writeFileSync(at('drawing.txt'), 'a drawing of a desk'.repeat(10_000))
  offer('80000000')
  const sealing = () =>
    bid('seal', at('offer.json'), at('drawing.txt'), '--certificate', at('certificate.cose'), '--json')
  const sealed = JSON.parse(await sealing()) as { file: string }
  const bytes = readFileSync(sealed.file)
  await sealing()
  assert.deepEqual(readFileSync(sealed.file), bytes, 'the same again is the same bid')
  assert.equal(bytes.includes('drawing of a desk'), false)
  await bid('submit')
  assert.match(await bid('submit'), /already/)
  offer('79000000')
  await sealing()
  await bid('submit')
  await bid('prove', at('bid.gse'))
  await tender.good('verify', at('bid.gse'), ...trusted())
}

function keptOf(name: string): string {
  const found = readdirSync(at('.')).find((file) => file.startsWith(`${name}.`) && file.endsWith('.trustee.json'))
  return at(found!)
}

/** The views follow the ledger, and the ledger the clock. */
async function waitFor(what: string, happened: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 240_000; Date.now() < until; ) {
    if (await happened()) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  assert.fail(`waited in vain for ${what}`)
}
