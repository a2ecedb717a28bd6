import { type Evidence, encodeEvidence, type TrustRoot } from '@gongshi/protocol'
import {
  now,
  publication,
  signedHeader,
  stateEvidence,
  testSigner,
  testValidator,
  trustOf,
} from '../../protocol/test/evidence.ts'
import { seededRandom } from '../src/random.ts'

/** A file under a trust root at a time, for two verifiers to judge. */
export type Judged = { readonly evidence: Uint8Array; readonly trust: TrustRoot; readonly now: number }

const four = ['a', 'b', 'c', 'd'].map((name) => testValidator(name))

async function whole(): Promise<Uint8Array[]> {
  const evidence = await publication([testSigner('one'), testSigner('two', 'es256')])
  const { appHash } = evidence.head.header
  const path = [
    signedHeader({ height: 7, next: four }),
    signedHeader({ height: 8, validators: four, first: true, tellSet: true }),
  ]
  const moved: Evidence = {
    ...evidence,
    path,
    head: signedHeader({ height: 9, validators: four, voting: four.slice(1), appHash }),
  }
  return [evidence, moved, await stateEvidence(7), await stateEvidence(1000)].map(encodeEvidence)
}

/** `count` files that were whole before a bit was turned, bytes were cut, doubled or put elsewhere: by a fixed seed. */
export async function mutations(count: number, seed = 1): Promise<Judged[]> {
  const files = await whole()
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return Array.from({ length: count }, (_, number) => {
    const bytes = files[number % files.length]!
    const at = below(bytes.length)
    const turned = bytes.with(at, bytes[at]! ^ (1 << below(8)))
    const piece = bytes.subarray(at, at + below(40))
    const to = below(bytes.length)
    const spliced = Uint8Array.from([
      ...bytes.subarray(0, to),
      ...piece,
      ...bytes.subarray(to + below(2) * piece.length),
    ])
    return { evidence: below(3) < 2 ? turned : spliced, trust: trustOf(), now }
  })
}
