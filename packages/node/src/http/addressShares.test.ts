import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddressShares } from './addressShares.ts'

test('an address that has its share waiting has no room for more until one is done; another has', async () => {
  const shares = new AddressShares(2)
  const ends: (() => void)[] = []
  const wait = (address: string) => shares.during(address, () => new Promise<void>((done) => ends.push(done)))
  const first = wait('192.0.2.1')
  shares.assertRoom('192.0.2.1')
  const second = wait('192.0.2.1')
  assert.throws(() => shares.assertRoom('192.0.2.1'), { message: 'queue-share-full' })
  await assert.rejects(wait('192.0.2.1'), { message: 'queue-share-full' })
  shares.assertRoom('192.0.2.2')
  ends[0]!()
  await first
  shares.assertRoom('192.0.2.1')
  ends[1]!()
  await second
})
