/** A bug that somebody could have written: `is` stands once in the file, and `becomes` is what the bug makes of it. */
export type Bug = {
  readonly name: string
  readonly file: string
  readonly is: string
  readonly becomes: string
  /** What has to catch it: schedules of the simulator, or a test file. */
  readonly caughtBy: { readonly schedules: number; readonly seed?: number } | { readonly test: string }
}

const solo = 'packages/engine-solo/src'
const ledger = 'packages/ledger/src'
const comet = 'packages/engine-cometbft/src'
const simulator = { schedules: 40 }

export const bugs: readonly Bug[] = [
  {
    name: 'a block is written and never synced',
    file: `${solo}/solo.ts`,
    is: 'await this.#log.appendDurably(block.header.height, encodeSoloBlock(block))',
    becomes: 'await this.#log.append(block.header.height, encodeSoloBlock(block))',
    caughtBy: simulator,
  },
  {
    name: 'acknowledged before the sync',
    file: `${solo}/solo.ts`,
    is: '    await durable\n    await ledger.commit()',
    becomes: '    await ledger.commit()',
    caughtBy: simulator,
  },
  {
    name: 'what only the cache has is built upon',
    file: `${solo}/recover.ts`,
    is: '  await log.secure()\n',
    becomes: '',
    caughtBy: simulator,
  },
  {
    name: 'a new segment’s name is not synced',
    file: `${solo}/blocks/blockLog.ts`,
    is: '      await this.#folder.sync()\n      this.#segments.push(segment)',
    becomes: '      this.#segments.push(segment)',
    caughtBy: simulator,
  },
  {
    name: 'blocks that are missing below the state are not missed',
    file: `${solo}/recover.ts`,
    is: 'if (known > last) throw',
    becomes: 'if (known > last + 1000) throw',
    caughtBy: { test: `${solo}/solo.test.ts` },
  },
  {
    name: 'a payload’s checksum is not looked at',
    file: `${solo}/blocks/record.ts`,
    is: 'return crc32(bytes.subarray(position + headBytes, payloadEnd)) === head.payloadCrc',
    becomes: 'return true',
    caughtBy: { test: `${solo}/blocks/blockLog.test.ts` },
  },
  {
    name: 'any damage passes for a torn write',
    file: `${solo}/blocks/scan.ts`,
    is: "kind: torn && !followed ? 'torn' : 'damaged'",
    becomes: "kind: torn || !followed ? 'torn' : 'damaged'",
    caughtBy: { test: `${solo}/blocks/blockLog.test.ts` },
  },
  {
    name: 'block time follows a clock that goes back',
    file: `${solo}/clock.ts`,
    is: 'return Math.max(now, previous + 1)',
    becomes: 'return now',
    caughtBy: simulator,
  },
  {
    name: 'a clock that has jumped is trusted',
    file: `${solo}/clock.ts`,
    is: 'if (Math.abs(byMs) > this.#limitMs) throw',
    becomes: 'if (byMs > 1e15) throw',
    caughtBy: { test: `${solo}/solo.test.ts` },
  },
  {
    name: 'the last millisecond of a transaction is refused',
    file: `${ledger}/admit/admissible.ts`,
    is: 'if (notAfter < time) return',
    becomes: 'if (notAfter <= time) return',
    caughtBy: simulator,
  },
  {
    name: 'the farthest notAfter is refused',
    file: `${ledger}/admit/admissible.ts`,
    is: 'if (notAfter > limit) return',
    becomes: 'if (notAfter >= limit) return',
    caughtBy: simulator,
  },
  {
    name: 'ids of new blocks are not remembered',
    file: `${ledger}/admit/committedIds.ts`,
    is: 'for (const id of known === undefined ? [] : ids) known!.add(bytesName(id))',
    becomes: 'for (const id of known === undefined ? [] : ids) bytesName(id)',
    caughtBy: simulator,
  },
  {
    name: 'due acts are not in the order of their times',
    file: `${ledger}/execute/dueQueue.ts`,
    is: 'acts.sort((left, right) => left.at - right.at)',
    becomes: 'acts.sort((left, right) => right.at - left.at)',
    caughtBy: simulator,
  },
  {
    name: 'a store that failed is written on',
    file: `${ledger}/store/writeBehind.ts`,
    is: "        throw cause instanceof LedgerError ? cause : new LedgerError({ code: 'store-write-failed' }, { cause })",
    becomes: '        this.#flush = cause === null ? this.#flush : null',
    caughtBy: { test: `${ledger}/commit/ledger.test.ts` },
  },
  {
    name: 'Commit answers before the store has the block',
    file: `${comet}/application.ts`,
    is: '    await ledger.commit()\n',
    becomes: '    ledger.commit().catch(() => undefined)\n',
    caughtBy: { schedules: 1, seed: 3 },
  },
  {
    name: 'a validator votes for what may not stand in a block',
    file: `${comet}/proposals.ts`,
    is: 'return this.#needs.ledger.process(bundles, block).ok ||',
    becomes: 'return this.#needs.ledger.process(bundles, block).ok || bundles.length > 0 ||',
    caughtBy: { test: `${comet}/application.test.ts` },
  },
]
