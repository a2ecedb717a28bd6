import type { Catalogue } from '@gongshi/ui/browser'

export type SignText = keyof typeof zh

const zh = {
  choose: '待签稿文件（.gsdraft）',
  keys: '本浏览器在本站的密钥',
  noKeys: '本浏览器在本站还没有密钥。',
  make: '在这台设备上创建通行密钥',
  keyName: '密钥名称',
  register: '请把下面的内容交给管理员登记（registerKey；已有密钥的，由您会签 addKey）：',
  notAmong: '本浏览器的密钥都不在未表态的签名人之中。',
  sign: '用“{name}”签署',
  decline: '用“{name}”拒签',
  reason: '拒签理由',
  signed: '已签署。把下面的文件交给下一位签名人。',
  declined: '已拒签。把下面的文件交还发起人。',
  whole: '全部签名人都已签署，可以提交。',
  download: '保存待签稿',
  submit: '提交到本账本',
  waiting: '正在等待入账……',
  committed: '已办理，第 {index} 条',
  refused: '账本没有照办（{code}），第 {index} 条写明理由',
  next: '接下来：',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  choose: 'Draft file (.gsdraft)',
  keys: 'This browser’s keys on this site',
  noKeys: 'This browser has no key on this site yet.',
  make: 'Make a passkey on this device',
  keyName: 'Name of the key',
  register:
    'Give this to an administrator, who registers it (registerKey; if you have a key already: addKey, which you sign, too):',
  notAmong: 'None of this browser’s keys is a signer who has still to answer.',
  sign: 'Sign with “{name}”',
  decline: 'Decline with “{name}”',
  reason: 'Why you decline',
  signed: 'Signed. Pass the file below on to the next signer.',
  declined: 'Declined. Give the file below back to whoever began the act.',
  whole: 'Everybody has signed: it can be submitted.',
  download: 'Save the draft',
  submit: 'Submit to this ledger',
  waiting: 'Waiting for its block …',
  committed: 'Done: entry {index}',
  refused: 'Not done ({code}): entry {index} says why',
  next: 'What to do next: ',
}

/** What the desk says beside the draft's own words. */
export const signTexts: Catalogue<SignText> = { zh, en }
