import { createHash, randomBytes } from 'node:crypto'
import { affairBench } from '@gongshi/affair-kit/bench'
import { disclosure } from '@gongshi/affairs'
import { nativeSignatureCheck } from '@gongshi/ledger'
import { checkSigned, decodeCbor, encodeCbor, parseTransaction, sha256 } from '@gongshi/protocol'
import { BulkSigner, benchOrgan as organ, publications } from './support/bulk.ts'
import { against, alone, type BenchModule, cpuMicros } from './support/measure.ts'

const names = {
  parse: 'parse a transaction',
  check: 'check its signature, native',
  decode: 'decode its input, canonical CBOR',
  json: 'the same values from JSON',
  hash: 'SHA-256 of a transaction, portable',
  perform: 'perform a publication, kit only',
} as const

const bounds = { maxBytes: 65_536, maxDepth: 32 }

/** The parts that every transaction passes, one by one. */
export const codec: BenchModule = {
  name: 'codec',
  title: 'Codec, signatures, execution of one act',
  measures: [names.parse, names.check, names.decode, names.hash, names.perform],
  what: 'Publications of about 512 bytes, processor time of one thread. `perform` is one publication through the affair kit over a state in memory: signers, guards, row, index, events; no signatures, no hashing of state. Rivals: `JSON.parse` of the same values, OpenSSL’s SHA-256.',
  async run({ quick }) {
    const [rounds, acts] = quick ? [5, 300] : [15, 3_000]
    const signer = new BulkSigner(new Uint8Array(randomBytes(32)))
    const bytes = await publications(signer, 'bench', 0, acts)
    const parsed = bytes.map(parseTransaction)
    const signature = nativeSignatureCheck()
    const input = decodeCbor(parsed[0]!.input, bounds)
    const json = JSON.stringify(input, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    )
    const time = (work: (act: number) => unknown) => cpuMicros(rounds, acts, work)
    if (encodeCbor(input).length !== parsed[0]!.input.length) throw new Error('another encoding')
    return [
      alone(
        { name: names.parse, unit: 'us' },
        time((act) => parseTransaction(bytes[act]!)),
      ),
      alone(
        { name: names.check, unit: 'us' },
        time((act) => checkSigned(parsed[act]!, [signer.key], signature)),
      ),
      against(
        { name: names.decode, unit: 'us' },
        names.json,
        time((act) => decodeCbor(parsed[act]!.input, bounds)),
        time(() => JSON.parse(json)),
      ),
      against(
        { name: names.hash, unit: 'us' },
        'node:crypto',
        time((act) => sha256(bytes[act]!)),
        time((act) => createHash('sha256').update(bytes[act]!).digest()),
      ),
      alone({ name: names.perform, unit: 'us' }, performTimes(rounds, acts)),
    ]
  },
}

function performTimes(rounds: number, acts: number): number[] {
  const bench = affairBench(disclosure)
  const ledger = bench.ledger()
  let number = 0
  const publish = () => {
    const identifier = `bench-${number++}`
    const dates = { issued: '2026-01-02', effective: null, expires: null }
    const act = { organ, identifier, kind: 'notice', clause: 'government-information/20', ...dates }
    const signers = [ledger.officer('publisher', { organ })]
    ledger.do('disclosure', 'publish', { ...act, content: new Uint8Array(32).fill(number % 255) }, signers)
  }
  return cpuMicros(rounds, acts, publish)
}
