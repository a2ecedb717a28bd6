import type { Catalogue } from '@gongshi/ui/browser'

export type SignInText = keyof typeof zh

const zh = {
  signIn: '用通行密钥“{name}”登录',
  confirm: '用通行密钥“{name}”确认',
  noKeys: '本浏览器在本站没有通行密钥。请换用存有您通行密钥的设备或浏览器，或在“签署”页新建一把，请本机构管理员登记。',
  waiting: '请在设备上确认……',
  done: '已确认，正在打开……',
  next: '接下来：',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  signIn: 'Sign in with passkey “{name}”',
  confirm: 'Confirm with passkey “{name}”',
  noKeys:
    'This browser has no passkey on this site. Use the device or browser that holds yours, or make one on the Sign page and have your organ’s administrator register it.',
  waiting: 'Please confirm on the device …',
  done: 'Confirmed; opening …',
  next: 'What to do next: ',
}

/** What the door says. */
export const signInTexts: Catalogue<SignInText> = { zh, en }
