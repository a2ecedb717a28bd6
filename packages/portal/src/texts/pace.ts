import type { Catalogue } from '@gongshi/ui'

type PaceText =
  | 'title'
  | 'lead'
  | 'link'
  | 'minutes'
  | 'minutesHow'
  | 'hours'
  | 'hoursHow'
  | 'lag'
  | 'lagHow'
  | 'from'
  | 'entries'
  | 'blocks'
  | 'at'
  | 'behind'
  | 'behindSpan'
  | 'behindOthers'
  | 'unknown'
  | 'seconds'
  | 'most'

/** What the page of throughput and lag says. */
export const paceTexts: Catalogue<PaceText> = {
  zh: {
    title: '写入速度与滞后',
    lead: '账本写入了多少记录，查询结果落后账本多少。记录数按区块自己的时间统计，每个节点都一样；滞后由本节点测量。',
    link: '写入速度与滞后',
    minutes: '每分钟写入的记录',
    minutesHow: '最近一小时；最后一分钟尚未结束。',
    hours: '每小时写入的记录',
    hoursHow: '最近 24 小时；最后一小时尚未结束。',
    lag: '列表和检索落后账本的记录数',
    lagHow: '本节点每分钟测量一次，自启动起，至多一小时；最后一个值是现在测的。0 表示没有落后。',
    from: '起始时间',
    entries: '记录',
    blocks: '区块',
    at: '测量时间',
    behind: '落后记录数',
    behindSpan: '落后时间',
    behindOthers: '落后其他成员',
    unknown: '没有其他成员可比',
    seconds: '{count} 秒',
    most: '最高 {count}。',
  },
  en: {
    title: 'Throughput and lag',
    lead: 'How much the ledger takes in, and how far lists and search are behind it. Entries are counted by the blocks’ own times, alike on every node; the lag is this node’s own measure.',
    link: 'Throughput and lag',
    minutes: 'Entries a minute',
    minutesHow: 'The last hour; its last minute still goes on.',
    hours: 'Entries an hour',
    hoursHow: 'The last 24 hours; the last one still goes on.',
    lag: 'Entries by which lists and search are behind the ledger',
    lagHow:
      'Measured by this node once a minute since its start, for an hour at most; the last value was measured now. 0: nothing is behind.',
    from: 'From',
    entries: 'Entries',
    blocks: 'Blocks',
    at: 'Measured',
    behind: 'Entries behind',
    behindSpan: 'Time behind',
    behindOthers: 'Behind other members',
    unknown: 'no other member to compare with',
    seconds: '{count} seconds',
    most: 'The most: {count}.',
  },
}
