import type { IndicatorCode } from './indicator.ts'

/** What is asked, in plain words, and whose method it is. */
export type IndicatorText = {
  readonly name: { readonly zh: string; readonly en: string }
  readonly question: { readonly zh: string; readonly en: string }
  /** The code in Cardinal (https://cardinal.readthedocs.io); null: a question of our own. */
  readonly cardinal: string | null
}

export const indicatorTexts: { readonly [Code in IndicatorCode]: IndicatorText } = {
  singleBid: {
    name: { zh: '只有一家投标', en: 'A single bid' },
    question: {
      zh: '公开竞争的采购为什么只有一家投标？采购需求是否排除了其他供应商？',
      en: 'Why did only one supplier bid where many could? Did the requirements shut others out?',
    },
    cardinal: 'R018',
  },
  shortPeriod: {
    name: { zh: '投标时间短', en: 'A short time to bid' },
    question: {
      zh: '留给供应商准备投标的时间是否够用？是否有人提前知情？',
      en: 'Was there time enough to prepare a bid? Did somebody know of it before?',
    },
    cardinal: 'R003',
  },
  lateAmendment: {
    name: { zh: '临近截止更改公告', en: 'A late change of the notice' },
    question: {
      zh: '为什么在截止前不久更改公告？更改使谁得利，又使谁不能投标？',
      en: 'Why did the notice change shortly before the deadline? Whom did it help, and whom did it shut out?',
    },
    cardinal: null,
  },
  nearEstimate: {
    name: { zh: '成交价贴近预算', en: 'A price near the estimate' },
    question: {
      zh: '成交价为什么几乎等于预算？预算是否事先透露给了中标人？',
      en: 'Why is the price almost the estimate? Had the winner been told of it?',
    },
    cardinal: null,
  },
  closeSecond: {
    name: { zh: '第二低价紧贴中标价', en: 'A second bid just above the winner' },
    question: {
      zh: '第二低的报价为什么与中标价相差无几？报价是否事先透露或约定？',
      en: 'Why is the second lowest bid so close to the winner’s? Were prices leaked or agreed?',
    },
    cardinal: 'R024',
  },
  deepDiscount: {
    name: { zh: '中标价远低于第二低价', en: 'A winner far below the second' },
    question: {
      zh: '这个价格能否按要求履约？其他报价是否为陪衬而抬高？',
      en: 'Can the contract be kept at this price? Or were the other bids put up for show?',
    },
    cardinal: 'R058',
  },
  samePrices: {
    name: { zh: '报价相同', en: 'The same price from different bidders' },
    question: {
      zh: '不同供应商为什么报出完全相同的价格？',
      en: 'Why do different suppliers ask the very same price?',
    },
    cardinal: 'R028',
  },
  onlyWinnerQualified: {
    name: { zh: '除中标人外均被否决', en: 'All but the winner turned down' },
    question: {
      zh: '为什么只有中标人的投标通过审查？否决理由是否成立，对各家是否一致？',
      en: 'Why did only the winner’s bid pass? Do the reasons hold, and were they the same for all?',
    },
    cardinal: 'R035',
  },
  lowestOut: {
    name: { zh: '最低报价被否决', en: 'The lowest bid turned down' },
    question: {
      zh: '最低报价为什么被否决？理由是否成立？',
      en: 'Why was the lowest bid turned down? Do the reasons hold?',
    },
    cardinal: 'R036',
  },
  shortStandstill: {
    name: { zh: '签约过早', en: 'A contract signed early' },
    question: {
      zh: '结果公布后为什么很快签约？其他供应商有没有时间提出质疑？',
      en: 'Why was the contract signed so soon? Had others time to object?',
    },
    cardinal: null,
  },
  repeatedWinner: {
    name: { zh: '同一供应商屡次中标', en: 'One supplier wins again and again' },
    question: {
      zh: '为什么这家供应商拿到这个采购人的大部分合同？',
      en: 'Why does this supplier get most of what this buyer awards?',
    },
    cardinal: null,
  },
  losingTogether: {
    name: { zh: '同几家一起落选', en: 'The same bidders lose together' },
    question: {
      zh: '为什么同几家供应商总是一起投标、一起落选，而中标的总是同一家？',
      en: 'Why do the same suppliers bid and lose together, each time to the same winner?',
    },
    cardinal: null,
  },
}
