import { sha256, toHex, utf8 } from '@gongshi/protocol'
import {
  type Ceremony,
  combine,
  contribute,
  enrol,
  isJustified,
  makeShare,
  open,
  openAlone,
  ownPart,
  pointBytes,
  type Random,
  type Received,
  readContribution,
  readEnrolled,
  readSealed,
  readShare,
  receive,
  seal,
} from '@gongshi/threshold'
import { seedBytes } from './vectorFile.ts'

const context = seedBytes('a procedure')
const label = utf8('lot 1, bidder’s one-time key')
const secret = seedBytes('a file’s key')
const accepted = [1, 2, 4]

/** Bytes that look random and are the same in every run. */
function randomFrom(name: string): Random {
  let count = 0
  return (bytes) => {
    const blocks = Array.from({ length: Math.ceil(bytes / 32) }, () => sha256(utf8(`${name} ${count++}`)))
    return Uint8Array.from(blocks.flatMap((block) => [...block])).slice(0, bytes)
  }
}

/** Four trustees, two of whom open. The third cheats the first, whose dispute puts it out. */
function foundKey() {
  const enrolments = [1, 2, 3, 4].map((index) => enrol(context, randomFrom(`trustee ${index}`)))
  const trustees = enrolments.map(({ enrolled }) => readEnrolled(context, enrolled))
  const ceremony: Ceremony = { context, threshold: 2, trustees }
  const honest = [1, 2, 3, 4].map((index) => contribute(ceremony, index, randomFrom(`contribution ${index}`)))
  // Four hidden parts of 34 bytes stand at the end of a contribution.
  const published = honest.with(2, honest[2]!.with(-4 * 34 + 2, honest[2]!.at(-4 * 34 + 2)! ^ 1))
  const contributions = published.map((bytes, at) => readContribution(ceremony, at + 1, bytes))
  const received = (from: number, to: number) =>
    receive(ceremony, { from, to }, contributions[from - 1]!, enrolments[to - 1]!.secret, randomFrom('dispute'))
  const disputed = received(3, 1)
  if (disputed.ok || !isJustified(ceremony, { from: 3, to: 1 }, contributions[2]!, disputed.dispute))
    throw new Error('the third trustee did not cheat')
  const parts = [1, 2, 3, 4].map((to) => ownPart(accepted.map((from) => partOf(received(from, to)))))
  const standing = accepted.map((from) => contributions[from - 1]!)
  const key = combine(ceremony.threshold, trustees.length, standing)
  return { enrolments, published, dispute: disputed.dispute, parts, key }
}

function partOf(received: Received) {
  if (!received.ok) throw new Error('a part is missing')
  return received.part
}

export function thresholdVectors() {
  const { enrolments, published, dispute, parts, key } = foundKey()
  const { sealed, opener } = seal(key.key, label, secret, randomFrom('sealing'))
  const read = readSealed(key.key, label, sealed)
  const shares = parts.map((part, at) => makeShare(at + 1, part, read, randomFrom(`share ${at + 1}`)))
  const two = [2, 4].map((index) => readShare(key, index, read, shares[index - 1]!))
  const opened = open(key, label, read, two)
  if (toHex(opened) !== toHex(openAlone(key.key, label, read, opener))) throw new Error('it opens in two ways')
  return {
    about:
      'A key that four trustees make, two of whom open: their keys, contributions (the third cheats the first), the dispute, the key that the others make, and something sealed to it with every trustee’s share. Points and numbers are 32 bytes, numbers little-endian.',
    context: toHex(context),
    threshold: key.threshold,
    trustees: enrolments.map((each) => ({ secret: toHex(each.secret), enrolled: toHex(each.enrolled) })),
    contributions: published.map(toHex),
    dispute: { from: 3, to: 1, hex: toHex(dispute), justified: true },
    accepted,
    key: toHex(pointBytes(key.key)),
    parts: parts.map((part, at) => ({ secret: toHex(part), point: toHex(pointBytes(key.parts[at]!)) })),
    label: toHex(label),
    sealed: toHex(sealed),
    opener: toHex(opener),
    shares: shares.map(toHex),
    opened: toHex(opened),
  }
}
