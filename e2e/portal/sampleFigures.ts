import type { FiguresData } from '@gongshi/portal'
import { day, organs } from './sampleCity.ts'

const yuan = (minor: bigint) => ({ currency: 'CNY', minor, digits: 2 })
const dollars = (minor: bigint) => ({ currency: 'USD', minor, digits: 2 })
const east = {
  scheme: 'x-city',
  id: 'east',
  name: [
    { lang: 'zh', text: '云川东城办公设备有限公司' },
    { lang: 'en', text: 'Yunchuan East Office Equipment Ltd' },
  ],
}
const lake = { scheme: 'x-city', id: 'lake', name: [{ lang: 'zh', text: '东湖电子科技有限公司' }] }
const lot = {
  procedure: 'gkCR',
  number: 'YC-CG-2026-018',
  lot: 1,
  category: 'goods',
  buyer: organs.transport,
  status: 'signed',
  publishedAt: day('2026-03-25T09:00:00'),
  bidUntil: day('2026-04-20T09:30:00'),
  bids: 4,
  estimate: yuan(96_000_000n),
  supplier: east,
  price: yuan(88_000_000n),
  signedAt: day('2026-06-02T10:00:00'),
}

/** Made up. */
export const figures: FiguresData = {
  subject: null,
  filters: {},
  procedures: 14,
  single: { count: 2, of: 12 },
  bids: { count: 43, of: 12 },
  biddingMs: { count: 13 * 22.4 * 86_400_000, of: 13 },
  prices: [
    { price: yuan(1_023_400_000n), estimate: yuan(1_130_000_000n), lots: 11 },
    { price: dollars(9_900_000n), estimate: dollars(10_000_000n), lots: 1 },
  ],
  outcomes: null,
  years: [
    { year: '2025', category: 'goods', procedures: 4, contracts: 3, values: [yuan(312_000_000n)] },
    { year: '2026', category: 'goods', procedures: 6, contracts: 5, values: [yuan(500_000_000n), dollars(9_900_000n)] },
    { year: '2026', category: 'works', procedures: 4, contracts: 0, values: [] },
  ],
  months: [
    {
      currency: 'CNY',
      months: Array.from({ length: 14 }, (_, at) => ({
        month: `${2025 + Math.floor((at + 3) / 12)}-${String(((at + 3) % 12) + 1).padStart(2, '0')}`,
        contracts: at % 3,
        value: yuan(BigInt((at % 3) * 40_000_000)),
      })),
    },
  ],
  distribution: [
    { bids: 1, lots: 2 },
    { bids: 2, lots: 0 },
    { bids: 3, lots: 4 },
    { bids: 4, lots: 6 },
  ],
  suppliers: [
    { organ: east, contracts: 5, values: [yuan(500_000_000n), dollars(9_900_000n)] },
    { organ: lake, contracts: 3, values: [yuan(312_000_000n)] },
  ],
  buyers: [{ organ: organs.transport, contracts: 8, values: [yuan(812_000_000n), dollars(9_900_000n)] }],
  lots: [lot, { ...lot, lot: 2, status: 'open', bids: null, supplier: null, price: null, signedAt: null }],
  allLots: 2,
}

export const supplierFigures: FiguresData = {
  ...figures,
  subject: { role: 'supplier', organ: east },
  filters: { supplier: 'x-city/east' },
  procedures: 3,
  single: { count: 0, of: 3 },
  bids: { count: 11, of: 3 },
  outcomes: { won: 1, lost: 1, open: 1 },
  months: [],
}

export const noFigures: FiguresData = {
  ...figures,
  procedures: 0,
  years: [],
  months: [],
  distribution: [],
  suppliers: [],
  buyers: [],
  lots: [],
  allLots: 0,
}
