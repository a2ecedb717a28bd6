import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compareFingerprint, forget, isIndependent, recall, remember, type TrustSource } from './trustSource.ts'

const fingerprint = '0123456789abcdef'.repeat(4)

class MapStorage {
  readonly items = new Map<string, string>()
  get length(): number {
    return this.items.size
  }
  key(at: number): string | null {
    return [...this.items.keys()][at] ?? null
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value)
  }
  removeItem(key: string): void {
    this.items.delete(key)
  }
}

describe('a typed fingerprint', () => {
  test('matches however it is grouped, in either case and in full-width digits', () => {
    for (const typed of [
      fingerprint,
      fingerprint.toUpperCase(),
      fingerprint.replace(/(.{4})/g, '$1 '),
      fingerprint.replace(/(.{2})/g, '$1:'),
      `　${fingerprint.slice(0, 32)}`,
      `０１２３${fingerprint.slice(4)}`,
    ])
      assert.equal(compareFingerprint(typed, fingerprint), 'match')
  })

  test('is not enough below 32 digits, and a single wrong digit anywhere is a mismatch', () => {
    assert.equal(compareFingerprint(' ', fingerprint), 'empty')
    assert.equal(compareFingerprint(fingerprint.slice(0, 31), fingerprint), 'incomplete')
    assert.equal(compareFingerprint(`${fingerprint}0`, fingerprint), 'mismatch')
    fc.assert(
      fc.property(fc.nat(63), (at) => {
        const wrong = fingerprint.slice(0, at) + (fingerprint[at] === 'f' ? '0' : 'f') + fingerprint.slice(at + 1)
        assert.equal(compareFingerprint(wrong, fingerprint), 'mismatch')
      }),
    )
  })
})

test('what the site gives, and what nobody compared, is never independent', () => {
  const sources: TrustSource[] = [{ kind: 'site' }, { kind: 'unconfirmed' }]
  for (const source of sources) assert.equal(isIndependent(source), false)
  assert.ok(isIndependent({ kind: 'remembered', since: 1, how: 'pinned' }))
})

test('remembered roots come back newest first, forgotten ones are gone, damaged and foreign ones are left out', () => {
  const storage = new MapStorage()
  const root = { chainId: 'a', fingerprint, since: 1, how: 'pinned' as const, trust: '{}' }
  remember(storage, root)
  remember(storage, { ...root, fingerprint: 'b'.repeat(64), since: 2 })
  storage.setItem('gongshi/trust/1/x', '{')
  storage.setItem('gongshi/trust/1/y', JSON.stringify(root))
  storage.setItem('other', 'x')
  assert.deepEqual(
    recall(storage).map((one) => one.since),
    [2, 1],
  )
  forget(storage, fingerprint)
  assert.deepEqual(
    recall(storage).map((one) => one.since),
    [2],
  )
})
