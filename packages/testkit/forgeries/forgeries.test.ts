import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { EvidenceError, formatTrust, toBase64, verifyEvidence } from '@gongshi/protocol'
import { judge } from '../test/judge.ts'
import { type Judged, mutations } from '../test/mutations.ts'
import { forgeryDocument, forgeryVectors } from './document.ts'
import type { Forgery, Shown } from './forgery.ts'
import { forgeries } from './index.ts'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Each is made once. */
const shown = new Map<Forgery, Shown>()
for (const forgery of forgeries) shown.set(forgery, await forgery.made())

describe('forgeries', () => {
  test('each is caught at its step', async () => {
    for (const { name, made, step, code } of forgeries)
      assert.deepEqual(await judge(await made()), { step, code }, name)
  })

  test('names, and what is said of them, are each once', () => {
    for (const field of ['name', 'zh', 'en'] as const)
      assert.equal(new Set(forgeries.map((forgery) => forgery[field])).size, forgeries.length, field)
    assert.ok(forgeries.length >= 40)
  })

  test('the files and the table are what scripts/vectors/forgeries.ts writes', async () => {
    const { about, sources, ...written } = JSON.parse(read('docs/vectors/forgeries.json')) as Record<string, unknown>
    assert.deepEqual(written, JSON.parse(JSON.stringify(await forgeryVectors((forgery) => shown.get(forgery)!))))
    assert.equal(read('docs/forgeries.md'), forgeryDocument())
    assert.ok(about && sources)
  })
})

const verifier = join(root, 'verifiers/python')
const python = (args: readonly string[], input = '') =>
  spawnSync('python3', args, { cwd: verifier, input, encoding: 'utf8', maxBuffer: 1 << 26, timeout: 120_000 })

/** Debian's python3-cryptography, which CI installs; elsewhere these are left out where it is missing. */
const missing = python(['-c', 'import cryptography']).status !== 0 && process.env.CI !== 'true'

describe('the verifier in Python', { skip: missing && 'needs python3 with cryptography' }, () => {
  test('gives every vector and forgery the verdict that it has', () => {
    const { status, stdout, stderr } = python(['check_vectors.py', join(root, 'docs/vectors')])
    assert.equal(status, 0, stdout + stderr)
    assert.match(stdout, new RegExp(`^forgeries: ${forgeries.length} cases$`, 'm'))
  })

  test('judges files that were changed at random as ours does: status, or step and code', async () => {
    const cases = await mutations(process.env.GONGSHI_LONG === '1' ? 2000 : 80)
    const roots = JSON.stringify([JSON.parse(formatTrust(cases[0]!.trust))])
    const lines = cases.map(({ evidence, now }) => JSON.stringify({ evidence: toBase64(evidence), trust: 0, now }))
    const { status, stdout, stderr } = python(['judge.py', roots], lines.join('\n'))
    assert.equal(status, 0, stderr)
    const theirs = stdout.trimEnd().split('\n')
    const verdicts = theirs.map((line) => JSON.parse(line) as { status?: string; step?: string; code?: string })
    for (const [at, each] of cases.entries()) {
      const { status, step, code } = verdicts[at]!
      assert.deepEqual(status ?? { step, code }, await verdictOf(each), lines[at])
    }
    assert.ok(verdicts.some(({ status }) => status === 'verified') && verdicts.some(({ step }) => step === 'commit'))
  })
})

async function verdictOf({ evidence, trust, now }: Judged): Promise<string | { step: string; code: string }> {
  try {
    return (await verifyEvidence(evidence, trust, now)).status
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return { step: error.step, code: error.code }
  }
}
