import { stepKinds } from '../../../ledger/fixtures/workload.ts'
import { seededRandom } from '../random.ts'

/** What a client sends: what the sample workload knows, and what expires at the very millisecond of its admission. */
export type SentKind = (typeof stepKinds)[number] | 'edge'

/** An operation of the disk at which a fault strikes: of the block file, of its folder, or of the store. */
export type Struck = 'write' | 'sync' | 'open' | 'read' | 'rename' | 'store'

/** One thing that happens to a ledger; `at` is its time in milliseconds from the beginning. */
export type Step = { readonly at: number } & (
  | {
      readonly kind: 'send'
      readonly what: SentKind
      readonly about: number
      /** How long each copy of the request is on its way. */
      readonly lags: readonly number[]
      /** Whether the sender sends it again until it knows its fate. */
      readonly insists: boolean
    }
  /** The process ends now; with the power goes what the disk had not been made to keep. */
  | { readonly kind: 'end'; readonly how: 'kill' | 'power'; readonly downMs: number }
  /** The same in the middle of an operation, `after` others of its sort. */
  | {
      readonly kind: 'strike'
      readonly operation: Struck
      readonly after: number
      readonly how: 'kill' | 'power' | 'EIO' | 'ENOSPC'
      /** How much of a write happens all the same. */
      readonly share: number
    }
  | { readonly kind: 'slow'; readonly byMs: number; readonly forMs: number }
  | { readonly kind: 'clock'; readonly byMs: number }
  /** The next read gives a byte that nobody wrote: of the block file, or of the state. */
  | { readonly kind: 'rot'; readonly operation: 'read' | 'store'; readonly after: number; readonly bit: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'prove' }
)

/** Quiet weeks and busy minutes: this is the longest a run lasts. Milliseconds. */
const longestMs = 20_000
/** Those of one burst come within so many milliseconds. */
const burstMs = 4

/** A whole run from its seed: the same everywhere. */
export function planOf(seed: number): Step[] {
  const random = seededRandom(seed)
  const lengthMs = 200 + random() * longestMs
  const bursts = 5 + whole(random, 15)
  const faults = whole(random, 14)
  const steps = [
    ...Array.from({ length: bursts }, () => burst(random, random() * lengthMs)).flat(),
    ...Array.from({ length: faults }, () => faultAt(random, random() * lengthMs)),
  ]
  return steps.sort((left, right) => left.at - right.at)
}

/** One, some or many who send at about the same time. */
function burst(random: Random, at: number): Step[] {
  const size = 1 + whole(random, 1 + whole(random, 50))
  return Array.from({ length: size }, () => sendAt(random, at + random() * burstMs))
}

export type Random = () => number

const whole = (random: Random, below: number): number => Math.floor(random() * below)
const pick = <Value>(random: Random, values: readonly Value[]): Value => values[whole(random, values.length)]!

function sendAt(random: Random, at: number): Step {
  const what = random() < 0.1 ? 'edge' : random() < 0.3 ? 'publish' : pick(random, stepKinds)
  const copies = random() < 0.15 ? 2 + whole(random, 2) : 1
  const lags = Array.from({ length: copies }, () =>
    what === 'edge' ? 0 : random() < 0.1 ? random() * 2000 : random() * 20,
  )
  return { at, kind: 'send', what, about: whole(random, 61), lags, insists: random() < 0.5 }
}

/** A fault of the machine, or what an operator does. */
export function faultAt(random: Random, at: number): Step {
  const kind = pick(random, [
    'strike',
    'strike',
    'strike',
    'end',
    'end',
    'slow',
    'clock',
    'rot',
    'restart',
    'prove',
  ] as const)
  switch (kind) {
    case 'strike': {
      const operation = pick(random, ['write', 'write', 'sync', 'sync', 'store', 'open', 'read', 'rename'] as const)
      const how = pick(random, ['kill', 'power', 'EIO', 'ENOSPC'] as const)
      return { at, kind, operation, after: whole(random, 12), how, share: random() }
    }
    case 'end':
      return { at, kind, how: pick(random, ['kill', 'power']), downMs: random() * 1500 }
    case 'slow':
      return { at, kind, byMs: random() * 400, forMs: random() * 3000 }
    case 'clock': {
      const far = pick(random, [10, 50_000, 50_000, 600_000, 86_400_000])
      return { at, kind, byMs: Math.round((random() * 2 - 1) * far) }
    }
    case 'rot':
      return {
        at,
        kind,
        operation: pick(random, ['read', 'store']),
        after: whole(random, 40),
        bit: whole(random, 2 ** 20),
      }
    default:
      return { at, kind }
  }
}
