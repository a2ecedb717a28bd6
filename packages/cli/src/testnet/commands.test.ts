import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCommand } from './commands.ts'

const names = ['node1', 'node2', 'node3']

test('the commands of a test network', () => {
  assert.deepEqual(parseCommand('kill node3', names), { act: 'kill', nodes: [2] })
  assert.deepEqual(parseCommand('  cut node1,node2 ', names), { act: 'cut', nodes: [0, 1] })
  assert.deepEqual(parseCommand('loss all 2.5', names), {
    act: 'impair',
    nodes: [0, 1, 2],
    fault: { kind: 'loss', percent: 2.5 },
  })
  assert.deepEqual(parseCommand('slow node2 256', names), {
    act: 'impair',
    nodes: [1],
    fault: { kind: 'slow', kilobits: 256 },
  })
  assert.deepEqual(parseCommand('delay node1 100', names), {
    act: 'impair',
    nodes: [0],
    fault: { kind: 'delay', ms: 100 },
  })
  assert.deepEqual(parseCommand('heal', names), { act: 'heal' })
})

test('what is none of them is refused with the line', () => {
  const lines = ['', 'kill', 'kill node4', 'kill node1 5', 'loss node1', 'loss node1 101', 'slow node1 0', 'heal node1']
  for (const line of [...lines, 'delay node1 -5', 'delay node1 1e3', 'reboot node1', 'cut node1 node2', 'loss all 1 2'])
    assert.throws(() => parseCommand(line, names), { code: 'cli-testnet-command' }, line)
})
