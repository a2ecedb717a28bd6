import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entryEvidence, trustJson } from '../e2e/verifier/sampleLedger.ts'
import { alone, type BenchModule } from './support/measure.ts'

const name = 'verify an entry in Python'
const verifier = join(import.meta.dirname, '../verifiers/python')

/** The second implementation, as it measures itself; needs python3 with `cryptography`. */
export const pythonVerifier: BenchModule = {
  name: 'python-verifier',
  title: 'The second verifier',
  measures: [name],
  what: 'The entry of `evidence`, with its two disclosed members, checked by `verifiers/python` from bytes to verdict, in one process.',
  async run({ quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-bench-'))
    const [file, trust] = [join(folder, 'entry.gse'), join(folder, 'trust.json')]
    try {
      writeFileSync(file, (await entryEvidence()).gse)
      writeFileSync(trust, trustJson())
      const args = ['measure.py', file, trust, quick ? '10' : '60']
      const times = JSON.parse(execFileSync('python3', args, { cwd: verifier, encoding: 'utf8' })) as number[]
      return [alone({ name, unit: 'ms', goal: { of: 'value', bound: 'most', at: 50 } }, times)]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}
