import type { Catalogue } from '@gongshi/ui'

const zh = {
  lead: '您签署的行为后来怎样，什么快到期限，什么在等您。都由账本和登记簿读出，本站不另外记录您看过什么；“新”由这个浏览器自己判断。',
  due: '七天之内到期',
  dueNone: '七天之内没有到期的事项。',
  left: '还剩{span}',
  over: '已到期限，等待下一个区块',
  vote: '去表决',
  happened: '我签署的行为后来怎样',
  happenedNone: '账本上还没有由您签署的行为。',
  when: '时间',
  outcome: '结果',
  receipt: '回执',
  moved: '由他人或账本变更',
  waits: '还在等我的',
  waitsNone: '没有别的事项在等您。',
  toInbox: '到待办里办理',
  tell: '浏览器通知',
  tellLead:
    '需要时，可让这个浏览器在有新动态时弹出通知。只在工作台开着的时候有效；通知里只写有几条，不写内容，锁屏上也看不到案情。',
  tellNoScript: '浏览器通知需要脚本。',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  lead: 'What became of what you signed, what falls due soon, and what waits for you. All of it is read from the ledger and its registers; the site keeps no record of what you have looked at. What is “new” this browser tells by itself.',
  due: 'Due within seven days',
  dueNone: 'Nothing falls due within seven days.',
  left: '{span} left',
  over: 'due now, with the next block',
  vote: 'Vote',
  happened: 'What became of what I signed',
  happenedNone: 'Nothing on the ledger was signed by you yet.',
  when: 'Time',
  outcome: 'Outcome',
  receipt: 'Receipt',
  moved: 'changed by others or the ledger',
  waits: 'What else waits for me',
  waitsNone: 'Nothing else waits for you.',
  toInbox: 'Act on it in the inbox',
  tell: 'Notifications by the browser',
  tellLead:
    'If you wish, this browser tells you when there is something new, as long as the workspace is open in it. Such a notification says how many there are, never what: nothing of a case shows on a locked screen.',
  tellNoScript: 'Notifications by the browser need a script.',
}

/** What the page of notifications says. */
export const notificationTexts: Catalogue<keyof typeof zh> = { zh, en }
