import type { Catalogue } from '@gongshi/ui'

type StatisticsText =
  | 'title'
  | 'lead'
  | 'asOf'
  | 'total'
  | 'done'
  | 'refused'
  | 'days'
  | 'daysHow'
  | 'day'
  | 'months'
  | 'monthsHow'
  | 'month'
  | 'affairs'
  | 'affairsHow'
  | 'organs'
  | 'organsHow'
  | 'procurement'
  | 'procedures'
  | 'contracts'
  | 'values'
  | 'procurementMore'
  | 'csv'
  | 'json'
  | 'none'

/** Words of what acts come to in numbers. */
export const statisticsTexts: Catalogue<StatisticsText> = {
  zh: {
    title: '统计',
    lead: '账本上办了多少件事，由每一条记录直接累计。被拒绝的也计入：拒绝本身也是记录。',
    asOf: '统计至第 {entries} 条记录（共 {all} 条），区块 {height}。',
    total: '全部行为',
    done: '已办理',
    refused: '被拒绝',
    days: '最近三十天，每天的行为',
    daysHow: '柱形表示当天已办理的行为，日期为北京时间。',
    day: '日期',
    months: '最近十二个月，每月的行为',
    monthsHow: '柱形表示当月已办理的行为。',
    month: '月份',
    affairs: '按事项',
    affairsHow: '自账本启用以来，条形表示已办理的行为，多的在前。',
    organs: '按机关',
    organsHow:
      '由该机关或其人员的密钥签署并已办理的行为。几个机关共同签署的，每个机关各计一次。列出 {shown} 个，共 {all} 个。',
    procurement: '政府采购',
    procedures: '项目数',
    contracts: '合同数',
    values: '合同金额',
    procurementMore: '政府采购统计',
    csv: '下载表格（CSV）',
    json: '下载数据（JSON）',
    none: '账本上还没有行为。',
  },
  en: {
    title: 'Statistics',
    lead: 'How much was done on this ledger, counted entry by entry. What was refused counts too: a refusal is on record as well.',
    asOf: 'Counted up to entry {entries} of {all}, block {height}.',
    total: 'All acts',
    done: 'Carried out',
    refused: 'Refused',
    days: 'Acts a day, the last thirty days',
    daysHow: 'Columns are acts carried out on that day, Beijing time.',
    day: 'Day',
    months: 'Acts a month, the last twelve months',
    monthsHow: 'Columns are acts carried out in that month.',
    month: 'Month',
    affairs: 'By affair',
    affairsHow: 'Since the ledger began; bars are acts carried out, the most first.',
    organs: 'By organ',
    organsHow:
      'Acts carried out that a key of the organ or of its officers signed. What several organs signed counts once for each. {shown} of {all} organs.',
    procurement: 'Public procurement',
    procedures: 'Procedures',
    contracts: 'Contracts',
    values: 'Value of contracts',
    procurementMore: 'Procurement statistics',
    csv: 'Download the table (CSV)',
    json: 'Download the data (JSON)',
    none: 'There are no acts on this ledger yet.',
  },
}
