import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figureValue, figureWord } from './actWords.ts'

test('a figure has its name and its unit; one that this file does not know stands as the ledger has it', () => {
  assert.equal(figureWord('governance', 'votingPeriod', 'en'), 'Voting period')
  assert.equal(figureValue('erasure', 'waitingTime', '604800000', 'zh'), '7天')
  assert.equal(figureValue('erasure', 'waitingTime', '86400000', 'en'), '1 day')
  assert.equal(figureValue('governance', 'votingPeriod', '5400000', 'en'), '90 minutes')
  assert.equal(figureValue('governance', 'memberThreshold', '2:3', 'en'), '2/3')
  assert.equal(figureValue('participation', 'leastDays', '22', 'en'), '22')
  assert.deepEqual([figureWord('other', 'x', 'en'), figureValue('other', 'x', '9', 'en')], ['x', '9'])
})
