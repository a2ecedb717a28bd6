import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  commitMembers,
  encodeMemberGround,
  type MemberGround,
  memberLeaf,
  memberSalts,
  proveMember,
  toBase64,
  utf8,
} from '@gongshi/protocol'
import { createClient } from '../client.ts'
import { ClientError } from '../errors.ts'
import { openMember } from './openMember.ts'

const bytes = new Uint8Array(100_000).map((_, at) => at >> 3)
const saltOf = memberSalts(new Uint8Array(32).fill(7))
const leaves = [memberLeaf(saltOf('/a'), '/a', bytes), memberLeaf(saltOf('/b'), '/b', utf8('b'))]
const commitment = commitMembers(leaves)
const ground: MemberGround = { size: bytes.length, salt: saltOf('/a'), proof: proveMember(leaves, leaves[0]!) }

async function read(sent: Uint8Array, header: string | null): Promise<Uint8Array> {
  const headers = header === null ? {} : { 'gongshi-member-proof': header }
  const client = createClient({
    url: 'http://node.test',
    fetch: async () => new Response(sent.slice(), { headers: headers as Record<string, string> }),
  })
  const { size, bytes: pieces } = await openMember(client, commitment, '/a')
  const read: number[] = []
  for await (const piece of pieces) for (const byte of piece) read.push(byte)
  assert.equal(read.length, size)
  return Uint8Array.from(read)
}

const refused = (code: string) => (error: unknown) => error instanceof ClientError && error.code === code
const encoded = (changed: Partial<MemberGround> = {}) => toBase64(encodeMemberGround({ ...ground, ...changed }))

describe('a member of a content', () => {
  test('comes as it was committed', async () => {
    assert.deepEqual(await read(bytes, encoded()), bytes)
  })

  test('in other bytes, fewer or more of them, or under another proof is refused at its end', async () => {
    const turned = bytes.with(77, 1)
    for (const sent of [turned, bytes.subarray(1), new Uint8Array([...bytes, 0]), new Uint8Array()])
      await assert.rejects(read(sent, encoded()), refused('client-evidence-mismatch'))
    for (const changed of [{ size: 3 }, { salt: saltOf('/b') }, { proof: proveMember(leaves, leaves[1]!) }])
      await assert.rejects(read(bytes, encoded(changed)), refused('client-evidence-mismatch'))
  })

  test('without a proof, or with something else for one, is none', async () => {
    for (const header of [null, '', 'x', toBase64(utf8('x')), toBase64(Uint8Array.of(0x84, 1, 2, 3, 4))])
      await assert.rejects(read(bytes, header), refused('client-answer-malformed'))
  })
})
