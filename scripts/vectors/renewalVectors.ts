import { type EvidenceError, encodeEvidence, encodeVkey, formatTrust, renewTrust, toBase64 } from '@gongshi/protocol'
import {
  noteSigner,
  now,
  publication,
  renewalEvidence,
  renewalStates,
  signedHeader,
  solo,
  startTime,
  stateEvidence,
  testValidator,
  trustOf,
} from '../../packages/protocol/test/evidence.ts'
import type { Case } from './evidenceVectors.ts'

const four = ['a', 'b', 'c', 'd'].map((name) => testValidator(name))
const publishers = [noteSigner('witness.example'), noteSigner('second.example')] as const

/** What follows from a trust root and a file, by evidence of one value and by files of several. */
export async function renewalVectors(tell: (each: Case) => object): Promise<object[]> {
  const renewals: object[] = []
  for (const each of await renewalCases())
    renewals.push({ ...tell(each), ...(await renewal(encodeEvidence(each.evidence), each)) })
  for (const { name, file } of await publisherCases())
    renewals.push({ name, trust: 0, now, evidence: toBase64(file), ...(await renewal(file, {})) })
  return renewals
}

/** The root that follows, or why none does. */
async function renewal(file: Uint8Array, { trust = trustOf(), now: at = now }: Partial<Case>): Promise<object> {
  try {
    return { root: JSON.parse(formatTrust(await renewTrust(file, trust, at))) as object }
  } catch (error) {
    return { code: (error as EvidenceError).code }
  }
}

/** Files of several values: the publishers that the state lists. */
async function publisherCases(): Promise<{ name: string; file: Uint8Array }[]> {
  const [one, two] = publishers
  const row = ({ name, publicKey }: typeof one) =>
    [[name], [encodeVkey({ name, type: 1, publicKey }), startTime, 7]] as const
  const listed = [[[], [one.name, two.name]], row(one), row(two)] as const
  return [
    { name: 'with the publishers that the ledger lists now', file: await renewalStates(listed) },
    { name: 'of two publishers one is not shown', file: await renewalStates(listed, [[], [one.name]]) },
    {
      name: 'a publisher under the key of another name',
      file: await renewalStates([
        [[], [one.name]],
        [[one.name], row(two)[1]],
      ]),
    },
    { name: 'it lists no publishers', file: await renewalStates([], [[]]) },
  ]
}

async function renewalCases(): Promise<Case[]> {
  const evidence = await renewalEvidence({ height: 20 })
  const path = [signedHeader({ tellSet: true, height: 8, validators: [...four.slice(1), testValidator('e')] })]
  const head = { tellSet: true, height: 20, validators: [four[3]!, testValidator('e')], time: startTime + 20_000 }
  return [
    { name: 'moved on under the same operator', evidence },
    { name: 'over two changes of the set', evidence: { ...(await renewalEvidence(head)), path }, trust: trustOf(four) },
    { name: 'a root past its period', evidence, trust: trustOf(solo, { trustPeriodMs: 1000 }) },
    { name: 'evidence of something else', evidence: await stateEvidence(7) },
    { name: 'evidence of an entry', evidence: await publication() },
    { name: 'a head that strangers signed', evidence: await renewalEvidence(head), trust: trustOf(four.slice(0, 3)) },
  ]
}
