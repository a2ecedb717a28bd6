import type { Catalogue } from '@gongshi/ui'

export type ComposeText = keyof typeof zh

const zh = {
  title: '编制招标项目',
  lead: '选一个模板，填写一遍，从计划到招标公告的各项行为就都有了。边填边按法律检查；逐项看清后签署，按顺序提交。写好的内容只存在这个浏览器里，随时可以接着写。',
  failed: '无法打开编制页，请逐项使用表单。',
  noScript: '编制页需要脚本。没有脚本时，请按顺序逐项使用表单：',
  buying: '采购什么',
  lots: '标段',
  criteria: '评审因素',
  experts: '评审专家',
  trustees: '核验机关与保管部门',
  notice: '招标公告',
  planText: '采购计划',
  planHelp: '第一行是标题，空行分段。签署时在本浏览器里做成内容，随计划公开。',
  noticeText: '招标文件',
  noticeHelp: '第一行是标题，空行分段。密钥制成、发布公告时才签署和公开，此前只存在这个浏览器里。',
  lotsHelp: '每个标段的名称、预算和最高限价。',
  criteriaHelp: '权重以万分之一计，全部合计一万（100%）；满分、合格分由专家评分时使用，价格没有合格分。',
  candidates: '候选专家',
  candidatesHelp: '按名称查找已登记的人员；人数至少为评审专家数的两倍，不得属于采购人或代理机构。',
  thresholdHelp: '须过半数的保管部门一起才能开启投标。',
  checks: '法律检查',
  checksLead: '与账本将来判断时使用的是同一套规则和现行参数。最后由账本判断。',
  sign: '签署',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Compose a tender',
  lead: 'Choose a template and fill it in once: every act from the plan to the notice follows. The law is checked as you type; you read each act before you sign, and they are handed in one after the other. What you write stays in this browser, so that you can go on at any time.',
  failed: 'The composer cannot be opened: use the forms one by one.',
  noScript: 'The composer needs scripts. Without them, use the forms one after the other:',
  buying: 'What is bought',
  lots: 'Lots',
  criteria: 'Criteria',
  experts: 'Experts',
  trustees: 'Desk and trustees',
  notice: 'Notice',
  planText: 'Plan',
  planHelp:
    'The first line is the title, empty lines divide paragraphs. It becomes a content here when you sign, public with the plan.',
  noticeText: 'Tender documents',
  noticeHelp:
    'The first line is the title, empty lines divide paragraphs. Signed and public only when the key is made and the notice goes out; until then it stays in this browser.',
  lotsHelp: 'Name, estimate and ceiling of each lot.',
  criteriaHelp:
    'Weights count in ten-thousandths, together 10,000 (100 %). Most and least points are for experts; the price has no least points.',
  candidates: 'Candidates',
  candidatesHelp:
    'Found by name among registered officers: at least twice as many as experts judge, and of neither the buyer nor its agency.',
  thresholdHelp: 'More than half of the trustees open bids together.',
  checks: 'The law’s checks',
  checksLead:
    'By the very rules, and the parameters in force, by which the ledger will judge. The last word is the ledger’s.',
  sign: 'Signing',
}

/** Words of the page on which a tender is composed. */
export const composeTexts: Catalogue<ComposeText> = { zh, en }
