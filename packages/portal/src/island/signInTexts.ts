import type { Catalogue } from '@gongshi/ui/browser'

export type SignInText = keyof typeof zh

const zh = {
  signIn: '用通行密钥“{name}”登录',
  confirm: '用通行密钥“{name}”确认',
  noKeys: '本浏览器在本站还没有通行密钥。',
  waiting: '请在设备上确认……',
  done: '已确认，正在打开……',
  next: '接下来：',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  signIn: 'Sign in with passkey “{name}”',
  confirm: 'Confirm with passkey “{name}”',
  noKeys: 'This browser has no passkey on this site yet.',
  waiting: 'Please confirm on the device …',
  done: 'Confirmed; opening …',
  next: 'What to do next: ',
}

/** What the door says. */
export const signInTexts: Catalogue<SignInText> = { zh, en }
