import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secretSigner, toHex, utf8 } from '@gongshi/protocol'
import { quickSigner } from './quickSigner.ts'

test('who signs hundreds signs what everybody signs with that secret', async () => {
  const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 7 + 1)
  for (const suite of ['ed25519', 'es256'] as const) {
    const [pure, quick] = [secretSigner(suite, secret), await quickSigner(suite, secret)]
    assert.equal(toHex(quick.key.id), toHex(pure.key.id))
    for (const message of [utf8(''), utf8('公示'), new Uint8Array(5000).fill(3)])
      assert.equal(toHex(await quick.sign(message)), toHex(await pure.sign(message)), suite)
  }
})
