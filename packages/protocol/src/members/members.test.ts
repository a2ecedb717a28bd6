import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { flipBit } from '../../test/log.ts'
import { concat, equalBytes, fromHex, utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { sha256, useNativeSha256 } from '../bytes/hash.ts'
import { leafHash } from '../log/hash.ts'
import { MemberHasher, memberLeaf, memberSalt, memberSalts } from './leaf.ts'
import { commitMembers, minMemberLeaves, proveMember, verifyMember } from './tree.ts'

const recordKey = sha256(utf8('record key'))

function leavesOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) =>
    memberLeaf(memberSalt(recordKey, `/${at}`), `/${at}`, utf8(`text ${at}`)),
  )
}

describe('member leaves', () => {
  test('RFC 4231 test case 2 gives the salt, and the leaf is what the protocol page says', () => {
    const salt = memberSalt(utf8('Jefe'), 'what do ya want for nothing?')
    assert.deepEqual(salt, fromHex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'))
    for (const size of [0, 23, 24, 255, 256, 70_000]) {
      const bytes = new Uint8Array(size).fill(7)
      const expected = sha256(utf8('gongshi/member/1'), salt, encodeCbor(['/a', bytes]))
      assert.deepEqual(memberLeaf(salt, '/a', bytes), expected)
    }
  })

  test('the salts of one record are those of each member alone', () => {
    const saltOf = memberSalts(recordKey)
    for (const path of ['/a', '', '@type', 'x'.repeat(200), '/a'])
      assert.deepEqual(saltOf(path), memberSalt(recordKey, path))
    for (const length of [0, 4, 63, 64]) {
      const key = new Uint8Array(length).fill(length)
      assert.deepEqual(memberSalts(key)('/a'), memberSalt(key, '/a'))
    }
    assert.throws(() => memberSalts(new Uint8Array(65)), RangeError)
  })

  test('a host that hashes natively gets the same salts and leaves', () => {
    const paths = ['/a', '', '标题/zh', 'x'.repeat(200)]
    const made = () => {
      const saltOf = memberSalts(recordKey)
      return paths.map((path) => [saltOf(path), memberLeaf(saltOf(path), path, utf8(`text of ${path}`))])
    }
    const portable = made()
    useNativeSha256((message) => new Uint8Array(createHash('sha256').update(message).digest()))
    assert.deepEqual(made(), portable)
  })

  test('pieces of any size give the same leaf, and another total is refused', () => {
    const salt = memberSalt(recordKey, '/a')
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 }), (pieces) => {
        const bytes = concat(...pieces)
        const hasher = new MemberHasher(salt, '/a', bytes.length)
        for (const piece of pieces) hasher.update(piece)
        assert.deepEqual(hasher.digest(), memberLeaf(salt, '/a', bytes))
        assert.throws(() => new MemberHasher(salt, '/a', bytes.length + 1).update(bytes).digest(), RangeError)
      }),
    )
  })
})

describe('member commitments', () => {
  test('every member of every record up to 40 members is proven, under its own leaf only', () => {
    for (let count = 1; count <= 40; count++) {
      const leaves = leavesOf(count)
      const commitment = commitMembers(leaves)
      for (const [at, leaf] of leaves.entries()) {
        const proof = proveMember(leaves, leaf)
        assert.ok(verifyMember(commitment, leaf, proof))
        assert.ok(!verifyMember(commitment, leaves[(at + 1) % count]!, proof) || count === 1)
        assert.ok(2 ** proof.path.length >= minMemberLeaves)
      }
    }
  })

  test('the order in which members come makes no difference', () => {
    assert.deepEqual(commitMembers(leavesOf(11)), commitMembers(leavesOf(11).reverse()))
  })

  test('a proof shows neither padding nor number: no sibling is a known constant, the index is no rank', () => {
    const leaves = leavesOf(1)
    const { path } = proveMember(leaves, leaves[0]!)
    assert.ok(!equalBytes(path[0]!, leafHash(new Uint8Array(32))))
    const indexes = new Set<number>()
    for (let key = 0; key < 64; key++) {
      const leaf = memberLeaf(memberSalt(sha256(Uint8Array.of(key)), '/'), '/', new Uint8Array(0))
      indexes.add(proveMember([leaf], leaf).index)
    }
    assert.equal(indexes.size, minMemberLeaves)
  })

  test('any changed bit or shape is refused', () => {
    const leaves = leavesOf(12)
    const commitment = commitMembers(leaves)
    fc.assert(
      fc.property(fc.nat({ max: 11 }), fc.nat(), fc.nat({ max: 4 }), (at, bit, part) => {
        const leaf = leaves[at]!
        const proof = proveMember(leaves, leaf)
        const turned = proof.path.map((hash, index) => (index === bit % proof.path.length ? flipBit(hash, bit) : hash))
        const verdict = [
          () => verifyMember(flipBit(commitment, bit), leaf, proof),
          () => verifyMember(commitment, flipBit(leaf, bit), proof),
          () => verifyMember(commitment, leaf, { ...proof, path: turned }),
          () => verifyMember(commitment, leaf, { ...proof, path: proof.path.slice(1) }),
          () => verifyMember(commitment, leaf, { ...proof, index: proof.index ^ (1 << (bit & 3)) }),
        ][part]!
        assert.ok(!verdict())
      }),
    )
  })
})
