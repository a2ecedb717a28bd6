import type { Catalogue } from '@gongshi/ui/browser'

export type KeptText = keyof typeof zh

const zh = {
  restored: '您在{time}填写的内容还在，已替您填回。',
  files: '文件本身没有保存，请重新选择：{names}',
  kept: '您填写的内容正保存在这个浏览器里。',
  keptAt: '保存于 {time}。',
  notKept: '这个浏览器不让本站保存任何内容：离开本页，填写的内容就会丢失。',
  where: '保存在哪里，谁能看到？',
  whereSaid:
    '只保存在这台设备的这个浏览器里，不发送给本站，也没有加密：能用您的账户打开这个浏览器的人都能看到。签署后自动删除，三十天不动也自动删除。选中的文件、口令和密钥从不保存。共用的电脑，请在离开前删除草稿。',
  forget: '删除这份草稿',
  forgetSure: '确定删除？再按一次',
  all: '本浏览器里的全部草稿',
  elsewhere: '这份表单已在本浏览器的另一个标签页打开。为免两处各写一半，只有一处可以填写。',
  takenAway: '这份表单已转到另一个标签页填写，这里不再保存。',
  takeHere: '在这里继续填写',
  another: '在这里另填一份（不保存）',
  settling: '您在{time}签署了这份表单，正在查询它是否已经入账。不会重复签署……',
  again: '再查一次',
  none: '本浏览器里没有填到一半的表单。',
  open: '继续填写',
  tender: '正在编制的采购项目',
  sheet: '评分表',
  sheetStays: '账本上只有它的摘要；到公布分数时要用，请不要清除浏览器数据，并另存一份文件。',
  changed: '{time} · 已填 {count} 项',
  onItsWay: '{time} · 已签署，等待入账',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  restored: 'Here again is what you filled in on {time}.',
  files: 'Files themselves are not kept, choose them again: {names}',
  kept: 'What you fill in is being kept in this browser.',
  keptAt: 'Kept at {time}.',
  notKept: 'This browser lets the site keep nothing: what you fill in is lost when you leave the page.',
  where: 'Where is it kept, and who can see it?',
  whereSaid:
    'In this browser on this device only. It is not sent to the site, and it is not encrypted: whoever can open this browser under your account can read it. It is removed when you have signed, and after thirty days untouched. Chosen files, passphrases and keys are never kept. On a shared computer, forget the draft before you leave.',
  forget: 'Forget this draft',
  forgetSure: 'Sure? Press again to forget it',
  all: 'All drafts in this browser',
  elsewhere:
    'This form is open in another tab of this browser. Lest half of it be written here and half there, only one of them can be filled in.',
  takenAway: 'This form goes on in another tab; nothing is kept here any more.',
  takeHere: 'Go on filling it in here',
  another: 'Fill in another one here (not kept)',
  settling: 'You signed this form on {time}. Looking whether it has been entered; nothing is signed a second time…',
  again: 'Look again',
  none: 'No form in this browser is half filled in.',
  open: 'Go on filling it in',
  tender: 'A tender being composed',
  sheet: 'A score sheet',
  sheetStays:
    'The ledger has its digest alone: you need the sheet to show your points. Don’t clear this browser’s data, and save it as a file, too.',
  changed: '{time} · {count} answers',
  onItsWay: '{time} · signed, not known to be entered yet',
}

/** What is said of forms that are kept in this browser. */
export const keptTexts: Catalogue<KeptText> = { zh, en }
