import type { Catalogue } from '@gongshi/ui'

type FiguresText =
  | 'all'
  | 'buyer'
  | 'supplier'
  | 'lead'
  | 'leadOrgan'
  | 'few'
  | 'procedures'
  | 'single'
  | 'bids'
  | 'days'
  | 'price'
  | 'outcomes'
  | 'ofLots'
  | 'perLot'
  | 'daysOf'
  | 'priceOf'
  | 'outcome'
  | 'none'
  | 'years'
  | 'yearsHow'
  | 'year'
  | 'category'
  | 'contracts'
  | 'values'
  | 'months'
  | 'monthsHow'
  | 'month'
  | 'distribution'
  | 'distributionHow'
  | 'bidsOfLot'
  | 'lots'
  | 'suppliers'
  | 'buyers'
  | 'partnersHow'
  | 'organ'
  | 'rows'
  | 'rowsHow'
  | 'lot'
  | 'status'
  | 'bidUntil'
  | 'bidCount'
  | 'estimate'
  | 'winner'
  | 'paid'
  | 'csv'
  | 'list'
  | 'buyerProfile'
  | 'supplierProfile'
  | 'organPage'

/** Words of what is counted over procedures. */
export const figuresTexts: Catalogue<FiguresText> = {
  zh: {
    all: '政府采购统计',
    buyer: '采购人概况：{name}',
    supplier: '供应商概况：{name}',
    lead: '由账本上的记录直接计算，不同币种从不相加。数字本身不说明对错：原因可能很多。',
    leadOrgan: '只统计本账本上的公开招标，由记录直接计算，不同币种从不相加。数字本身不说明对错：原因可能很多。',
    few: '（数量少于 {least}，不足以看出规律）',
    procedures: '项目数',
    single: '只有一家投标的标段',
    bids: '平均每个标段的投标数',
    days: '平均投标时间',
    price: '成交价与预算之比',
    outcomes: '投标结果',
    ofLots: '{share}（{of} 个已开标标段中的 {count} 个）',
    perLot: '{average}（{of} 个已开标标段）',
    daysOf: '{average} 天（{of} 个项目）',
    priceOf: '{share}（{lots} 个已签约标段：{price} ÷ {estimate}）',
    outcome: '中标 {won} 个标段，未中标 {lost} 个，尚无结果 {open} 个',
    none: '还没有可以统计的记录。',
    years: '每年的项目与合同',
    yearsHow: '项目计入公告发布的年份，合同计入签订的年份。条形表示项目数。',
    year: '年份',
    category: '类别',
    contracts: '合同数',
    values: '合同金额',
    months: '每月签订的合同金额（{currency}）',
    monthsHow: '按合同签订的月份计算，没有签订合同的月份为零。',
    month: '月份',
    distribution: '标段的投标数',
    distributionHow: '开标时每个标段有几份投标，各有多少个这样的标段。',
    bidsOfLot: '投标数',
    lots: '标段数',
    suppliers: '签订合同最多的供应商',
    buyers: '签订合同最多的采购人',
    partnersHow: '按合同数排列，最多列出二十个。',
    organ: '名称',
    rows: '以上数字的依据',
    rowsHow: '以上每个数字都由这些标段算出。本页列出前 {shown} 个，共 {all} 个；全部在表格文件中。',
    lot: '标段',
    status: '状态',
    bidUntil: '投标截止',
    bidCount: '投标数',
    estimate: '预算金额',
    winner: '中标人',
    paid: '成交价',
    csv: '下载表格（CSV）',
    list: '查看这些项目',
    buyerProfile: '作为采购人的统计',
    supplierProfile: '作为投标人的统计',
    organPage: '机构主页',
  },
  en: {
    all: 'Procurement statistics',
    buyer: 'Buyer: {name}',
    supplier: 'Supplier: {name}',
    lead: 'Counted straight from the records of the ledger; different currencies are never added. A figure alone says nothing about right or wrong: there may be many reasons.',
    leadOrgan:
      'Only the open tenders of this ledger, counted straight from its records; different currencies are never added. A figure alone says nothing about right or wrong: there may be many reasons.',
    few: '(fewer than {least}: too few to see a pattern)',
    procedures: 'Procedures',
    single: 'Lots with a single bid',
    bids: 'Bids per lot, on average',
    days: 'Time to bid, on average',
    price: 'Price against estimate',
    outcomes: 'What came of its bids',
    ofLots: '{share} ({count} of {of} opened lots)',
    perLot: '{average} ({of} opened lots)',
    daysOf: '{average} days ({of} procedures)',
    priceOf: '{share} ({lots} contracted lots: {price} ÷ {estimate})',
    outcome: '{won} lots won, {lost} not won, {open} without a result yet',
    none: 'There is nothing to count yet.',
    years: 'Procedures and contracts by year',
    yearsHow:
      'A procedure belongs to the year of its notice, a contract to that of its signature. Bars show procedures.',
    year: 'Year',
    category: 'Category',
    contracts: 'Contracts',
    values: 'Value of contracts',
    months: 'Value of contracts signed by month ({currency})',
    monthsHow: 'By the month of signature; a month without a contract counts nothing.',
    month: 'Month',
    distribution: 'Bids per lot',
    distributionHow: 'How many bids a lot had when bids were opened, and how many such lots there are.',
    bidsOfLot: 'Bids',
    lots: 'Lots',
    suppliers: 'Suppliers with most contracts',
    buyers: 'Buyers with most contracts',
    partnersHow: 'By the number of contracts, twenty at most.',
    organ: 'Name',
    rows: 'The rows behind these figures',
    rowsHow: 'Each figure above is counted from these lots. Here are the first {shown} of {all}; the file has all.',
    lot: 'Lot',
    status: 'Status',
    bidUntil: 'Bids until',
    bidCount: 'Bids',
    estimate: 'Estimate',
    winner: 'Winner',
    paid: 'Price',
    csv: 'Download the table (CSV)',
    list: 'See these procedures',
    buyerProfile: 'Procurement figures as a buyer',
    supplierProfile: 'Procurement figures as a bidder',
    organPage: 'Page of the organ',
  },
}
