import { encodeValue, storedKind } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import { type Cbor, encodeCbor, encodeLeaf, toHex } from '@gongshi/protocol'

const scheme = 'x-synthetic'
const buyers = 40
const companies = 300
const dayMs = 86_400_000
const founded = Date.UTC(2024, 0, 1)
const entriesEach = 3
const statuses = ['planned', 'tendering', 'assessing', 'completed', 'completed', 'completed', 'cancelled'] as const
const categories = ['goods', 'works', 'services'] as const
const words = ['road', 'lighting', 'school', 'clinic', 'bridge', '道路', '照明', '学校', '医院', '桥梁'] as const
const nothing = new Uint8Array(32)

type Row = {
  readonly entity: string
  readonly key: Cbor
  readonly status: string
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * A synthetic log of so many procedures, three entries each, made when they are asked for: what projections read of a ledger, without
 * the hours that as many tenders would take. One in three ended procedures of `soleBids` has one bid.
 */
export class ManyProcedures {
  readonly count: number
  readonly #rows = new Map<string, Row>()

  constructor(count: number) {
    this.count = count
    for (let at = 0; at < count; at++)
      for (const row of rowsOf(at).flat()) this.#rows.set(`${row.entity} ${toHex(encodeCbor(row.key))}`, row)
  }

  logSize(): number {
    return this.count * entriesEach
  }

  info() {
    const height = 1
    const { chainId, time } = { chainId: 'synthetic', time: 0 }
    return { chainId, genesisHash: nothing, height, appHash: nothing, lastResultsHash: nothing, time, durableHeight: 1 }
  }

  findApp() {
    return { stateRoot: nothing, logSize: this.logSize(), logRoot: nothing }
  }

  logHashes() {
    return { get: () => nothing }
  }

  findEntry(index: number) {
    const [at, step] = [Math.floor(index / entriesEach), index % entriesEach]
    const events = rowsOf(at)[step]!.map(({ entity, key, status }) => [entity, key, 'made', 1, null, status])
    const leaf = encodeLeaf({
      kind: 'tx',
      height: 1 + Math.floor(index / 100),
      time: timeOf(at) + step * 30 * dayMs,
      txId: nothing,
      signers: [nothing],
      affair: procurement.name,
      version: 1,
      action: ['publish', 'open', 'sign'][step]!,
      outcome: ['ok', events as Cbor[]],
      signedHash: nothing,
    })
    return { index, leaf, signed: null, body: null, erasedBy: null }
  }

  state(_affair: string, table: string, key: Cbor): Cbor | undefined {
    const entity = table.slice(table.indexOf('/') + 1)
    const row = this.#rows.get(`${entity} ${toHex(encodeCbor(key))}`)
    if (row === undefined || !table.startsWith('entity/')) return undefined
    const fields = Object.entries(procurement.entities[entity]!.fields)
    const values = fields.map(([name, kind]) => encodeValue(storedKind(kind), (row.fields[name] ?? null) as never))
    return [1, row.status, ...values]
  }
}

function timeOf(at: number): number {
  return founded + (at % 900) * dayMs
}

/** The key of the procedure at a place. */
export function procedureKey(at: number): readonly [readonly [string, string], string] {
  return [[scheme, `buyer-${at % buyers}`], `${words[at % words.length]} No-${at}`]
}

/** Rows of each of its three entries: the procedure and its lots; offers; awards. */
function rowsOf(at: number): readonly [readonly Row[], readonly Row[], readonly Row[]] {
  const key = procedureKey(at)
  const status = statuses[at % statuses.length]!
  const yuan = (minor: number) => ({ currency: 'CNY', minor: BigInt(minor) })
  const estimate = 1_000_000 + ((at * 7_919) % 900) * 10_000
  const buyer = { scheme, id: `buyer-${at % buyers}` }
  const company = (offset: number) => ({ scheme, id: `company-${(at * 7 + offset * 13) % companies}` })
  const isNoticed = status !== 'planned'
  const procedure: Row = {
    entity: 'procedure',
    key: key as unknown as Cbor,
    status,
    fields: {
      buyer,
      number: key[1],
      agency: { scheme, id: 'agency' },
      division: { scheme, code: `9901${at % 5}0`, date: '2020-01-01' },
      category: categories[at % categories.length],
      plan: nothing,
      estimate: yuan(estimate),
      threshold: 2n,
      notice: isNoticed ? nothing : null,
      edition: isNoticed ? 1n : 0n,
      askUntil: isNoticed ? timeOf(at) + 10 * dayMs : null,
      bidUntil: isNoticed ? timeOf(at) + 20 * dayMs : null,
      experts: 5n,
    },
  }
  const lotKey = [key, 1] as unknown as Cbor
  const isOver = status === 'completed'
  const lot: Row = {
    entity: 'lot',
    key: lotKey,
    status: isOver ? 'signed' : status === 'assessing' ? 'assessed' : 'open',
    fields: { procedure: key, number: 1n, title: nothing, estimate: yuan(estimate), ceiling: yuan(estimate) },
  }
  const count = isOver || status === 'assessing' ? 1 + (at % 6) : 0
  const bid = (offset: number) => [key, new Uint8Array(16).fill(offset + 1)] as const
  const price = (offset: number) => yuan(estimate - 50_000 - offset * 10_000)
  const offers = Array.from({ length: count }, (_, offset): Row => {
    const refs = { bid: bid(offset), lot: lotKey, procedure: key }
    const fields = { ...refs, bidder: company(offset), price: price(offset), certificate: nothing }
    return { entity: 'offer', key: [bid(offset), lotKey] as unknown as Cbor, status: 'qualified', fields }
  })
  const award: Row = {
    entity: 'award',
    key: [lotKey, bid(count - 1)] as unknown as Cbor,
    status: 'signed',
    fields: {
      lot: lotKey,
      procedure: key,
      bid: bid(count - 1),
      supplier: company(count - 1),
      price: price(count - 1),
      contract: nothing,
    },
  }
  return [[procedure, lot], offers, isOver ? [award] : []]
}
