import type { Catalogue } from '@gongshi/ui/browser'

const zh = {
  next: '接下来：',
  full: '浏览器为本站保留的空间已满。请清理磁盘或减少文件后再试，已保存的内容没有丢失。',
  fault: '本页出现故障，已保存的内容没有丢失。请刷新本页再试；若仍出现，请告知运营方。',
  trustTitle: '信任根',
  trustRemembered: '以您的浏览器自 {date} 起记住的信任根核对账本上的每一项。',
  trustFile: '以您提供的信任根文件核对账本上的每一项，仅限本次打开。',
  trustAsk:
    '本页用到的每一项都要由账本自己证明，不凭本站一面之词。请输入从别处（公报、公告栏、同事）取得的信任根指纹，至少前 32 位；或选择您保存的 trust.json。',
  trustPrint: '信任根指纹',
  trustOwnFile: '或信任根文件（trust.json）',
  trustUse: '核对并使用',
  trustWrong: '与本站的信任根不符。请核对指纹；若确认无误，请停止使用本站并告知运营方。',
  trustShort: '至少要输入前 32 位。',
  trustNotOne: '这不是本账本的信任根文件。',
  secretsHere: '本浏览器保存着本程序的保密文件，请用口令打开。',
  passphrase: '口令',
  passphraseAgain: '再输入一次口令',
  passphraseHelp: '至少 8 个字符。忘记口令，任何人都无法找回保密文件。',
  passphraseShort: '口令至少 8 个字符。',
  passphraseOther: '两次输入的口令不同。',
  open: '打开',
  working: '正在处理，需要几秒……',
  bring: '从文件载入（命令行工具或其他浏览器保存的）',
  bringFiles: '保密文件（.json）和已封存的文件（.age）',
  bringNone: '请选择保密文件（.json）。',
  bringWeaker: '本浏览器里的保密文件不同或更新，没有覆盖。',
  load: '载入',
  ok: '已办理，记为第 {index} 条。',
  refused: '账本没有接受：{words}（{code}）已记为第 {index} 条，不产生效力。',
  noWords: '不符合规则。',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  next: 'What to do next: ',
  full: 'The browser has no more room for this site. Free some of the disk or choose fewer files; what was kept is still there.',
  fault:
    'Something on this page failed; what was kept is still there. Load the page again; if it fails again, tell the operator.',
  trustTitle: 'Trust root',
  trustRemembered: 'Every row is checked under the trust root that your browser has remembered since {date}.',
  trustFile: 'Every row is checked under the trust root of your file, for this visit.',
  trustAsk:
    'Everything that this page relies on has to be proven by the ledger itself, not said by this site. Type the fingerprint of the trust root as you got it elsewhere (a gazette, a notice board, a colleague), at least its first 32 digits; or choose the trust.json that you keep.',
  trustPrint: 'Fingerprint of the trust root',
  trustOwnFile: 'Or a trust root file (trust.json)',
  trustUse: 'Compare and use',
  trustWrong:
    'This site has another trust root. Check the fingerprint; if it is right, stop using this site and tell the operator.',
  trustShort: 'Type at least the first 32 digits.',
  trustNotOne: 'This is no trust root of this ledger.',
  secretsHere: 'This browser keeps your secrets of this procedure. Open them with your passphrase.',
  passphrase: 'Passphrase',
  passphraseAgain: 'Passphrase again',
  passphraseHelp: 'At least 8 characters. Nobody can bring the secrets back for somebody who forgets it.',
  passphraseShort: 'A passphrase has at least 8 characters.',
  passphraseOther: 'The two passphrases differ.',
  open: 'Open',
  working: 'Working; this takes some seconds…',
  bring: 'Load from files (of the command line or another browser)',
  bringFiles: 'Secrets (.json) and sealed documents (.age)',
  bringNone: 'Choose the file of secrets (.json).',
  bringWeaker: 'The secrets in this browser are others, or are further on: nothing was overwritten.',
  load: 'Load',
  ok: 'Done: entry {index}.',
  refused: 'The ledger did not take it: {words} ({code}). It is on record as entry {index} and has no effect.',
  noWords: 'a rule is against it.',
}

/** What the desks of bidders, trustees and readers of opened bids have in common. */
export const partsTexts: Catalogue<keyof typeof zh> = { zh, en }
