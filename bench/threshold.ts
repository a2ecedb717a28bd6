import { createHash } from 'node:crypto'
import {
  combine,
  contribute,
  enrol,
  makeShare,
  open,
  ownPart,
  type Random,
  readContribution,
  readEnrolled,
  readSealed,
  readShare,
  receive,
  seal,
} from '@gongshi/threshold'
import { alone, type BenchModule, cpuMicros } from './support/measure.ts'

const names = {
  contribution: 'judge a contribution, 5 trustees',
  sealed: 'judge what is sealed',
  share: 'judge a share',
  open: 'open with 3 shares',
} as const

/** The same bytes in every run. */
function randomFrom(name: string): Random {
  let count = 0
  const block = () => [...createHash('sha512').update(`${name} ${count++}`).digest()]
  return (bytes) => Uint8Array.from([...block(), ...block()]).slice(0, bytes)
}

/** Five trustees, all honest, three of whom open. */
function foundKey(context: Uint8Array) {
  const random = randomFrom('trustees')
  const enrolments = Array.from({ length: 5 }, () => enrol(context, random))
  const ceremony = { context, threshold: 3, trustees: enrolments.map((each) => readEnrolled(context, each.enrolled)) }
  const published = enrolments.map((_, at) => contribute(ceremony, at + 1, random))
  const contributions = published.map((bytes, at) => readContribution(ceremony, at + 1, bytes))
  const parts = enrolments.map(({ secret }, to) =>
    ownPart(
      contributions.map((each, from) => {
        const received = receive(ceremony, { from: from + 1, to: to + 1 }, each, secret, random)
        if (!received.ok) throw new Error('a part is missing')
        return received.part
      }),
    ),
  )
  return { ceremony, published, parts, key: combine(3, 5, contributions) }
}

/** What the ledger does for each trustee, each bid and each share. */
export const threshold: BenchModule = {
  name: 'threshold',
  title: 'Sealed to several trustees',
  measures: Object.values(names),
  what: 'Five trustees, three of whom open; processor time of one thread, `@noble/curves`. 200 bids with five shares each are 1,000 shares to judge and 200 openings. No rival: sodium-native has no ristretto255.',
  run({ quick }) {
    const [rounds, acts] = quick ? [3, 10] : [9, 50]
    const [context, label] = [new Uint8Array(32), new Uint8Array(100)]
    const { ceremony, published, parts, key } = foundKey(context)
    const { sealed } = seal(key.key, label, new Uint8Array(32), randomFrom('seal'))
    const read = readSealed(key.key, label, sealed)
    const bytes = parts.map((part, at) => makeShare(at + 1, part, read, randomFrom(`share ${at}`)))
    const shares = bytes.map((share, at) => readShare(key, at + 1, read, share))
    const measured = (name: string, work: () => unknown) => alone({ name, unit: 'us' }, cpuMicros(rounds, acts, work))
    return Promise.resolve([
      measured(names.contribution, () => readContribution(ceremony, 1, published[0]!)),
      measured(names.sealed, () => readSealed(key.key, label, sealed)),
      measured(names.share, () => readShare(key, 1, read, bytes[0]!)),
      measured(names.open, () => open(key, label, read, shares)),
    ])
  },
}
