import { disclosure } from '@gongshi/affairs'
import { type Cbor, encodeLeaf } from '@gongshi/protocol'

/** Words of both scripts, the first ones much more often than the last. */
const vocabulary = [
  ...'道路 照明 更换 公告 采购 中标 预算 学校 医院 公园 绿化 排水 桥梁 停车 市场 社区 养老 补贴 项目 合同 维修 改造 工程 设备'.split(
    ' ',
  ),
  ...'street lighting notice award budget school clinic garden drainage bridge parking market contract repair'.split(
    ' ',
  ),
]
const rareWords = 5000
const organs = 40
const kinds = ['notice', 'plan', 'award', 'decision', 'budget', 'report']

/**
 * A log of so many publications, each entry made when it is asked for: what projections read of a ledger, without the
 * hours that signing and executing as many would take. The same for the same size.
 */
export class SyntheticLedger {
  size: number

  constructor(size: number) {
    this.size = size
  }

  logSize(): number {
    return this.size
  }

  info() {
    const bytes = new Uint8Array(32)
    return {
      chainId: 'synthetic',
      genesisHash: bytes,
      height: 1,
      appHash: bytes,
      lastResultsHash: bytes,
      time: 0,
      durableHeight: 1,
    }
  }

  findApp() {
    return { stateRoot: new Uint8Array(32), logSize: this.size, logRoot: new Uint8Array(32) }
  }

  logHashes() {
    return { get: () => new Uint8Array(32) }
  }

  findEntry(index: number) {
    const bytes = new Uint8Array(32)
    new DataView(bytes.buffer).setUint32(0, index)
    const leaf = encodeLeaf({
      kind: 'tx',
      height: heightOf(index),
      time: 1_760_000_000_000 + index,
      txId: bytes,
      signers: [bytes],
      affair: 'disclosure',
      version: 1,
      action: 'publish',
      outcome: ['ok', [['publication', keyOf(index), 'publish', 1, null, 'published']]],
      signedHash: bytes,
    })
    return { index, leaf, signed: null, body: null, erasedBy: null }
  }

  state(_affair: string, table: string, key: Cbor): Cbor | undefined {
    if (table !== 'entity/publication') return undefined
    const [organ, identifier] = key as readonly [readonly string[], string]
    const index = Number(identifier.slice(identifier.lastIndexOf('-') + 1))
    const bytes = new Uint8Array(32)
    new DataView(bytes.buffer).setUint32(0, index)
    const values: { readonly [field: string]: Cbor } = {
      organ,
      identifier,
      kind: kindOf(index),
      clause: 'government-information/20',
      issued: '2026-01-02',
      content: bytes,
      edition: 1,
    }
    return [1, 'published', ...Object.keys(disclosure.entities.publication!.fields).map((name) => values[name] ?? null)]
  }
}

function heightOf(index: number): number {
  return 1 + Math.floor(index / 100)
}

/** One of the kinds has one row in a hundred, another one in ten thousand. */
function kindOf(index: number): string {
  if (index % 10_000 === 7) return 'rare'
  return index % 100 === 5 ? 'seldom' : kinds[index % kinds.length]!
}

function keyOf(index: number): readonly [readonly [string, string], string] {
  return [['x-synthetic', `organ-${index % organs}`], `${wordsOf(index)} No-${index}`]
}

function wordsOf(index: number): string {
  let seed = Math.imul(index + 1, 2654435761) >>> 0
  const next = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  const common = Array.from({ length: 5 }, () => vocabulary[Math.floor(next() ** 2 * vocabulary.length)]!)
  return `${common.join(' ')} w${Math.floor(next() * rareWords)}`
}
