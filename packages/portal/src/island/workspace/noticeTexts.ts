import type { Catalogue } from '@gongshi/ui/browser'

const zh = {
  new: '新',
  unit: ' 条新动态',
  title: '公示工作台',
  some: '有 {count} 条新动态',
  turnOn: '有新动态时通知我',
  turnOff: '不再通知',
  isOn: '浏览器通知已打开。',
  isOff: '浏览器通知没有打开。',
  denied: '这个浏览器不允许本站发通知。要打开，请在浏览器的网站设置里允许。',
  absent: '这个浏览器没有通知功能。',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  new: 'new',
  unit: ' new notifications',
  title: 'Gongshi workspace',
  some: '{count} new notifications',
  turnOn: 'Tell me when there is something new',
  turnOff: 'Don’t tell me any more',
  isOn: 'Notifications by the browser are on.',
  isOff: 'Notifications by the browser are off.',
  denied:
    'This browser lets the site tell you nothing. To change that, allow notifications in its settings for this site.',
  absent: 'This browser has no notifications.',
}

export const noticeTexts: Catalogue<keyof typeof zh> = { zh, en }
