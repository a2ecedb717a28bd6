import type { Catalogue } from '@gongshi/ui/browser'

export type ScoringDeskText = keyof typeof zh

const zh = {
  signer: '评审专家本人',
  restored: '已恢复这个浏览器里保存的评分。',
  missing: '没有填写',
  wrong: '须为 0 至 {most} 的整数',
  below: '低于合格分 {least}：若专家平均分也低于它，该投标即被淘汰。',
  left: '还有 {count} 处没有填好。',
  complete: '全部填好。',
  hand: '计算摘要并提交',
  reveal: '公开评分',
  waiting: '等待其他专家交齐后即可公开。评分和随机数保存在这个浏览器里，摘要：{digest}…',
  lost: '这个浏览器里没有与账本上的摘要相符的评分。请读入当时保存的文件。',
  save: '保存为文件',
  load: '从文件读入',
  loadWrong: '文件不是评分，或者与本标段、本席位不符。',
  noPlace: '这个浏览器不能保存评分，提交之后就无法公开，所以不提交。请换用能保存数据的浏览器。',
  needKey: '请先选择自己的密钥。',
  sending: '正在提交……',
  handed: '摘要已入账，第 {index} 条。评分保存在这个浏览器里；请再存一份文件。',
  shown: '评分已公开，第 {index} 条。',
  refused: '被拒绝（{code}），第 {index} 条：{what}',
  again: '刷新本页',
  next: '接下来：',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  signer: 'the expert',
  restored: 'The points that this browser kept are filled in again.',
  missing: 'Nothing is filled in',
  wrong: 'A whole number from 0 to {most}',
  below: 'Below the least, {least}: if the average of the experts is, too, this bid is out.',
  left: '{count} places are not filled in rightly yet.',
  complete: 'All filled in.',
  hand: 'Compute the digest and hand it in',
  reveal: 'Reveal the points',
  waiting:
    'They can be revealed when the other experts have handed theirs in. Points and random number are kept in this browser; digest {digest}…',
  lost: 'This browser has no points that fit the digest on the ledger. Read in the file that you saved.',
  save: 'Save as a file',
  load: 'Read from a file',
  loadWrong: 'The file holds no points, or those of another lot or seat.',
  noPlace:
    'This browser cannot keep the points, and nobody could reveal them afterwards: nothing is handed in. Take a browser that keeps data.',
  needKey: 'Choose a key of your own first.',
  sending: 'Handing it in…',
  handed: 'The digest has been entered as no. {index}. The points are kept in this browser: save them as a file, too.',
  shown: 'The points are revealed, entry {index}.',
  refused: 'Refused ({code}), entry {index}: {what}',
  again: 'Load the page again',
  next: 'What to do: ',
}

/** What an expert's sheet says. */
export const scoringDeskTexts: Catalogue<ScoringDeskText> = { zh, en }
