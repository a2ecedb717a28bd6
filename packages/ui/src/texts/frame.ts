import type { Catalogue } from '../lang.ts'

export type FrameText =
  | 'skip'
  | 'home'
  | 'search'
  | 'organs'
  | 'ledger'
  | 'verify'
  | 'navigation'
  | 'otherLanguage'
  | 'breadcrumbs'
  | 'synthetic'
  | 'syntheticStrip'
  | 'colophonWhat'
  | 'colophonChain'
  | 'errorCode'
  | 'errorNext'
  | 'errorHome'
  | 'masked'
  | 'current'
  | 'superseded'
  | 'withdrawn'
  | 'erased'
  | 'absent'
  | 'entryNumber'
  | 'more'
  | 'none'
  | 'workspace'
  | 'design'
  | 'learn'
  | 'glossary'
  | 'elder'
  | 'plain'

/** What the frame and the shared components say. */
export const frameTexts: Catalogue<FrameText> = {
  zh: {
    skip: '跳到正文',
    home: '公示',
    search: '检索',
    organs: '机构',
    ledger: '账本',
    verify: '核验',
    navigation: '主导航',
    otherLanguage: 'English',
    breadcrumbs: '当前位置',
    synthetic: '虚构示例',
    syntheticStrip: '本站的城市、机关与公示均为虚构示例数据，不对应任何真实机关。',
    colophonWhat: '公示是一部政务账本：每一项公务行为都是一条有签名、有次序、可验证的记录，任何人都可以独自核对。',
    colophonChain: '账本 {chain}，高度 {height}，共 {entries} 条记录。',
    errorCode: '错误代码',
    errorNext: '接下来可以这样做',
    errorHome: '回到公示首页',
    masked: '个人信息，已遮蔽',
    current: '现行',
    superseded: '已被取代',
    withdrawn: '已撤回',
    erased: '内容已销毁',
    absent: '内容不在本站',
    entryNumber: '第 {index} 条',
    more: '更多',
    none: '暂无',
    workspace: '公务人员工作台',
    design: '设计系统',
    learn: '五分钟学会',
    glossary: '词汇表',
    elder: '大字版',
    plain: '标准版',
  },
  en: {
    skip: 'Skip to content',
    home: 'Notices',
    search: 'Search',
    organs: 'Organs',
    ledger: 'Ledger',
    verify: 'Verify',
    navigation: 'Main',
    otherLanguage: '中文',
    breadcrumbs: 'You are here',
    synthetic: 'Synthetic',
    syntheticStrip:
      'The city, its organs and its notices on this site are synthetic: made up, and no real authority’s.',
    colophonWhat:
      'Gongshi is a ledger of public affairs: every official act is a signed, ordered, provable entry, and anyone can check it alone.',
    colophonChain: 'Ledger {chain}, height {height}, {entries} entries.',
    errorCode: 'Error code',
    errorNext: 'What you can do next',
    errorHome: 'Back to the notices',
    masked: 'personal data, masked',
    current: 'Current',
    superseded: 'Superseded',
    withdrawn: 'Withdrawn',
    erased: 'Content erased',
    absent: 'Content not held here',
    entryNumber: 'Entry {index}',
    more: 'More',
    none: 'None yet',
    workspace: 'Officers’ workspace',
    design: 'Design system',
    learn: 'Help: learn in five minutes',
    glossary: 'Glossary',
    elder: 'Large type',
    plain: 'Standard type',
  },
}
