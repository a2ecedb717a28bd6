import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { encodeEvidence, evidenceToJson, formatTrust } from '@gongshi/protocol'
import { publication, stateEvidence, testValidator, trustOf } from '../../../protocol/test/evidence.ts'
import { freshFolder, run } from '../../test/runInTest.ts'

const folder = freshFolder()
const at = (name: string): string => join(folder, name)

before(async () => {
  const evidence = await publication()
  writeFileSync(at('good.gse'), encodeEvidence(evidence))
  writeFileSync(at('good.gse.json'), JSON.stringify(evidenceToJson(evidence)))
  writeFileSync(at('row.gse'), encodeEvidence(await stateEvidence(3)))
  writeFileSync(at('trust.json'), formatTrust(trustOf()))
  writeFileSync(at('other.json'), formatTrust(trustOf([testValidator('another')])))
  writeFileSync(at('expired.json'), formatTrust(trustOf(undefined, { trustPeriodMs: 1 })))
})

const verify = (file: string, trust = 'trust.json', ...more: string[]) =>
  run(['verify', at(file), '--trust', at(trust), ...more])

describe('gongshi verify', () => {
  test('valid evidence: every step by name, the claim, exit 0; CBOR and JSON alike', async () => {
    for (const file of ['good.gse', 'good.gse.json']) {
      const { code, out, err } = await verify(file)
      assert.deepEqual([code, err], [0, ''])
      assert.deepEqual(
        out.match(/^✓ \w+/gm)?.map((line) => line.slice(2)),
        ['file', 'trust', 'path', 'commit', 'app', 'inclusion', 'leaf', 'signatures', 'body', 'members', 'witnesses'],
      )
      assert.match(out, /\nVALID: true at 20/)
    }
    assert.match((await verify('row.gse')).out, /VALID: current as of/)
    assert.match((await verify('good.gse', 'trust.json', '--lang', 'zh')).out, /有效：在 .* 属实/)
  })

  test('JSON for programs: the verdict with each step', async () => {
    const { out } = await verify('good.gse', 'trust.json', '--json')
    const verdict = JSON.parse(out) as { valid: boolean; steps: { step: string }[]; claim: { kind: string } }
    assert.deepEqual([verdict.valid, verdict.steps.length, verdict.claim.kind], [true, 11, 'true-at'])
  })

  test('another trust root: refused at the step, exit 1', async () => {
    const { code, out } = await verify('good.gse', 'other.json')
    assert.equal(code, 1)
    assert.match(out, /✓ file[\s\S]*✗ \w+[\s\S]*\[evidence-[\s\S]*NOT VALID/)
    const json = JSON.parse((await verify('good.gse', 'other.json', '--json')).out) as {
      valid: boolean
      code: string
      step: string
    }
    assert.equal(json.valid, false)
    assert.match(json.code, /^evidence-/)
  })

  test('a trust root too old to rely on: every step holds, and a script does not take it for valid', async () => {
    const { code, out } = await verify('good.gse', 'expired.json')
    assert.equal(code, 1)
    assert.match(out, /EXPIRED/)
  })

  test('no evidence: unreadable, exit 2', async () => {
    for (const [name, content] of [
      ['empty', ''],
      ['text', 'hello'],
      ['brace', '{'],
      ['object', '{"format":"gongshi/evidence/1"}'],
    ] as const) {
      writeFileSync(at(name), content)
      const { code, out } = await verify(name)
      assert.equal(code, 2, name)
      assert.match(out, /✗ file/)
    }
    writeFileSync(at('bad-trust.json'), '{"chainId":1}')
    assert.equal((await verify('good.gse', 'bad-trust.json')).code, 2)
  })

  test('any one changed byte is refused or means the same', async () => {
    const bytes = readFileSync(at('good.gse'))
    for (let place = 0; place < bytes.length; place += 97) {
      const changed = Buffer.from(bytes)
      changed[place]! ^= 1
      writeFileSync(at('changed.gse'), changed)
      assert.notEqual((await verify('changed.gse')).code, 0, `byte ${place}`)
    }
  })
})
