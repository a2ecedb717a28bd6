import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { blockIdFlag, type Commit, fromHex, type Header, timestampFromMs, type Validator } from '@gongshi/protocol'
import { addressOf, clockSkew, VoteReader } from './votes.ts'

const validators = [1, 2, 3].map(
  (byte): Validator => ({ publicKey: new Uint8Array(32).fill(byte), power: 1n, priority: 0n }),
)
const names = validators.map(addressOf)

/** Flags of a block's votes by the set's order; a vote that is missing has no address. */
function commitOf(flags: readonly number[], times: readonly number[] = flags.map(() => 0)): Commit {
  const signatures = flags.map((flag, at) => ({
    flag,
    validatorAddress: flag === blockIdFlag.absent ? new Uint8Array() : fromHex(names[at]!),
    timestamp: timestampFromMs(times[at]!),
    signature: new Uint8Array(),
  }))
  const blockId = { hash: new Uint8Array(32), parts: { total: 1, hash: new Uint8Array(32) } }
  return { height: 1, round: 0, blockId, signatures } as unknown as Commit
}

const { commit, absent, nil } = blockIdFlag

describe('who voted', () => {
  /** Sets by height: the third validator joins at 3. */
  const commits = [
    [commit, commit],
    [commit, absent],
    [commit, nil, commit],
    [commit, commit, commit],
  ]
  let asked = 0
  const chain = {
    findCommit: async (height: number) => commits[height - 1] && commitOf(commits[height - 1]!),
    findHeader: async (height: number) =>
      ({ validatorsHash: new Uint8Array(32).fill(height < 3 ? 1 : 2) }) as unknown as Header,
    findValidators: async (height: number) => {
      asked += 1
      return validators.slice(0, height < 3 ? 2 : 3)
    },
  }

  test('a mark a block and validator, also where the set changed, and each set is read once', async () => {
    const reader = new VoteReader(chain)
    const votes = await reader.read(1, 4)
    assert.deepEqual(
      names.map((name) => votes.get(name)),
      ['xxxx', 'x__x', '--xx'],
    )
    assert.ok(asked >= 2)
    const before = asked
    await reader.read(1, 4)
    assert.equal(asked, before)
  })

  test('a set that could not be told at first is asked for again', async () => {
    let isTold = false
    const late = {
      ...chain,
      findValidators: async (height: number) => (isTold ? chain.findValidators(height) : undefined),
    }
    const reader = new VoteReader(late)
    assert.equal((await reader.read(1, 2)).size, 0)
    isTold = true
    assert.equal((await reader.read(1, 2)).get(names[0]!), 'xx')
  })

  test('blocks that are not there, and none at all', async () => {
    const reader = new VoteReader(chain)
    assert.equal((await reader.read(4, 5)).get(names[0]!), 'x-')
    assert.equal((await reader.read(1, 0)).size, 0)
  })
})

test('a clock is compared with the middle one of the others’ votes', () => {
  const own = names[0]!
  const others = commitOf([commit, commit, commit], [999_999, 10_000, 10_400])
  assert.equal(clockSkew(others, 10_500, own), 100)
  assert.equal(clockSkew(others, 4000, own), -6400)
  assert.equal(clockSkew(commitOf([commit, absent, nil], [5, 0, 7]), 10_000, own), null)
})
