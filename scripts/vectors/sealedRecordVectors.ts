import { draw, openRecord, rowLabel, sealRecord, t } from '@gongshi/affair-kit'
import { encodeCbor, toHex } from '@gongshi/protocol'
import { seedBytes } from './vectorFile.ts'

const fields = { bidder: t.code('bidder'), price: t.money(), until: t.option(t.time()) }
const offer = { bidder: 'made up', price: { currency: 'CNY', minor: 12_345n }, until: null }

/** The label of a bid's row, a record sealed under it, and lots drawn from seeds. */
export function sealedRecordVectors() {
  const [procedure, author] = ['CG-2026-1', seedBytes('a bidder’s pseudonym')]
  const [secret, size] = [seedBytes('a bid’s secret'), 96]
  const row = { chainId: 'synthetic-city', affair: 'procurement', entity: 'bid' }
  const label = rowLabel(row.chainId, row.affair, row.entity, [[procedure], author])
  const record = sealRecord(fields, offer, { secret, label, size })
  if (openRecord(fields, { secret, label }, record) === null) throw new Error('the record does not open')
  const seeds = [1, 2, 3].map((at) => seedBytes(`seed ${at}`))
  return {
    about:
      'The label of the row of a bid, whose key is [[procedure], author]; a record of [bidder, [currency, minor], until] sealed under it (synthetic); and draws from the same seeds.',
    row: { ...row, procedure, author: toHex(author) },
    label: toHex(label),
    secret: toHex(secret),
    size,
    plain: toHex(encodeCbor([offer.bidder, [offer.price.currency, offer.price.minor], offer.until])),
    record: toHex(record),
    seeds: seeds.map(toHex),
    draws: [
      [1, 1],
      [9, 5],
      [300, 20],
    ].map(([count, take]) => ({ count, take, drawn: draw(seeds, count!, take!) })),
  }
}
