import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nothingKnown } from './nodeState.ts'
import { LiveText, networkTable } from './table.ts'

const validator = (name: string, of: { readonly isOwn?: boolean; readonly isMissing?: boolean } = {}) => ({
  address: 'ab'.repeat(20),
  origin: `localhost/chain/${name}`,
  organ: { scheme: 'x-testnet', id: name.at(-1)! },
  isOwn: of.isOwn ?? false,
  isMissing: of.isMissing ?? false,
})

test('the table says of each node what it knows, in either language, and nothing of one that does not answer', () => {
  const network = {
    appHash: `0123456789${'0'.repeat(54)}`,
    peers: 2,
    time: 1_000_000,
    validators: [validator('node1', { isOwn: true }), validator('node2', { isMissing: true })],
  }
  const nodes = [
    { name: 'node1', portal: 'http://127.0.0.1:1', now: { state: 'up' as const, height: 12, code: null, network } },
    { name: 'node2', portal: 'http://127.0.0.1:2', now: nothingKnown },
  ]
  const en = networkTable({ say: ({ en }) => en, now: () => 1_001_500 }, nodes).split('\n')
  assert.match(en[0]!, /^node +department +state +height +app hash +peers +block time +missing +portal$/)
  assert.match(en[1]!, /^node1 +x-testnet\/1 +up +12 +01234567 +2 +1\.5 s +node2 +http:\/\/127\.0\.0\.1:1$/)
  assert.match(en[2]!, /^node2 +down +http/)
  const zh = networkTable({ say: ({ zh }) => zh, now: () => 1_001_500 }, nodes)
  assert.match(zh, /停止/)
})

test('a live text takes the place of the one before', () => {
  let written = ''
  const live = new LiveText((text) => {
    written += text
  })
  live.show('one\ntwo')
  live.show('three\nfour')
  assert.equal(written, 'one\u001b[K\ntwo\u001b[K\n\u001b[J\u001b[2Fthree\u001b[K\nfour\u001b[K\n\u001b[J')
})
