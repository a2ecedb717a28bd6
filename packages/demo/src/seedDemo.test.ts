import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type JsonObject, mergeReleases, readRecords, redFlagsAcross, redFlagsOf, usualThresholds } from '@gongshi/ocds'
import { createClient, explainAct, getLedger, getRowHistory, getView } from '@gongshi/sdk'
import { waitFor } from '../../node/test/acts.ts'
import { noPostgres, PrivatePostgres } from '../../node/test/privatePostgres.ts'
import { powers, runDemo, temporaryFolder } from '../test/foundedDemo.ts'
import { caughtUp, faultsIn, type Told, toldInOcds } from '../test/toldInOcds.ts'
import { prepareDemo, seedDemo } from './index.ts'
import { readDemoKey } from './keys.ts'

type Row = { readonly status: string; readonly action: string; readonly fields: { readonly edition?: number } }

describe('the synthetic city', () => {
  // PERF: founding takes most of it, so that one city serves several tests.
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let data: string
  let told: Told
  const postgres = noPostgres ? null : PrivatePostgres.start()
  before(async () => {
    folder = await temporaryFolder()
    data = join(folder.path, 'data')
  })
  after(async () => {
    postgres?.end()
    await folder.remove()
  })

  test('is founded and published once, however often it is started', async () => {
    const first = await runDemo(data)
    const tips = await seedDemo({ url: first.url, data })
    const client = createClient({ url: first.url })
    const { logSize, answer } = await getLedger(client)
    assert.equal((answer as { synthetic?: unknown }).synthetic, true)
    assert.match(await (await fetch(`${first.url}/en/`)).text(), /class="synthetic-strip"/)
    await seedDemo({ url: first.url, data })
    assert.equal((await getLedger(client)).logSize, logSize)
    await caughtUp(first.url, logSize)
    told = await toldInOcds(first.url)
    await first.stop()

    const second = await runDemo(data, postgres === null ? {} : { projections: { database: postgres.connection } })
    await seedDemo({ url: second.url, data })
    const again = createClient({ url: second.url })
    assert.equal((await getLedger(again)).logSize, logSize)
    assert.equal((await getView(again, 'disclosure', 'publication', { limit: 50 })).rows.length, 14)
    assert.equal((await getView(again, 'disclosure', 'release', { limit: 50 })).rows.length, 5)
    await caughtUp(second.url, logSize)
    // Words of contents follow the rows, which no answer tells.
    const isSame = async () => JSON.stringify(await toldInOcds(second.url)) === JSON.stringify(told)
    await waitFor('the same in the open standard', isSame).catch(async () =>
      assert.deepEqual(await toldInOcds(second.url), told),
    )
    const procedures = await getView(again, 'procurement', 'procedure', { limit: 50, sort: 'entry' })
    assert.deepEqual((procedures.rows as unknown as Row[]).map(({ status }) => status).toSorted(), [
      'assessing',
      'completed',
      'completed',
      'keying',
      'opened',
      'tendering',
    ])
    const lots = await getView(again, 'procurement', 'lot', { limit: 50 })
    assert.deepEqual([...new Set((lots.rows as unknown as Row[]).map(({ status }) => status))].toSorted(), [
      'failed',
      'open',
      'signed',
    ])
    const flagged = await Promise.all(
      (procedures.rows as unknown as { readonly key: string }[]).map(async ({ key }) => {
        const answer = await fetch(`${second.url}/ocds/records/ocds-000000-procedure-${key}`)
        return readRecords([new Uint8Array(await answer.arrayBuffer())])
      }),
    )
    const records = flagged.flatMap((each) => each.records)
    const flags = [
      ...records.flatMap((each) => redFlagsOf(each, usualThresholds)),
      ...redFlagsAcross(records, usualThresholds),
    ]
    assert.equal(records.length, 6)
    assert.equal(new Set(flags.map(({ ocid }) => ocid)).size, 2, 'the two with planted faults')
    assert.deepEqual([...new Set(flags.map(({ indicator }) => indicator))].toSorted(), [
      'lateAmendment',
      'losingTogether',
      'lowestOut',
      'nearEstimate',
      'repeatedWinner',
      'singleBid',
    ])
    const corrected = await getRowHistory(again, 'disclosure', 'publication', [['x-demo', 'qs-housing'], 'QS-2026-052'])
    assert.deepEqual(
      (corrected.rows as unknown as Row[]).map(({ action, fields }) => [action, fields.edition]),
      [
        ['publish', 1],
        ['supersede', 2],
      ],
    )
    const withdrawn = await getRowHistory(again, 'disclosure', 'publication', [['x-demo', 'qs-water'], 'QS-2026-046'])
    assert.equal((withdrawn.rows as unknown as Row[]).at(-1)?.status, 'withdrawn')
    const [merged] = (await getRowHistory(again, 'organisations', 'organ', [['x-demo', 'qs-employment']])).rows.slice(
      -1,
    )
    assert.equal((merged as unknown as Row).action, 'merge')
    assert.equal((await getView(again, 'organisations', 'delegation', { limit: 5 })).rows.length, 1)
    const page = async (id: string) => (await fetch(`${second.url}/en/organs/x-demo/${id}`)).text()
    assert.match(await page('qs-transport'), /Offices and powers[\s\S]*Publishing officer[\s\S]*delegate/)
    assert.match(await page('qs-labour'), /Duties taken over[\s\S]*qs-employment[\s\S]*merged/)
    assert.match(await page('qs-employment'), /Where its duties went[\s\S]*qs-labour/)
    const deputy = await readDemoKey(data, 'deputy-qs-transport')
    const asked = { affair: 'disclosure', action: 'publish', key: deputy.key.id }
    const { may, signers } = await explainAct(again, asked)
    assert.equal(may, false)
    const lent = signers[0]!.offices.find(({ capacity }) => capacity === 'lent')!
    assert.deepEqual(
      lent.rules.filter(({ holds }) => holds === false).map(({ code }) => code),
      ['signer-term'],
      'the holiday has not begun',
    )
    await assert.rejects(explainAct(again, { ...asked, action: 'nothing' }), { message: 'client-node-refused' })
    await second.stop()

    for (const [lang, text] of Object.entries(tips)) {
      const page = new RegExp(`http://localhost:\\d+/${lang}/records/(\\S+)`).exec(text)
      assert.ok(page, text)
      assert.ok(text.includes('/verify') && text.includes('demo cheat'))
    }
  })

  test('six procedures beside what was imported, in the open standard: feed, packages, records and compiled ones agree', async () => {
    const native = told.records.filter(({ ocid }) => String(ocid).startsWith('ocds-000000-procedure-'))
    assert.deepEqual([told.records.length, native.length], [8, 6])
    const releases = told.packages.flatMap((each) => each.releases as JsonObject[])
    const nameOf = ({ ocid, id, release }: JsonObject) => `${ocid} ${id === undefined ? release : (release ?? id)}`
    assert.deepEqual(releases.map(nameOf), told.feed.map(nameOf))
    assert.deepEqual(await faultsIn(native.flatMap((each) => each.releases as JsonObject[])), [])
    for (const record of told.records) {
      const own = releases.filter(({ ocid }) => ocid === record.ocid)
      assert.deepEqual(record, { ocid: record.ocid, releases: own, compiledRelease: mergeReleases(own).compiled })
    }
    const compiled = told.compiled
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      compiled,
      told.records.map(({ compiledRelease }) => compiledRelease),
    )
    type Compiled = {
      parties: JsonObject[]
      tender: { enquiries?: JsonObject[]; documents?: JsonObject[]; lots: JsonObject[] }
    }
    const whole = native.map(({ compiledRelease }) => compiledRelease as unknown as Compiled)
    for (const { parties, tender } of whole) {
      const [buyer] = parties
      assert.ok(typeof buyer?.name === 'string' && typeof buyer.name_en === 'string', JSON.stringify(buyer))
      assert.ok(tender.lots.every(({ title }) => typeof title === 'string'))
      for (const { url } of tender.documents ?? [])
        assert.match(String(url), /^http:\/\/here\/api\/v1\/contents\/[0-9a-f]{64}$/)
    }
    const enquiries = whole.flatMap(({ tender }) => tender.enquiries ?? [])
    assert.ok(enquiries.some(({ answer }) => typeof answer === 'string'))
    for (const { date, description } of enquiries) assert.ok(date && typeof description === 'string')
  })

  test('every page that the tips and lists lead to answers, marked as synthetic', async () => {
    const node = await runDemo(data, { ocds: { prefix: 'ocds-k50g02' } })
    const { releases } = (await (await fetch(new URL('/ocds/releases?limit=200', node.url))).json()) as {
      releases: JsonObject[]
    }
    const native = releases.filter(({ release }) => String(release).startsWith('entry-'))
    for (const { ocid } of native) assert.match(String(ocid), /^ocds-k50g02-procedure-/)
    assert.equal((await fetch(String(native[0]!.url))).status, 200)
    const tips = await seedDemo({ url: node.url, data })
    const origin = new URL(node.url).origin
    for (const url of tips.en.match(/http:\/\/localhost:\d+\/(?:en|verify)\S*/g) ?? assert.fail('no addresses')) {
      const page = await fetch(url.replace(/^http:\/\/localhost:\d+/, origin))
      assert.equal(page.status, 200, url)
      if (!url.endsWith('/verify')) assert.match(await page.text(), /synthetic/i)
    }
    const home = await (await fetch(`${origin}/zh/`)).text()
    for (const path of new Set(home.match(/\/zh\/(?:records|organs)\/[^"]+/g)))
      assert.equal((await fetch(origin + path)).status, 200, path)
    await node.stop()
  })

  test('its keys are new in every folder, readable by their owner only, and nobody’s elsewhere', async () => {
    const other = await temporaryFolder()
    await prepareDemo(other.path, powers)
    const keys = join(data, 'keys', 'demo')
    for (const name of await readdir(keys)) {
      assert.equal((await stat(join(keys, name))).mode & 0o777, 0o600)
      const same = await readFile(join(other.path, 'keys', 'demo', name), 'utf8')
      assert.notEqual(await readFile(join(keys, name), 'utf8'), same)
    }
    await other.remove()
  })

  test('keeps away from another ledger, and from a folder that holds anything else', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder.path, 'other'))
    await writeFile(join(folder.path, 'other', 'genesis.json'), '{"chainId":"hangzhou-notices"}')
    await assert.rejects(prepareDemo(join(folder.path, 'other'), powers), { code: 'demo-other-ledger' })
    await assert.rejects(prepareDemo(folder.path, powers), { code: 'data-exists' })
    await folder.remove()
  })
})
