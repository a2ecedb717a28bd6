import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { commitFrom, headerFrom, readVectors, validatorFrom } from '../../test/cometForms.ts'
import { concat, fromHex, toHex } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { dataHash, encodeBlock, noEvidenceHash, partSetHeader } from './block.ts'
import { checkVote, hashCommit, voteSignBytes } from './commit.ts'
import { consensusHash, hashHeader } from './header.ts'
import type { Json } from './json.ts'
import * as json from './json.ts'
import { bundleResult, lastResultsHash, undecodableResult } from './results.ts'
import { formatTimestamp, isTimestamp, timestampFromMs, timestampToMs, zeroTime } from './time.ts'
import { compareValidators, hashValidators, totalPower } from './validators.ts'
import { webCryptoVoteCheck } from './webCryptoVote.ts'

type Vectors = {
  headers: { header: Json; hash: string }[]
  commits: { chainId: string; commit: Json; hash: string; signBytes: string[]; publicKeys: string[] }[]
  validatorSets: { validators: Json[]; hash: string; total: string }[]
  blocks: {
    header: Json
    transactions: [byte: number, count: number][]
    lastCommit: Json
    dataHash: string
    evidenceHash: string
    sha256: string
    bytes: number
    blockId: { hash: string; parts: { total: number; hash: string } }
    block?: Json
  }[]
  results: { results: { code: number; data: string; gasWanted: string; gasUsed: string }[]; hash: string }[]
  params: { maxBytes: number; maxGas: number; hash: string }[]
  zip215: { message: string; encodings: string[]; accepted: number }
}

const vectors = readVectors<Vectors>('comet.json')

describe('CometBFT block protocol 11, against CometBFT v0.39.4', () => {
  test('header hashes, and the JSON form', () => {
    for (const { header, hash } of vectors.headers) {
      assert.equal(toHex(hashHeader(headerFrom(header))), hash)
      assert.deepEqual(json.headerToJson(headerFrom(header)), header)
    }
  })

  test('commit hashes, what each validator signed, and the JSON form', () => {
    for (const { chainId, commit: form, hash, signBytes } of vectors.commits) {
      const commit = commitFrom(form)
      assert.equal(toHex(hashCommit(commit)), hash)
      signBytes.forEach((bytes, at) => {
        assert.equal(toHex(voteSignBytes(chainId, commit, at)), bytes)
      })
      if (commit.signatures.length > 0) assert.deepEqual(json.commitToJson(commit), form)
    }
  })

  test('votes verify under their keys, over nothing else, and under no other key', () => {
    for (const { chainId, commit: form, publicKeys } of vectors.commits) {
      const commit = commitFrom(form)
      publicKeys.forEach((key, at) => {
        if (key === '') return
        const { signature } = commit.signatures[at]!
        const signed = voteSignBytes(chainId, commit, at)
        assert.ok(checkVote(fromHex(key), signed, signature))
        assert.ok(!checkVote(fromHex(key), voteSignBytes('other', commit, at), signature))
        assert.ok(!checkVote(sha256(fromHex(key)), signed, signature))
        assert.ok(!checkVote(fromHex(key).subarray(1), signed, signature))
        assert.ok(!checkVote(fromHex(key), signed, signature.subarray(1)))
      })
    }
  })

  test('validator sets: hash, order, addresses and the JSON form', () => {
    for (const { validators: forms, hash, total } of vectors.validatorSets) {
      const validators = forms.map(validatorFrom)
      assert.equal(toHex(hashValidators(validators)), hash)
      assert.equal(totalPower(validators), BigInt(total))
      assert.deepEqual([...validators].reverse().sort(compareValidators), validators)
      assert.deepEqual(validators.map(json.validatorToJson), forms)
    }
  })

  test('blocks: their bytes, parts, data hash, evidence hash and name', () => {
    for (const vector of vectors.blocks) {
      const bundles = vector.transactions.map(([byte, count]) => new Uint8Array(count).fill(byte))
      const header = headerFrom(vector.header)
      const block = { header, bundles, lastCommit: commitFrom(vector.lastCommit) }
      const bytes = encodeBlock(block)
      assert.equal(bytes.length, vector.bytes)
      assert.equal(toHex(sha256(bytes)), vector.sha256)
      assert.equal(toHex(dataHash(bundles)), vector.dataHash)
      assert.equal(toHex(noEvidenceHash), vector.evidenceHash)
      const blockId = { hash: hashHeader(header), parts: partSetHeader(bytes) }
      assert.deepEqual(json.blockIdToJson(blockId), vector.blockId)
    }
  })

  test('result and parameter hashes', () => {
    for (const { results, hash } of vectors.results) {
      const told = results.map(({ code, data, gasWanted, gasUsed }) => ({
        code,
        data: fromHex(data),
        gasWanted: Number(gasWanted),
        gasUsed: Number(gasUsed),
      }))
      assert.equal(toHex(lastResultsHash(told)), hash)
    }
    for (const { hash, ...params } of vectors.params) assert.equal(toHex(consensusHash(params)), hash)
  })

  test('ZIP-215: every pair of small-order encodings is a valid key and signature for s = 0', () => {
    const { message, encodings, accepted } = vectors.zip215
    assert.equal(accepted, encodings.length ** 2)
    for (const key of encodings)
      for (const r of encodings)
        assert.ok(checkVote(fromHex(key), fromHex(message), fromHex(r + '00'.repeat(32))), `${key} ${r}`)
  })
})

describe('votes on WebCrypto', () => {
  const onPlatform = webCryptoVoteCheck(globalThis.crypto.subtle)

  test('give the verdicts of the pure check: real votes, forged ones, and every small-order pair', async () => {
    const same = async (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
      assert.equal(await onPlatform(key, message, signature), checkVote(key, message, signature))
    for (const { chainId, commit: form, publicKeys } of vectors.commits) {
      const commit = commitFrom(form)
      for (const [at, key] of publicKeys.entries()) {
        const { signature } = commit.signatures[at]!
        const signed = voteSignBytes(chainId, commit, at)
        await same(fromHex(key), signed, signature)
        await same(fromHex(key), concat(signed, signed), signature)
        await same(fromHex(key), signed, signature.subarray(1))
      }
    }
    const { message, encodings } = vectors.zip215
    for (const key of encodings)
      for (const r of encodings.slice(0, 4))
        assert.ok(await onPlatform(fromHex(key), fromHex(message), fromHex(r + '00'.repeat(32))))
  })

  test('a platform without Ed25519 leaves the verdict to the pure check', async () => {
    const refuses = async () => {
      throw new DOMException('unknown', 'NotSupportedError')
    }
    const without = webCryptoVoteCheck({ importKey: refuses, verify: refuses })
    const { chainId, commit: form, publicKeys } = vectors.commits[0]!
    const commit = commitFrom(form)
    const signed = voteSignBytes(chainId, commit, 0)
    assert.ok(await without(fromHex(publicKeys[0]!), signed, commit.signatures[0]!.signature))
  })
})

describe('bundle results', () => {
  test('cover every member in order, and tell inadmissible from undecodable', () => {
    const txId = sha256(Uint8Array.of(1))
    const ok = bundleResult([{ txId, outcome: ['ok', []] }])
    assert.equal(ok.code, 0)
    assert.equal(ok.data.length, 32)
    assert.notDeepEqual(ok.data, bundleResult([{ txId, outcome: ['inadmissible', 'expired'] }]).data)
    assert.equal(undecodableResult.code, 1)
    assert.equal(undecodableResult.data.length, 0)
  })
})

describe('time', () => {
  test('RFC 3339 is what the platform writes, for every millisecond between the years 1 and 9999', () => {
    assert.equal(formatTimestamp(zeroTime), '0001-01-01T00:00:00Z')
    fc.assert(
      fc.property(
        fc.date({ min: new Date(-62_135_596_800_000), max: new Date(253_402_300_799_999), noInvalidDate: true }),
        (date) => {
          const time = timestampFromMs(date.getTime())
          assert.ok(isTimestamp(time))
          assert.equal(timestampToMs(time), date.getTime())
          assert.equal(Date.parse(formatTimestamp(time)), date.getTime())
        },
      ),
    )
  })
})
