import { formatFingerprint, formatTrust, parseTrust, trustFingerprint } from '@gongshi/protocol'
import { testValidator, trustOf } from '../../packages/protocol/test/evidence.ts'

type Plain = { [name: string]: unknown }

const four = ['a', 'b', 'c', 'd'].map((name) => testValidator(name))

/** Trust roots, and texts that are none. */
export function trustVectors(): object {
  const good = [trustOf(), trustOf(four, { trustPeriodMs: 86_400_000 })]
  const text = formatTrust(good[1]!)
  const changed = (name: string, change: (root: Plain) => void) => {
    const root = JSON.parse(text) as Plain
    change(root)
    return refused(name, JSON.stringify(root))
  }
  const policy = (root: Plain) => root.policy as Plain
  const set = (root: Plain) => (root.validators as { set: Plain[] }).set
  const group = (keys: unknown, threshold = 1) => ({ cosigners: [{ threshold, keys }] })
  return {
    good: good.map((root) => ({ text: formatTrust(root), fingerprint: formatFingerprint(trustFingerprint(root)) })),
    bad: [
      refused('no JSON', '{'),
      refused('a list', '[]'),
      changed('another version', (root) => Object.assign(root, { format: 'gongshi/trust/2' })),
      changed('a field too many', (root) => Object.assign(root, { more: 1 })),
      changed('a field too few', (root) => delete root.source),
      changed('a hash in capitals', (root) => Object.assign(root, { genesisHash: 'AB'.repeat(32) })),
      changed('an engine that is none', (root) => Object.assign(root, { engine: 'other' })),
      changed('a set in another order', (root) => set(root).reverse()),
      changed('no validator', (root) => set(root).splice(0)),
      changed('a validator twice', (root) => set(root).push(set(root).at(-1)!)),
      changed('power of none', (root) => Object.assign(set(root)[0]!, { power: '0' })),
      changed('power as a number', (root) => Object.assign(set(root)[0]!, { power: 10 })),
      changed('more power than there may be', (root) => Object.assign(set(root)[0]!, { power: String(2n ** 60n) })),
      changed('a vkey whose id is not the key’s', (root) => Object.assign(root, { logKeys: [swapped(root)] })),
      changed('a source that turns the writing', (root) => Object.assign(root, { source: 'a\u202eb' })),
      changed('a group of nobody', (root) => Object.assign(policy(root), group([]))),
      changed('a key twice in a group', (root) => Object.assign(policy(root), group([vkeyOf(root), vkeyOf(root)]))),
      changed('more asked for than there are', (root) => Object.assign(policy(root), group([vkeyOf(root)], 2))),
      changed('an age below zero', (root) => Object.assign(policy(root), { maxAgeMs: -1 })),
    ],
  }
}

const vkeyOf = (root: Plain) => (root.logKeys as string[])[0]!
const swapped = (root: Plain) => vkeyOf(root).replace(/\+[0-9a-f]{8}\+/, '+00000000+')

function refused(name: string, text: string): object {
  try {
    parseTrust(text)
  } catch (error) {
    return { name, text, code: (error as { code: string }).code }
  }
  throw new Error(`${name}: accepted`)
}
