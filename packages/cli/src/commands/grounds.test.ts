import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type CaseFiles, makeCourtPack } from '@gongshi/court-pack'
import { encodeGrounded, fromHex, parseEvidence, parseGrounded, parseTrust, splitFragments } from '@gongshi/protocol'
import { rowKeyText } from '@gongshi/sdk'
import { unzipSync } from 'fflate'
import { type NodeInTest, startNode } from '../../test/nodeInTest.ts'
import { freshFolder, run } from '../../test/runInTest.ts'

const division = { scheme: 'x-city', code: '990100', date: '2020-01-01' }
const organOf = (id: string) => ({ scheme: 'x-city', id })
const topic = 'parameter/governance/urgentPeriod'
let node: NodeInTest
let proposed: number
/** The proposal that was voted for. */
let enacted: Uint8Array

/** Two departments vote for a figure; then one acts under it. */
before(async () => {
  const keys = freshFolder()
  const known = { GONGSHI_KEYS: keys }
  const founders = []
  for (const id of ['finance', 'justice']) {
    assert.equal((await run(['keys', 'new', id, '--unprotected'], { env: known })).code, 0)
    founders.push({ organ: organOf(id), division, key: id })
  }
  writeFileSync(join(keys, 'founders.json'), JSON.stringify({ founders, votingPeriod: 6000 }))
  node = await startNode(['--chain-id', 'grounds', '--founders', join(keys, 'founders.json')], known)
  const clause = {
    code: 'ledger-charter/9',
    law: 'ledger-charter',
    from: '2020-01-01',
    decree: 'synthetic',
    title: '急',
  }
  await act('clauses', 'record', { ...clause, link: null, textHash: null, confirmed: false }, 'justice', 'finance')
  const from = Date.now() + 8000
  const first = await propose('40000000', from)
  const proposal = (first.outcome[1] as string[][])[0]![1]!
  enacted = fromHex(proposal)
  for (const id of ['finance', 'justice'])
    await act('governance', 'approve', { proposal, organ: organOf(id), reason: null }, id)
  await node.good('trust', node.url, '-o', node.at('trust.json'))
  await new Promise((resolve) => setTimeout(resolve, from - Date.now()))
  proposed = (await propose('50000000', Date.now() + 3_600_000)).index
})
after(() => node.end())

type Done = { readonly index: number; readonly outcome: readonly [string, ...unknown[]] }

async function act(affair: string, action: string, input: object, ...by: readonly string[]): Promise<Done> {
  const file = node.at(`${crypto.randomUUID()}.json`)
  writeFileSync(file, JSON.stringify(input))
  const signers = by.flatMap((key) => ['--key', key])
  return JSON.parse(await node.good('submit', affair, action, ...signers, '--input', file, '--json')) as Done
}

function propose(value: string, from: number): Promise<Done> {
  const parameter = { affair: 'governance', name: 'urgentPeriod', value, from: new Date(from).toISOString() }
  const asked = { topic, clause: 'ledger-charter/9', proposer: organOf('finance'), reason: null, parameter }
  return act('governance', 'proposeParameter', asked, 'finance')
}

const fetched = async (name: string, index: number): Promise<string> => {
  const said = await node.good('evidence', 'entry', String(index), '--grounds', '-o', node.at(name), '--trust', trust())
  assert.match(said, /By what authority/)
  return node.at(name)
}
const trust = () => node.at('trust.json')
const verify = (file: string, ...more: string[]) => node.gongshi('verify', file, '--trust', trust(), ...more)
type Said = { readonly isWhole: boolean; readonly grounds: readonly { name: string; facts: Record<string, unknown> }[] }

describe('gongshi evidence --grounds', () => {
  test('one file shows key, term, office, figure and the votes behind it, in both languages', async () => {
    const file = await fetched('act.gse', proposed)
    const { code, out } = await verify(file, '--json')
    assert.equal(code, 0, out)
    const { grounds, isWhole } = JSON.parse(out) as Said
    assert.ok(isWhole)
    const named = (name: string) => grounds.filter((ground) => ground.name === name).map(({ facts }) => facts)
    assert.equal(named('key').length, 1)
    assert.deepEqual(named('office')[0], { ...named('office')[0], organ: 'x-city:finance', post: 'founder' })
    assert.equal(named('mandate')[0]!.clause, 'genesis')
    const set = named('figure').find(({ name }) => name === 'urgentPeriod')!
    assert.deepEqual([set.value, set.clause], ['40000000', 'ledger-charter/9'])
    assert.deepEqual(
      named('proposal').map(({ topic: of, approvals }) => [of, approvals]),
      [[topic, 2]],
    )
    assert.deepEqual(
      named('vote')
        .map(({ organ, choice }) => [organ, choice])
        .sort(),
      [
        ['x-city:finance', 'for'],
        ['x-city:justice', 'for'],
      ],
    )
    assert.match((await verify(file)).out, /The office and its roles[\s\S]*organ x-city:finance/)
    assert.match((await verify(file, '--lang', 'zh')).out, /成员对该提案的表决[\s\S]*表决 for/)
  })

  test('an ordinary file of the same act is what it always was, and is what the bundle holds', async () => {
    const file = await fetched('again.gse', proposed)
    const plain = node.at('plain.gse')
    await node.good('evidence', 'entry', String(proposed), '-o', plain)
    const { act: held } = parseGrounded(readFileSync(file))
    assert.deepEqual(parseEvidence(held).subject, parseEvidence(readFileSync(plain)).subject)
    assert.match((await verify(plain)).out, /VALID/)
  })

  test('a link taken out, a stranger put in, a changed byte, no grounds at all: each is told', async () => {
    const { act: own, grounds } = parseGrounded(readFileSync(await fetched('whole.gse', proposed)))
    const write = (name: string, rows: readonly Uint8Array[]) => {
      writeFileSync(node.at(name), encodeGrounded({ act: own, grounds: [...rows] }))
      return node.at(name)
    }
    for (const rows of [[], grounds.slice(0, 1), grounds.slice(0, 2)]) {
      const { code, out } = await verify(write('short.gse', rows))
      assert.deepEqual([code, /leads to no office/.test(out)], [1, true], out)
    }
    const turned = await verify(write('turned.gse', grounds.toReversed()))
    assert.deepEqual([turned.code, /client-ground-unrelated/.test(turned.err)], [1, true], turned.err)
    const { keyId } = JSON.parse(await node.good('keys', 'show', 'justice', '--json')) as { keyId: string }
    const stranger = node.at('stranger.gse')
    await node.good('evidence', 'state', 'organisations', 'entity/key', `[{"hex":"${keyId}"}]`, '-o', stranger)
    const foreign = await verify(write('foreign.gse', [readFileSync(stranger), ...grounds]))
    assert.deepEqual([foreign.code, /client-ground-unrelated/.test(foreign.err)], [1, true], foreign.err)
    const bent = grounds.map((row, at) => (at === 1 ? row.with(row.length >> 1, row[row.length >> 1]! ^ 1) : row))
    const changed = await verify(write('bent.gse', bent))
    assert.deepEqual([changed.code, /client-ground-invalid/.test(changed.err)], [1, true], changed.err)
    const cut = node.at('cut.gse')
    writeFileSync(cut, readFileSync(node.at('whole.gse')).subarray(0, -1))
    assert.equal((await verify(cut)).code, 2)
  })

  test('what nobody signed has no such grounds; the readable form has none', async () => {
    const asked = ['evidence', 'entry', '0', '--grounds', '--trust', trust()]
    const json = await node.gongshi(...asked, '-o', node.at('x.gse.json'))
    assert.deepEqual([json.code, /cli-value-invalid/.test(json.err)], [2, true])
    const entries = Number(JSON.parse(await node.good('get', 'ledger', '--json')).logSize)
    for (let index = entries - 1; index >= 0; index--) {
      const { out } = await node.gongshi('get', 'entry', String(index), '--json')
      if ((JSON.parse(out) as { kind: string }).kind === 'tx') continue
      const said = await node.gongshi('evidence', 'entry', String(index), '--grounds', '--trust', trust())
      assert.match(said.err, /client-ground-unrelated/)
      return
    }
    assert.fail('no entry that nobody signed')
  })
})

const verifierName = 'gongshi-verify.html'

/** The evidence of an archive as it was gathered. */
function caseOf(files: Readonly<Record<string, Uint8Array>>): CaseFiles {
  const named = (kind: string) =>
    Object.entries(files).flatMap(([name, bytes]) => {
      const [found, number, affair = 'organisations', entity = 'organ'] =
        new RegExp(`^evidence/${kind}-(\\d+)(?:-(\\w+)-(\\w+))?\\.gse$`).exec(name) ?? []
      return found === undefined ? [] : [{ index: Number(number), affair, entity, bytes }]
    })
  return { acts: named('entry'), rows: named('row'), organs: named('organ'), namings: named('naming') }
}

describe('gongshi court-pack', () => {
  test('an archive for a court, made again from its own files the same byte for byte in another time zone', async () => {
    const asked = ['--entry', String(proposed), '--row', `governance/proposal/${rowKeyText(enacted)}`]
    await node.good('court-pack', node.at('first.zip'), ...asked, '--trust', trust())
    const first = readFileSync(node.at('first.zip'))
    if (process.env.GONGSHI_KEEP !== undefined) writeFileSync(process.env.GONGSHI_KEEP, first)
    const files = unzipSync(first)
    const names = Object.keys(files)
    assert.deepEqual(names.slice(0, 4), ['README.zh.txt', 'README.en.txt', 'court-pack.zh.pdf', 'court-pack.en.pdf'])
    const sums = new TextDecoder().decode(files.SHA256SUMS).trimEnd().split('\n')
    assert.deepEqual(
      sums,
      names.slice(0, -1).map((name) => `${createHash('sha256').update(files[name]!).digest('hex')}  ${name}`),
    )
    const evidence = names.filter((name) => name.startsWith('evidence/'))
    assert.ok(evidence.length >= 6, names.join(' ')) // proposals, votes, the row, the organs
    for (const name of evidence) {
      writeFileSync(node.at('one.gse'), files[name]!)
      assert.equal((await verify(node.at('one.gse'))).code, 0, name)
    }
    const { TZ = 'UTC' } = process.env
    process.env.TZ = 'America/New_York'
    const again = await makeCourtPack(caseOf(files), parseTrust(readFileSync(trust(), 'utf8')), files[verifierName]!)
    process.env.TZ = TZ
    assert.equal(Buffer.compare(first, again.zip), 0)
    const { act: own } = parseGrounded(files[`evidence/entry-${proposed}.gse`]!)
    const codes = splitFragments(own)
    writeFileSync(node.at('codes.txt'), `${codes.toReversed().join('\n')}\n${codes[0]}\n`)
    assert.match((await verify(node.at('codes.txt'))).out, /VALID/)
    writeFileSync(node.at('codes.txt'), codes.slice(1).join('\n'))
    assert.match((await verify(node.at('codes.txt'))).err, /fragment-missing/)
  })

  test('documents are tagged, say their language, and hold their fonts', async () => {
    const files = unzipSync(readFileSync(node.at('first.zip')))
    for (const [name, lang] of [
      ['court-pack.zh.pdf', 'zh-CN'],
      ['court-pack.en.pdf', 'en'],
    ] as const) {
      const text = Buffer.from(files[name]!).toString('latin1')
      for (const said of ['%PDF-1.7', '/StructTreeRoot', '/Marked true', `/Lang (${lang})`, '/pdfuaid', '/FontFile3'])
        assert.ok(text.includes(said), `${name}: ${said}`)
      assert.doesNotMatch(text, /Helvetica/)
      assert.ok(text.length < 3_000_000, `${text.length}`)
    }
  })

  test('nothing named, a row that is not there: each is told', async () => {
    const asked = (...more: string[]) => node.gongshi('court-pack', node.at('no.zip'), '--trust', trust(), ...more)
    const nothing = await asked()
    assert.match(nothing.err, /court-pack-empty/)
    const nowhere = await asked('--row', `governance/proposal/${rowKeyText(new Uint8Array(32))}`)
    assert.match(nowhere.err, /court-pack-row-unknown/)
    const form = await asked('--row', 'governance/proposal')
    assert.deepEqual([form.code, /cli-value-invalid/.test(form.err)], [2, true])
  })
})
