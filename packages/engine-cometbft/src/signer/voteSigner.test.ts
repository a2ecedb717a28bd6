import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { blockIdFlag, type Commit, checkVote, toHex, voteSignBytes } from '@gongshi/protocol'
import { Proposal, Vote } from 'cosmjs-types/tendermint/types/types'
import fc from 'fast-check'
import { ed25519Key } from '../../fixtures/signer.ts'
import { CometError } from '../errors.ts'
import { type SignedStore, VoteSigner } from './voteSigner.ts'

const chainId = 'test-city'
const key = ed25519Key('validator')
const block = (byte: number) => ({
  hash: new Uint8Array(32).fill(byte),
  partSetHeader: { total: 1, hash: new Uint8Array(32).fill(byte) },
})
const nil = { hash: new Uint8Array(), partSetHeader: { total: 0, hash: new Uint8Array() } }
const time = (seconds: number) => ({ seconds: BigInt(1_790_000_000 + seconds), nanos: seconds })

type Asked = {
  readonly height: number
  readonly round: number
  readonly step: 1 | 2 | 3
  readonly block: number
  readonly at: number
}

function ask(signer: VoteSigner, { height, round, step, block: byte, at }: Asked): Promise<Vote | Proposal> {
  const common = { height: BigInt(height), round, timestamp: time(at), blockId: byte === 0 ? nil : block(byte) }
  if (step === 1) return signer.signProposal(Proposal.fromPartial({ type: 32, polRound: -1, ...common }))
  return signer.signVote(Vote.fromPartial({ type: step - 1, ...common }))
}

/** A disk that can lose what was not written, and refuse to write. */
class Disk implements SignedStore {
  text: string | null = null
  isFull = false
  async read(): Promise<string | null> {
    return this.text
  }
  async write(text: string): Promise<void> {
    if (this.isFull) throw new Error('no space')
    this.text = text
  }
}

const reasonOf = (asking: Promise<unknown>) =>
  asking.then(
    () => null,
    (error: unknown) => {
      assert.ok(error instanceof CometError && error.failure.code === 'signer-refused', String(error))
      return error.failure.reason
    },
  )
const first: Asked = { height: 5, round: 1, step: 2, block: 1, at: 1 }

describe('a signer outside the node', () => {
  test('signs what CometBFT checks: precommits as they stand in a commit, for a block and for none', async () => {
    const signer = await VoteSigner.open(chainId, key, new Disk(), true)
    for (const [round, byte] of [
      [0, 7],
      [1, 0],
    ] as const) {
      const { signature, timestamp, extensionSignature } = (await ask(signer, {
        height: 9,
        round,
        step: 3,
        block: byte,
        at: 3,
      })) as Vote
      const flag = byte === 0 ? blockIdFlag.nil : blockIdFlag.commit
      const { hash, partSetHeader: parts } = block(byte)
      const seconds = { seconds: Number(timestamp.seconds), nanos: timestamp.nanos }
      const commit = {
        height: 9,
        round,
        blockId: { hash, parts },
        signatures: [{ flag, validatorAddress: new Uint8Array(20), timestamp: seconds, signature }],
      } as unknown as Commit
      assert.ok(checkVote(key.publicKey, voteSignBytes(chainId, commit, 0), signature))
      assert.equal(extensionSignature.length, byte === 0 ? 0 : 64, 'CometBFT wants one with each precommit for a block')
    }
  })

  test('the same again gets the same, with the time of the first; what goes back or contradicts gets nothing, also after a restart', async () => {
    const disk = new Disk()
    let signer = await VoteSigner.open(chainId, key, disk, true)
    const signed = await ask(signer, first)
    for (const restarts of [false, true]) {
      if (restarts) signer = await VoteSigner.open(chainId, key, disk, false)
      const again = await ask(signer, { ...first, at: 60 })
      assert.deepEqual([again.signature, again.timestamp], [signed.signature, time(1)])
      assert.equal(await reasonOf(ask(signer, { ...first, block: 2 })), 'conflict')
      assert.equal(await reasonOf(ask(signer, { ...first, block: 0 })), 'conflict')
      for (const back of [{ height: 4, round: 9, step: 3 }, { round: 0, step: 3 }, { step: 1 }] as const)
        assert.equal(await reasonOf(ask(signer, { ...first, ...back })), 'regression')
    }
    assert.equal(await reasonOf(ask(signer, { ...first, height: 0 })), 'regression')
    const extended = Vote.fromPartial({
      type: 2,
      height: 6n,
      timestamp: time(0),
      blockId: block(1),
      extension: Uint8Array.of(1),
    })
    assert.equal(await reasonOf(signer.signVote(extended)), 'extension')
    assert.equal(
      await reasonOf(signer.signVote(Vote.fromPartial({ type: 32, height: 6n, timestamp: time(0) }))),
      'kind',
    )
  })

  test('what the disk did not take nobody sees, and nothing else is signed in its place', async () => {
    const disk = new Disk()
    const signer = await VoteSigner.open(chainId, key, disk, true)
    disk.isFull = true
    await assert.rejects(ask(signer, first), /no space/)
    await assert.rejects(ask(signer, first), /no space/)
    assert.equal(await reasonOf(ask(signer, { ...first, block: 2 })), 'conflict')
    disk.isFull = false
    assert.equal((await ask(signer, { ...first, at: 2 })).signature.length, 64)
  })

  test('without the record of what was signed it does not begin; nor with another key’s, chain’s, or a damaged one', async () => {
    const disk = new Disk()
    await assert.rejects(VoteSigner.open(chainId, key, disk, false), { code: 'signer-state-missing' })
    await ask(await VoteSigner.open(chainId, key, disk, true), first)
    await assert.rejects(VoteSigner.open(chainId, key, disk, true), { code: 'signer-state-present' })
    await assert.rejects(VoteSigner.open('elsewhere', key, disk, false), { code: 'signer-state-unreadable' })
    await assert.rejects(VoteSigner.open(chainId, ed25519Key('other'), disk, false), {
      code: 'signer-state-unreadable',
    })
    for (const damaged of ['', '{}', disk.text!.replace('"height": "5"', '"height": "x"'), disk.text!.slice(0, 200)]) {
      const store = { read: async () => damaged, write: async () => undefined }
      await assert.rejects(VoteSigner.open(chainId, key, store, false), { code: 'signer-state-unreadable' })
    }
  })

  test('whatever is asked, restarted and lost in between: no place is ever signed twice for different things, and places only rise', async () => {
    const step = fc.record({
      asked: fc.record({
        height: fc.integer({ min: 1, max: 3 }),
        round: fc.nat(1),
        step: fc.constantFrom(1 as const, 2 as const, 3 as const),
        block: fc.nat(2),
        at: fc.nat(3),
      }),
      restarts: fc.boolean(),
      isFull: fc.boolean(),
    })
    const run = async (steps: readonly { asked: Asked; restarts: boolean; isFull: boolean }[]) => {
      const disk = new Disk()
      let signer = await VoteSigner.open(chainId, key, disk, true)
      const given = new Map<number, string>()
      for (const { asked, restarts, isFull } of steps) {
        if (restarts) signer = await VoteSigner.open(chainId, key, disk, false)
        disk.isFull = isFull
        const answer = await ask(signer, asked).catch(() => null)
        if (answer === null) continue
        const place = asked.height * 100 + asked.round * 10 + asked.step
        const said = `${asked.block} ${answer.timestamp.nanos} ${toHex(answer.signature)}`
        assert.equal(given.get(place) ?? said, said)
        assert.ok(place >= Math.max(0, ...given.keys()), 'nothing is signed below what was signed')
        given.set(place, said)
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), run), { numRuns: 100 })
  })
})
