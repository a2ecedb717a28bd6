import type { Catalogue } from '@gongshi/ui'
import type { ProcedureFilterName, ProcedureOrder } from '../procedureFilters.ts'

type ListText =
  | ProcedureFilterName
  | ProcedureOrder
  | 'filters'
  | 'any'
  | 'wordsHint'
  | 'organHint'
  | 'amountHint'
  | 'find'
  | 'asked'
  | 'remove'
  | 'clear'
  | 'total'
  | 'noneFits'
  | 'noneFitsHow'
  | 'ignored'
  | 'partly'
  | 'download'
  | 'csv'
  | 'json'
  | 'ocds'
  | 'imported'
  | 'importedWords'
  | 'statistics'

/** Words of the search for procedures. */
export const procedureListTexts: Catalogue<ListText> = {
  zh: {
    q: '词语',
    status: '状态',
    category: '类别',
    division: '行政区划',
    buyer: '采购人',
    supplier: '投标人',
    currency: '币种',
    least: '预算金额不低于',
    most: '预算金额不高于',
    from: '投标截止不早于',
    to: '投标截止不晚于',
    order: '排序',
    newest: '最近有进展的在前',
    deadline: '投标截止早的在前',
    amount: '预算金额大的在前',
    filters: '更多条件',
    any: '不限',
    wordsHint: '在编号、招标文件、标段名称和采购人名称中查找；几个词都要出现。',
    organHint: '名称中的词语，或者机构代码（如 {example}）。投标人在开标后才公开。',
    amountHint: '以元等主币单位填写；未选币种的，按 {currency} 比较。',
    find: '查找',
    asked: '当前条件',
    remove: '去掉条件：{filter}',
    clear: '去掉全部条件',
    total: '共 {total} 个项目，账本上一共 {all} 个。',
    noneFits: '没有符合全部条件的项目。',
    noneFitsHow: '可以去掉上面的某一项条件，换一个词，或者到“搜索”中查找账本上的其他记录。',
    ignored: '看不懂以下条件，没有使用：{names}。',
    partly: '有的词语出现得太多，只查了最近的记录；请再加一个词。',
    download: '下载这份列表：',
    csv: '表格（CSV）',
    json: '数据（JSON）',
    ocds: '全部采购过程（OCDS 记录）',
    imported: '从别处导入的采购数据（OCDS）不在这份列表中，请到“搜索”中查找。',
    importedWords: '在全部记录（包括从别处导入的 OCDS 采购数据）中搜索“{words}”',
    statistics: '统计',
  },
  en: {
    q: 'Words',
    status: 'Status',
    category: 'Category',
    division: 'Division',
    buyer: 'Buyer',
    supplier: 'Bidder',
    currency: 'Currency',
    least: 'Estimate of at least',
    most: 'Estimate of at most',
    from: 'Bids until this day or later',
    to: 'Bids until this day or earlier',
    order: 'Order',
    newest: 'latest progress first',
    deadline: 'earliest deadline first',
    amount: 'largest estimate first',
    filters: 'More conditions',
    any: 'any',
    wordsHint: 'In numbers, notices, names of lots and names of buyers; all words have to occur.',
    organHint: 'Words of the name, or the identifier (such as {example}). Bidders are known once bids are opened.',
    amountHint: 'In main units, such as yuan; without a currency, {currency} is compared.',
    find: 'Find',
    asked: 'Conditions now',
    remove: 'Remove the condition: {filter}',
    clear: 'Remove all conditions',
    total: '{total} procedures, of {all} on the ledger.',
    noneFits: 'No procedure fits all conditions.',
    noneFitsHow: 'Remove one of the conditions above, try another word, or search all records of the ledger.',
    ignored: 'These conditions mean nothing here and were left out: {names}.',
    partly: 'A word occurs so often that only the newest records were looked at; add another word.',
    download: 'Download this list:',
    csv: 'table (CSV)',
    json: 'data (JSON)',
    ocds: 'all processes (OCDS records)',
    imported: 'Procurement data imported from elsewhere (OCDS) are not in this list: use the search of all records.',
    importedWords: 'Search all records, OCDS procurement data imported from elsewhere among them, for “{words}”',
    statistics: 'Statistics',
  },
}
