import { createHash } from 'node:crypto'
import { makeShare, open, type Random, readContribution, readSealed, readShare, seal } from '@gongshi/threshold'
import { inPage } from './support/inPage.ts'
import { alone, type BenchModule, cpuMicros } from './support/measure.ts'
import { foundKey } from './threshold/foundKey.ts'

const names = {
  contribution: 'judge a contribution, 5 trustees',
  sealed: 'judge what is sealed',
  share: 'judge a share',
  open: 'open with 3 shares',
  key: 'the key of 7 trustees in Chromium, all in one page',
} as const

/** The same bytes in every run. */
function randomFrom(name: string): Random {
  let count = 0
  const block = () => [...createHash('sha512').update(`${name} ${count++}`).digest()]
  return (bytes) => Uint8Array.from([...block(), ...block()]).slice(0, bytes)
}

/** What the ledger does for each trustee, each bid and each share. */
export const threshold: BenchModule = {
  name: 'threshold',
  title: 'Sealed to several trustees',
  measures: Object.values(names),
  what: 'Five trustees, three of whom open; processor time of one thread, `@noble/curves`. 200 bids with five shares each are 1,000 shares to judge and 200 openings. The key of seven is made by the clock in a page of Chromium, the work of all seven one after another: each on a computer of its own has a seventh of it, and the ledger’s blocks between. No rival: sodium-native has no ristretto255.',
  async run({ quick }) {
    const [rounds, acts] = quick ? [3, 10] : [9, 50]
    const [context, label] = [new Uint8Array(32), new Uint8Array(100)]
    const { ceremony, published, parts, key } = foundKey(context, 5, 3, randomFrom('trustees'))
    const { sealed } = seal(key.key, label, new Uint8Array(32), randomFrom('seal'))
    const read = readSealed(key.key, label, sealed)
    const bytes = parts.map((part, at) => makeShare(at + 1, part, read, randomFrom(`share ${at}`)))
    const shares = bytes.map((share, at) => readShare(key, at + 1, read, share))
    const measured = (name: string, work: () => unknown) => alone({ name, unit: 'us' }, cpuMicros(rounds, acts, work))
    return [
      measured(names.contribution, () => readContribution(ceremony, 1, published[0]!)),
      measured(names.sealed, () => readSealed(key.key, label, sealed)),
      measured(names.share, () => readShare(key, 1, read, bytes[0]!)),
      measured(names.open, () => open(key, label, read, shares)),
      alone({ name: names.key, unit: 's', goal }, await keyInChromium(quick ? 1 : 5)),
    ]
  },
}

const goal = { of: 'value', bound: 'most', at: 5 } as const

/** Seconds by the clock of seven trustees' whole work, four of whom open; the first round compiles, and counts. */
function keyInChromium(rounds: number): Promise<readonly number[]> {
  return inPage(new URL('./threshold/page.ts', import.meta.url), {}, (page) =>
    page.evaluate((times: number) => globalThis.measureKey(7, 4, times), rounds),
  )
}
