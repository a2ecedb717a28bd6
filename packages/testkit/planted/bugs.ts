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
const protocol = 'packages/protocol/src'
const kit = 'packages/affair-kit/src'
const contents = 'packages/contents/src'
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
  {
    name: 'a refused act leaves its writes',
    file: `${ledger}/execute/executeBlock.ts`,
    is: "    if (outcome[0] === 'ok') this.#absorb(overlay, host)",
    becomes: '    this.#absorb(overlay, host)',
    caughtBy: simulator,
  },
  {
    name: 'a due act stays armed',
    file: `${ledger}/execute/executeBlock.ts`,
    is: ' || !disarmDue(this.#overlay, act.at, act)) continue',
    becomes: ') continue',
    caughtBy: { test: `${ledger}/execute/versions.test.ts` },
  },
  {
    name: 'a number may be spelt longer than it need be',
    file: `${protocol}/bytes/cborReader.ts`,
    is: "if (this.#argument < least) throw fail('cbor-not-canonical', start)",
    becomes: "if (this.#argument < 0) throw fail('cbor-not-canonical', start)",
    caughtBy: { test: `${protocol}/bytes/cbor.test.ts` },
  },
  {
    name: 'a byte string shows the memory of what it was read from',
    file: `${protocol}/bytes/cborReader.ts`,
    is: '      return this.#bytes.slice(this.#at - length, this.#at)\n    }\n    if (major === 3)',
    becomes: '      return this.#bytes.subarray(this.#at - length, this.#at)\n    }\n    if (major === 3)',
    caughtBy: { test: `${protocol}/bytes/cbor.test.ts` },
  },
  {
    name: 'any leaf at all proves that another is absent',
    file: `${protocol}/state/proof.ts`,
    is: 'if (terminal !== null && !standsOnWay(terminal, path, depth)) return null',
    becomes: 'if (terminal !== null && terminal.path.length !== 32) return null',
    caughtBy: { test: `${protocol}/state/state.test.ts` },
  },
  {
    name: 'a node above one leaf is hashed as if there were two',
    file: `${ledger}/state/levels.ts`,
    is: 'kinds[at] = Math.min(sum, many)',
    becomes: 'kinds[at] = sum === 0 ? none : many',
    caughtBy: { test: `${ledger}/state/stateTree.test.ts` },
  },
  {
    name: 'a bucket of the state is not compared with its root',
    file: `${ledger}/state/stateTree.ts`,
    is: '    if (!equalBytes(computeBucketRoots([bucket], upperBits), this.#upper.hash(upperBits, index)))\n',
    becomes: '    if (bucket.count === 0)\n',
    caughtBy: { test: `${ledger}/state/stateTree.test.ts` },
  },
  {
    name: 'a shortened tile of the log passes',
    file: `${ledger}/log/logStore.ts`,
    is: 'if (stored === undefined || stored.length !== count * 32) throw',
    becomes: 'if (stored === undefined) throw',
    caughtBy: { test: `${ledger}/log/logStore.test.ts` },
  },
  {
    name: 'lost ids read as unused',
    file: `${ledger}/admit/committedIds.ts`,
    is: 'if (reached.count !== expected.count || !equalBytes(reached.chain, expected.chain))',
    becomes: 'if (reached.count > expected.count)',
    caughtBy: { test: `${ledger}/snapshot/snapshot.test.ts` },
  },
  {
    name: 'ids are forgotten while they still count',
    file: `${ledger}/admit/replayWindow.ts`,
    is: 'prune(state, minuteOf(time) - keptMinutes - 1)',
    becomes: 'prune(state, minuteOf(time) + keptMinutes)',
    caughtBy: { test: `${ledger}/admit/replayWindow.test.ts` },
  },
  {
    name: 'a revoked key signs',
    file: `${ledger}/admit/admissible.ts`,
    is: "    if (!registered.isActive) return inadmissible('signer-revoked', [index], txId)\n",
    becomes: '',
    caughtBy: simulator,
  },
  {
    name: 'one far-dated act too many a day',
    file: `${ledger}/admit/admissible.ts`,
    is: 'return spent < jointActsPerDay ?',
    becomes: 'return spent <= jointActsPerDay ?',
    caughtBy: { test: `${ledger}/admit/admissible.test.ts` },
  },
  {
    name: 'any officer has any role',
    file: `${kit}/run/authority.ts`,
    is: '(_session, { roles }, { role }) => roles.includes(role)',
    becomes: '(_session, _office, { role }) => role.length > 0',
    caughtBy: { test: `${kit}/run/fixtures.test.ts` },
  },
  {
    name: 'one officer signs under two names',
    file: `${kit}/run/authority.ts`,
    is: "if (officers.includes(holder.name)) refuse('signer-repeated', [rule.name])",
    becomes: "if (officers.length > 9) refuse('signer-repeated', [rule.name])",
    caughtBy: { test: 'packages/affairs/src/organisations/officers.test.ts' },
  },
  {
    name: 'an office never ends',
    file: `${kit}/run/authority.ts`,
    is: 'passes: ({ block }, { term }) => holdsAt(term, block.time) }',
    becomes: 'passes: ({ block }, { term }) => term.from <= block.time }',
    caughtBy: { test: `${kit}/run/perform.test.ts` },
  },
  {
    name: 'S and S + L are the same signature',
    file: `${protocol}/suites/ed25519.ts`,
    is: '    scalarOf(signature) < order &&\n',
    becomes: '    scalarOf(signature) < 2n * order &&\n',
    caughtBy: { test: `${protocol}/suites/suites.test.ts` },
  },
  {
    name: 'an LMDB range backwards has its upper end',
    file: `${ledger}/store/lmdbStore.ts`,
    is: 'compareBytes(key, range.to) >= 0) continue',
    becomes: 'compareBytes(key, range.to) > 0) continue',
    caughtBy: { test: `${ledger}/store/store.test.ts` },
  },
  {
    name: 'what is being flushed cannot be read',
    file: `${ledger}/store/writeBehind.ts`,
    is: 'for (const layer of [this.#current, this.#flushing])',
    becomes: 'for (const layer of [this.#current])',
    caughtBy: simulator,
  },
  {
    name: 'a compacted store keeps its free pages',
    file: `${ledger}/store/compactLmdbStore.ts`,
    is: '      await store.backup(scratch, true)\n',
    becomes: '      await store.backup(scratch, false)\n',
    caughtBy: { test: `${ledger}/store/compactLmdbStore.test.ts` },
  },
  {
    name: 'a chunk of a snapshot is taken as it comes',
    file: `${ledger}/snapshot/importSnapshot.ts`,
    is: ' || !equalBytes(nativeSha256(chunk), expected))',
    becomes: ')',
    caughtBy: { test: `${ledger}/snapshot/snapshot.test.ts` },
  },
  {
    name: 'a snapshot may lack ids',
    file: `${ledger}/snapshot/importSnapshot.ts`,
    is: '    this.#assertIds(time)\n',
    becomes: '',
    caughtBy: { test: `${ledger}/snapshot/snapshot.test.ts` },
  },
  {
    name: 'an erased content may be put back',
    file: `${contents}/store.ts`,
    is: "    if (tombstone !== undefined) throw new ContentError({ code: 'content-erased', entry: tombstone.entry })\n    // Its discarding",
    becomes: '    // Its discarding',
    caughtBy: { test: `${contents}/store.test.ts` },
  },
  {
    name: 'a content is destroyed before its tombstone stands',
    file: `${contents}/store.ts`,
    is: '      await this.#tombstones.add(commitment, tombstone)\n      await this.#destroy(id)\n',
    becomes: '      await this.#destroy(id)\n      await this.#tombstones.add(commitment, tombstone)\n',
    caughtBy: { test: `${contents}/crash.test.ts` },
  },
  {
    name: 'a flipped bit of a content passes for a torn write',
    file: `${contents}/packScan.ts`,
    is: ' && (part.short || hasZeroPage(pack, part))',
    becomes: '',
    caughtBy: { test: `${contents}/crash.test.ts` },
  },
  {
    name: 'a put of a content that only the cache has is acknowledged',
    file: `${contents}/packs.ts`,
    is: '    await this.#fuse.settling(() => this.#secure(name, pack, scan))\n',
    becomes: '',
    caughtBy: { schedules: 1, seed: 1173 },
  },
  {
    name: 'a tombstone’s name is not synced when it is found',
    file: `${contents}/tombstones.ts`,
    is: '    await files.syncFolder(folder)\n',
    becomes: '',
    caughtBy: { schedules: 1, seed: 109 },
  },
]
