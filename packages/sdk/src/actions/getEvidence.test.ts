import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EvidenceError, encodeEvidence } from '@gongshi/protocol'
import {
  now,
  publication,
  recordCommitment,
  stateEvidence,
  testValidator,
  trustOf,
} from '../../../protocol/test/evidence.ts'
import { createClient } from '../client.ts'
import { ClientError } from '../errors.ts'
import { getEntryEvidence, getStateEvidence } from './getEvidence.ts'

const trust = trustOf()
const coded = (code: string) => (error: unknown) => error instanceof ClientError && error.code === code

/** A node that answers every request with these bytes. */
function serving(bytes: Uint8Array, own: object = { trust }) {
  const asked: string[] = []
  const fetch = async (url: URL | RequestInfo): Promise<Response> => {
    asked.push(decodeURIComponent(String(url)))
    return new Response(Uint8Array.from(bytes))
  }
  return { asked, client: createClient({ url: 'http://node.test', fetch, now: () => now, ...own }) }
}

describe('evidence leaves the SDK verified, or not at all', () => {
  test('of an entry, with the members asked for', async () => {
    const bytes = encodeEvidence(await publication())
    const { client, asked } = serving(bytes)
    const { verdict, bytes: kept } = await getEntryEvidence(client, 60, [
      { commitment: recordCommitment, path: '/title' },
    ])
    assert.deepEqual([verdict.status, kept], ['verified', bytes])
    assert.match(asked[0]!, /entries\/60\?disclose=[0-9a-f]{64}:\/title$/)
  })

  test('valid evidence of something else is refused: another entry, row, table, or kind of subject', async () => {
    const { client } = serving(encodeEvidence(await publication()))
    await assert.rejects(getEntryEvidence(client, 61), coded('client-evidence-mismatch'))
    await assert.rejects(
      getStateEvidence(client, 'disclosure', 'entity/record', [3]),
      coded('client-evidence-mismatch'),
    )
    const row = serving(encodeEvidence(await stateEvidence(3))).client
    await getStateEvidence(row, 'disclosure', 'entity/record', [3])
    await assert.rejects(getStateEvidence(row, 'disclosure', 'entity/record', [4]), coded('client-evidence-mismatch'))
    await assert.rejects(getStateEvidence(row, 'disclosure', 'entity/other', [3]), coded('client-evidence-mismatch'))
    await assert.rejects(getStateEvidence(row, 'other', 'entity/record', [3]), coded('client-evidence-mismatch'))
    await assert.rejects(getEntryEvidence(row, 60), coded('client-evidence-mismatch'))
  })

  test('one changed byte, another ledger’s trust root, no trust root', async () => {
    const bytes = encodeEvidence(await publication())
    bytes[bytes.length - 300]! ^= 1
    await assert.rejects(getEntryEvidence(serving(bytes).client, 60), EvidenceError)
    const good = encodeEvidence(await publication())
    await assert.rejects(
      getEntryEvidence(serving(good, { trust: trustOf([testValidator('x')]) }).client, 60),
      EvidenceError,
    )
    await assert.rejects(getEntryEvidence(serving(good, {}).client, 60), coded('client-trust-missing'))
  })
})
