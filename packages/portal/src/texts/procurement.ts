import type { Catalogue } from '@gongshi/ui'

type ProcurementText =
  | 'title'
  | 'lead'
  | 'caption'
  | 'none'
  | 'matter'
  | 'buyer'
  | 'agency'
  | 'status'
  | 'category'
  | 'estimate'
  | 'ceiling'
  | 'bidUntil'
  | 'askUntil'
  | 'experts'
  | 'edition'
  | 'notYet'
  | 'lots'
  | 'lot'
  | 'name'
  | 'criteria'
  | 'kind'
  | 'weight'
  | 'most'
  | 'least'
  | 'trustees'
  | 'trusteesLead'
  | 'trusteesUnsettled'
  | 'department'
  | 'bids'
  | 'bidsSealed'
  | 'bidsOpened'
  | 'bidsNone'
  | 'offers'
  | 'bidder'
  | 'price'
  | 'total'
  | 'scores'
  | 'scoresHow'
  | 'csv'
  | 'rank'
  | 'out'
  | 'low'
  | 'award'
  | 'awardTo'
  | 'awardUntil'
  | 'enquiries'
  | 'noAnswer'
  | 'steps'
  | 'step'
  | 'time'
  | 'entry'
  | 'ocds'
  | 'formula'
  | 'first'
  | 'further'
  | 'gone'
  | 'recompute'

/** Words of the pages about open tenders. */
export const procurementTexts: Catalogue<ProcurementText> = {
  zh: {
    title: '政府采购',
    lead: '公开招标的全过程：招标文件、标段、评审因素、提问与答复、开标、评审和中标。投标截止之前，任何人都看不到投标内容，运行方也不例外。',
    caption: '招标项目',
    none: '还没有招标项目。',
    matter: '项目',
    buyer: '采购人',
    agency: '代理机构',
    status: '状态',
    category: '类别',
    estimate: '预算金额',
    ceiling: '最高限价',
    bidUntil: '投标截止',
    askUntil: '提问截止',
    experts: '评审专家数',
    edition: '招标文件版次',
    notYet: '尚未确定',
    lots: '标段',
    lot: '标段 {number}',
    name: '名称',
    criteria: '评审因素',
    kind: '评审方式',
    weight: '权重',
    most: '满分',
    least: '合格分',
    trustees: '开标保管部门',
    trusteesLead: '投标封存在以下部门共同制作的密钥之下，须 {threshold} 个部门一起才能开启；没有任何一方单独持有密钥。',
    trusteesUnsettled: '投标将封存在以下部门共同制作的密钥之下，没有任何一方单独持有密钥。',
    department: '部门',
    bids: '投标',
    bidsSealed: '已封存 {count} 份。其中可能有掩护用的空标，所以开标之前谁也不知道真正的投标数。',
    bidsOpened: '开启 {opened} 份，掩护 {decoys} 份，内容无法读取 {voided} 份，未开启或者撤回 {lapsed} 份。',
    bidsNone: '还没有投标。',
    offers: '报价与评审结果',
    bidder: '投标人',
    price: '报价',
    total: '总分',
    scores: '各因素得分',
    scoresHow: '每个报价在各评审因素上的得分，满分合计 10000；条内的数字是因素的序号，表中是精确的分数。',
    csv: '下载 CSV',
    rank: '名次',
    out: '未达合格分',
    low: '报价异常低',
    award: '中标',
    awardTo: '{supplier}，{price}（{status}）',
    awardUntil: '公示至 {time}，此前不签合同。',
    enquiries: '提问与答复',
    noAnswer: '尚未答复。',
    steps: '办理过程',
    step: '步骤',
    time: '时间',
    entry: '记录',
    ocds: '以开放合约数据标准（OCDS）下载',
    formula:
      '总分满分一万，由账本按招标时确定的公式精确计算：评分因素计“权重×专家平均分÷满分”，价格计“权重×最低报价÷报价”；总分相同的，报价低者在前，仍相同的按开标时抽取的次序。各项数据都在账本上，任何人都可以重算。',
    first: '回到开头',
    further: '更多项目',
    gone: '（文字已删除）',
    recompute: '自己复算中标结果',
  },
  en: {
    title: 'Public procurement',
    lead: 'Open tenders from beginning to end: notice, lots, criteria, questions and answers, opening, scores and award. Before the deadline nobody can read a bid, the operator included.',
    caption: 'Procedures',
    none: 'There is no procedure yet.',
    matter: 'Procedure',
    buyer: 'Buyer',
    agency: 'Agency',
    status: 'Status',
    category: 'Category',
    estimate: 'Estimate',
    ceiling: 'Ceiling',
    bidUntil: 'Bids until',
    askUntil: 'Questions until',
    experts: 'Experts',
    edition: 'Edition of the notice',
    notYet: 'not settled yet',
    lots: 'Lots',
    lot: 'Lot {number}',
    name: 'Name',
    criteria: 'Criteria',
    kind: 'Judged',
    weight: 'Weight',
    most: 'Most points',
    least: 'Least points',
    trustees: 'Who keeps the bids shut',
    trusteesLead:
      'Bids are sealed to a key that these departments make together; {threshold} of them open it together, and nobody ever holds it alone.',
    trusteesUnsettled: 'Bids will be sealed to a key that these departments make together; nobody ever holds it alone.',
    department: 'Department',
    bids: 'Bids',
    bidsSealed:
      '{count} sealed. Decoys may be among them, so nobody knows how many real bids there are before they are opened.',
    bidsOpened:
      'Opened: {opened}. Decoys: {decoys}. With nothing readable in them: {voided}. Withdrawn or never opened: {lapsed}.',
    bidsNone: 'There is no bid yet.',
    offers: 'Offers and what came of them',
    bidder: 'Bidder',
    price: 'Price',
    total: 'Total',
    scores: 'Scores by criterion',
    scoresHow:
      'What each criterion counts for each offer, of 10,000 in all. The numbers in the bars are those of the criteria; the table has the exact fractions.',
    csv: 'Download as CSV',
    rank: 'Rank',
    out: 'too few points',
    low: 'abnormally low',
    award: 'Award',
    awardTo: '{supplier}, {price} ({status})',
    awardUntil: 'Standstill until {time}; nothing is signed before.',
    enquiries: 'Questions and answers',
    noAnswer: 'Not answered yet.',
    steps: 'Steps',
    step: 'Step',
    time: 'Time',
    entry: 'Entry',
    ocds: 'Download in the Open Contracting Data Standard (OCDS)',
    formula:
      'Totals are of 10,000. The ledger computes them exactly, by the formula that stands since the notice: a criterion counts “weight × experts’ average ÷ most points”, the price “weight × lowest price ÷ price”; where totals are equal the lower price is first, and then the order drawn at the opening. All of it stands on the ledger, and anyone computes it again.',
    first: 'Back to the beginning',
    further: 'More procedures',
    gone: '(words erased)',
    recompute: 'Recompute the award yourself',
  },
}
