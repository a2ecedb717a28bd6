import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { now } from '../../test/evidence.ts'
import { largeEvidence } from '../../test/largeLog.ts'
import { encodeEvidence } from './format.ts'
import { verifyEvidence } from './verify.ts'

const entries = 10_000_000

/** Bytes of the file beyond those of the entry itself, which verifies. */
async function beyondEntry(validators: number, witnesses: number, bounded: boolean): Promise<number> {
  const { evidence, trust, entryBytes } = await largeEvidence({ entries, validators, witnesses, bounded })
  const bytes = encodeEvidence(evidence)
  const { status, times } = await verifyEvidence(bytes, trust, now)
  assert.deepEqual([status, times.notBefore !== null], ['verified', bounded && witnesses > 0])
  return bytes.length - entryBytes
}

describe('evidence in a log of ten million entries takes, beyond its entry,', () => {
  test('at most 4 KB at one validator', async () => {
    const bytes = await beyondEntry(1, 0, false)
    assert.ok(bytes <= 4096, `${bytes} bytes`)
  })

  test('at most 6 KB at seven validators and three witnesses, a checkpoint from before it included', async () => {
    const [plain, bounded] = [await beyondEntry(7, 3, false), await beyondEntry(7, 3, true)]
    assert.ok(plain < bounded && bounded <= 6144, `${plain} and ${bounded} bytes`)
  })
})
