import type { CountedName } from './counts.ts'
import type { AwardColumn, AwardStepName } from './steps.ts'

type Words = {
  /** What a step shows, and by which rule. */
  readonly names: { readonly [Name in AwardStepName]: string }
  readonly rules: { readonly [Name in AwardStepName]: string }
  readonly columns: { readonly [Column in AwardColumn]: string }
  readonly counted: { readonly [Name in CountedName]: string }
  /** Of seats, offers and awards, as the affair’s own texts have them. */
  readonly status: { readonly [status: string]: string }
  readonly yes: string
  readonly no: string
  readonly none: string
  /** Beside a line that is as the ledger says, or that is not. */
  readonly same: string
  readonly different: string
  /** Of the whole. */
  readonly agrees: string
  readonly disagrees: string
  /** What it does not show. */
  readonly limit: string
}
export type AwardWords = { readonly zh: Words; readonly en: Words }

/** What a recomputed award says, for the command line and the page alike. */
export const awardWords: AwardWords = {
  zh: {
    names: {
      complete: '没有遗漏',
      draw: '抽取评审专家',
      qualification: '资格与最高限价',
      digests: '评分与事先提交的摘要',
      parts: '各项得分',
      totals: '总分与名次',
      low: '报价是否过低',
      award: '中标结果',
    },
    rules: {
      complete:
        '账本对候选专家、已开启的投标、合格的报价和评分表各有计数；评分因素的权重之和、席位的序号、按投标和标段编号的报价也不容缺漏。数目相符，就没有隐去任何一项。',
      draw: '以全部投标（含空标）中的密钥为种子，按公开的算法排出候选专家的顺序；前几名入席，回避者由下一名替补。',
      qualification: '合格的报价不得高于最高限价。是否合格由代理机构判定，此处不复算。',
      digests:
        '专家先提交评分的摘要，全部提交后才公开评分。由公开的评分和随机数重新计算摘要，应与账本上的一致；每份报价、每项因素各有一个评分。',
      parts:
        '评审因素的得分 = 权重 × 平均评分 ÷ 满分；价格的得分 = 权重 × 最低报价 ÷ 本报价。权重合计 10,000，价格以最小货币单位计。全部用分数精确计算。',
      totals:
        '总分为各项得分之和，高者在前；总分相同，价低者在前；价格也相同，按抽签的顺序。某项平均评分低于最低要求的，不排名次。',
      low: '报价低于其他报价平均价的规定比例，即为过低，须说明理由。比例以评定时有效的参数为准。',
      award: '授予第一名；授予其他名次，或报价过低的，须附理由。供应商与价格应与评定结果一致。',
    },
    columns: {
      what: '项目',
      counted: '账本计数',
      shown: '文件中',
      order: '席位',
      drawn: '复算抽出',
      seated: '账本记载',
      organ: '所属机关',
      bidder: '投标人',
      price: '报价',
      ceiling: '最高限价',
      status: '状态',
      digest: '复算摘要',
      recorded: '账本摘要',
      points: '评分个数',
      criterion: '因素',
      sum: '算式',
      value: '得分',
      total: '复算总分',
      recordedTotal: '账本总分',
      rank: '名次',
      recordedRank: '账本名次',
      average: '其他报价平均',
      limit: '比例',
      low: '复算过低',
      recordedLow: '账本过低',
      reasons: '附有理由',
    },
    counted: {
      weights: '评分因素的权重之和',
      candidates: '候选专家',
      seats: '席位（每名候选专家一席，从 1 起编号）',
      openings: '已开启的投标（含空标）',
      offers: '每个投标对本标段有无报价，均有证明',
      pending: '尚未判定资格的报价',
      qualified: '合格的报价',
      sheets: '评分表',
      revealed: '已公开评分的评分表',
      results: '每份合格报价的评定结果',
      awards: '每个投标有无中标记录，均有证明',
    },
    status: {
      drawn: '已抽取',
      recused: '已回避',
      offered: '待审查',
      qualified: '合格',
      disqualified: '不合格',
      proposed: '拟中标公示',
      standing: '已定标',
      signed: '已签合同',
      revoked: '已撤销',
    },
    yes: '是',
    no: '否',
    none: '无',
    same: '与账本一致',
    different: '与账本不一致',
    agrees: '全部与账本一致。',
    disagrees: '有与账本不一致之处。请保留此文件，并向监督方报告。',
    limit: '这证明专家、名次和中标结果由所列数据按规则得出；不证明评分公允，也不证明不合格的判定恰当。',
  },
  en: {
    names: {
      complete: 'Nothing is left out',
      draw: 'The draw of the experts',
      qualification: 'Qualification and ceiling',
      digests: 'Points and the digests given before',
      parts: 'What each criterion counts',
      totals: 'Totals and ranks',
      low: 'Abnormally low prices',
      award: 'The award',
    },
    rules: {
      complete:
        'The ledger counts candidates, opened bids, qualified offers and score sheets; weights add up, seats are numbered, and an offer is found by its bid and lot. With as many as counted, none is hidden.',
      draw: 'The secrets of all bids, decoys among them, are the seeds of a public algorithm that puts the candidates in order; the first take the seats, and the next the place of each who is recused.',
      qualification:
        'No qualified offer is above the ceiling. Whether an offer qualifies the agency judges: that is not recomputed here.',
      digests:
        'Each expert gave a digest of the points first, and the points when all digests were in. Points and random number give the digest again; there is one mark for each offer and criterion.',
      parts:
        'A criterion of quality counts weight × average ÷ most, the price counts weight × lowest ÷ price. Weights are of 10,000, prices in minor units. All in exact fractions.',
      totals:
        'The total is the sum of the parts, the highest first; of equal totals the lower price, of equal prices by the draw. Whose average is below a criterion’s least points has no rank.',
      low: 'A price below the set share of the others’ average has to be explained. The share is the one in force when the lot was assessed.',
      award:
        'To the first; to another, or at a price abnormally low, only with reasons. Supplier and price are those of the result.',
    },
    columns: {
      what: 'What',
      counted: 'Counted by the ledger',
      shown: 'In the file',
      order: 'Seat',
      drawn: 'Drawn again',
      seated: 'On the ledger',
      organ: 'Organ',
      bidder: 'Bidder',
      price: 'Price',
      ceiling: 'Ceiling',
      status: 'Status',
      digest: 'Digest recomputed',
      recorded: 'Digest on the ledger',
      points: 'Marks',
      criterion: 'Criterion',
      sum: 'Sum',
      value: 'Counts',
      total: 'Total recomputed',
      recordedTotal: 'Total on the ledger',
      rank: 'Rank',
      recordedRank: 'Rank on the ledger',
      average: 'Others’ average',
      limit: 'Share',
      low: 'Low, recomputed',
      recordedLow: 'Low, on the ledger',
      reasons: 'Reasons given',
    },
    counted: {
      weights: 'Sum of the criteria’s weights',
      candidates: 'Candidates',
      seats: 'Seats: one a candidate, numbered from 1',
      openings: 'Bids opened, decoys among them',
      offers: 'Bids of which an offer for this lot, or none, is proven',
      pending: 'Offers not judged yet',
      qualified: 'Qualified offers',
      sheets: 'Score sheets',
      revealed: 'Score sheets with their points',
      results: 'Results, one a qualified offer',
      awards: 'Bids of which an award, or none, is proven',
    },
    status: {
      drawn: 'drawn',
      recused: 'recused',
      offered: 'offered',
      qualified: 'qualified',
      disqualified: 'disqualified',
      proposed: 'proposed',
      standing: 'standing',
      signed: 'contract signed',
      revoked: 'revoked',
    },
    yes: 'yes',
    no: 'no',
    none: 'none',
    same: 'as the ledger says',
    different: 'not what the ledger says',
    agrees: 'All of it is as the ledger says.',
    disagrees: 'Something is not what the ledger says. Keep this file and report it to a monitor.',
    limit:
      'This shows that experts, ranks and award follow from these figures by the rules; not that the points are fair, nor that whoever was disqualified deserved it.',
  },
}
