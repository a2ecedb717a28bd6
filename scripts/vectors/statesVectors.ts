import {
  type Evidence,
  EvidenceError,
  encodeCbor,
  encodeEvidence,
  encodeStates,
  formatTrust,
  parseStates,
  type TrustRoot,
  toBase64,
  verifyStates,
} from '@gongshi/protocol'
import {
  now,
  publication,
  signedHeader,
  startTime,
  stateEvidence,
  testValidator,
  trustOf,
} from '../../packages/protocol/test/evidence.ts'
import { shown } from './hex.ts'

type Case = { readonly name: string; readonly file: Uint8Array; readonly trust?: TrustRoot }
type State = Parameters<typeof encodeStates>[0]['rest'][number]

/** Files of many values of one moment: rows 0, 1 and 2 of a small table are there, row 9999 is not. */
export async function statesVectors(): Promise<object> {
  const roots = [trustOf(), trustOf([testValidator('other')])] as const
  const tell = ({ name, file, trust = roots[0] }: Case) => ({
    name,
    trust: roots.findIndex((root) => formatTrust(root) === formatTrust(trust)),
    now,
    states: toBase64(file),
  })
  const good = []
  for (const each of await goodCases()) {
    const { verdict, values } = await verifyStates(each.file, roots[0], now)
    good.push({ ...tell(each), expected: shown({ status: verdict.status, times: verdict.times, values }) })
  }
  const bad = []
  for (const each of await badCases(roots[1])) bad.push({ ...tell(each), ...(await refusal(each, roots[0])) })
  return { trust: roots.map((root) => JSON.parse(formatTrust(root)) as object), good, bad }
}

async function refusal({ name, file, trust }: Case, usual: TrustRoot): Promise<{ step: string; code: string }> {
  try {
    await verifyStates(file, trust ?? usual, now)
  } catch (error) {
    if (error instanceof EvidenceError) return { step: error.step, code: error.code }
    throw error
  }
  throw new Error(`${name}: verified`)
}

async function goodCases(): Promise<Case[]> {
  return [
    { name: 'one value', file: await fileOf(await stateEvidence(0)) },
    { name: 'three values and one that is not there', file: await fileOf(await stateEvidence(0), 1, 2, 9_999) },
    { name: 'first a value that is not there', file: await fileOf(await stateEvidence(9_999), 1) },
  ]
}

async function badCases(otherRoot: TrustRoot): Promise<Case[]> {
  const base = await stateEvidence(0)
  const file = await fileOf(base, 1, 9_999)
  const [one, none] = [await stateAt(1), await stateAt(9_999)]
  const { first } = parseStates(file)
  const { header } = base.head
  const later = { ...base, head: signedHeader({ height: header.height, time: startTime + 9_000 }) }
  const withRest = (...rest: State[]) => encodeStates({ first, rest })
  return [
    { name: 'under other validators', file, trust: otherRoot },
    { name: 'a value that was changed', file: withRest(one, { ...one, value: encodeCbor('other') }) },
    { name: 'a value denied', file: withRest({ ...one, value: null }) },
    { name: 'a value where there is none', file: withRest({ ...none, value: one.value }) },
    { name: 'a value under another key', file: withRest({ ...one, key: none.key }) },
    { name: 'a value of another table', file: withRest({ ...one, table: 'entity/other' }) },
    { name: 'a value with the proof of another', file: withRest({ ...one, proof: (await stateAt(2)).proof }) },
    {
      name: 'first the evidence of an entry',
      file: encodeStates({ first: encodeEvidence(await publication()), rest: [one] }),
    },
    { name: 'a header of another state', file: await fileOf(later, 1) },
    { name: 'empty', file: new Uint8Array() },
    { name: 'cut short', file: file.subarray(0, -1) },
    { name: 'a byte after it', file: Uint8Array.of(...file, 0) },
    { name: 'a later version', file: encodeCbor(['gongshi/states/2', first, []]) },
    { name: 'not canonical', file: Uint8Array.of(0x98, 3, ...file.subarray(1)) },
  ]
}

async function fileOf(first: Evidence, ...keys: readonly number[]): Promise<Uint8Array> {
  return encodeStates({ first: encodeEvidence(first), rest: await Promise.all(keys.map(stateAt)) })
}

async function stateAt(key: number): Promise<State> {
  const { subject } = await stateEvidence(key)
  if (subject.kind !== 'state') throw new Error('evidence of a state value')
  const { kind, ...state } = subject
  return state
}
