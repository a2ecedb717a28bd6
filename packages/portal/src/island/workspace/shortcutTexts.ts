import type { Catalogue } from '@gongshi/ui/browser'

export type ShortcutText = keyof typeof zh

const zh = {
  title: '键盘快捷键',
  list: '列出快捷键',
  search: '搜索',
  inbox: '待办',
  notifications: '动态',
  acts: '我能办什么',
  drafts: '本浏览器里的草稿',
  home: '首页',
  how: '两个键的，先后按下。正在输入文字时不起作用。不用快捷键，所有操作也都能用 Tab 和回车完成。',
  use: '使用快捷键',
  close: '关闭',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'Keyboard shortcuts',
  list: 'List the shortcuts',
  search: 'Search',
  inbox: 'Inbox',
  notifications: 'Notifications',
  acts: 'What I may do',
  drafts: 'Drafts in this browser',
  home: 'Front page',
  how: 'Where there are two keys, press one after the other. Nothing happens while you type. Everything can be done by Tab and Enter, too.',
  use: 'Use shortcuts',
  close: 'Close',
}

export const shortcutTexts: Catalogue<ShortcutText> = { zh, en }
