import type { Language } from '@gongshi/sdk'

const zh = {
  title: '证据包',
  under: '公示账本 {chain} · 截至 {time}',
  about:
    '本文说明账本上发生了什么、何时、由哪个机关的哪个职位、依据哪一条款作出，并说明哪些已经证明、哪些没有证明。内容全部由随附的证据文件得出；证据文件与本文不一致时，以证据文件为准。',
  separator: '：',
  happened: '发生了什么',
  act: '第 {index} 条：{what}',
  actBy: '{time}，{who}作出“{what}”，依据 {clause}。{outcome}',
  actDue: '{time}，账本按期自行执行“{what}”，依据 {clause}。{outcome}',
  actSystem: '{time}，账本自身的系统记录：{what}。',
  accepted: '账本已接受。',
  refused: '账本拒绝了它（代码 {code}），因此没有发生效力。',
  someone: '一把没有追溯到在任职位的密钥（{key}）',
  officer: '{organ}（职位 {post}，权限 {roles}）',
  unnamed: '无名称',
  and: '与',
  clauseUnknown: '（本程序没有该事项第 {version} 版的说明）',
  erased: '提交的内容已依法销毁（见第 {entry} 条）；它的承诺值仍在账本上。',
  absent: '证据文件没有带提交的内容。',
  said: '提交的内容',
  authority: '凭什么权限、依什么规则',
  proven: '证明时刻',
  rowHead: '截至 {time} 的现状',
  rowIs: '事项 {affair}、种类 {entity}、键 {key}：状态为“{status}”。',
  rowNone: '事项 {affair}、种类 {entity}、键 {key}：账本上没有这一行。',
  provenHead: '已经证明',
  provenEntry: '账本 {chain} 把上述 {count} 条记录按所列次序和时间记入日志，此后的账本都包含它们。',
  provenSigned: '有签名的记录由所列密钥签名，签的正是所列内容。',
  provenRow: '上述现状就是账本在 {time} 的状态。',
  provenOne: '日志由单一运行方的一个验证者签名。',
  provenMany: '日志由 {count} 个验证者共同记账，每次都有超过三分之二的权重签名。',
  provenWitnesses: '信任根所要求的外部见证方已签名见证同一份日志。',
  notHead: '没有证明',
  notTrue: '所述之事是否属实：证据只证明谁在何时说了什么、账本如何处理。',
  notHands: '签名时密钥确实在其持有人手中。',
  notRoot: '信任根本身是真的：请向被核对的一方以外的人核对下面的指纹。',
  notOne:
    '单一运行方没有另造一部历史：签名的只有一个验证者，若它给不同的人看不同的账本，只有见证方或保存了证据的人才能发现。',
  notWitnessed: '外部见证：信任根没有要求见证方签名，或证据里没有足够的见证。',
  notLatest: '在 {time} 之后没有更正、撤回或新的记录。',
  notBroken: '第 {index} 条的签名没有追溯到在任的职位，其权限没有说明。',
  checkHead: '怎样核对',
  checks: [
    '用自己信任的来源取得核验网页 gongshi-verify.html 和信任根 trust.json；随附的两份供对照，SHA-256 见 SHA256SUMS。',
    '向登记机关、公报或其他成员索取信任根指纹，与下面的指纹逐位比较。',
    '断开网络，在浏览器中打开核验网页，选择 evidence 文件夹里的文件和信任根，按“开始核验”。',
    '也可用命令：gongshi verify 文件 --trust trust.json；或用另一种语言独立写成的核验程序 verifiers/python。',
  ],
  fingerprint: '信任根指纹',
  ledger: '账本',
  genesis: '创世哈希',
  source: '信任根来源',
  file: '证据文件',
  sha256: 'SHA-256',
  codesHead: '二维码',
  codesAbout: '用手机扫描即可打开账本上的这条记录，无需登录。网页由账本的运行方提供，能否相信仍以上面的核对为准。',
  codeUnder: '第 {index} 条',
  codeAlt: '二维码：{link}',
  partsHead: '装在二维码里的证据',
  partsAbout:
    '以下二维码装着证据本身，没有网络也能核验：逐一扫描，次序不限，把所得文字每码一行存成一个文件，再用命令 gongshi verify 文件 --trust trust.json。没有列出的条目请用证据文件。',
  partUnder: '第 {index} 条，第 {part} 码，共 {count} 码',
  page: '第 {page} 页，共 {pages} 页',
} as const

type Texts = { readonly [Name in keyof typeof zh]: (typeof zh)[Name] extends string ? string : readonly string[] }

const en: Texts = {
  title: 'Court pack',
  under: 'Gongshi ledger {chain} · as of {time}',
  about:
    'This document tells what happened on the ledger, when, by which post of which organ, and under which clause; and what of it is proven and what is not. All of it follows from the evidence files that come with it; where they differ, the evidence files count.',
  separator: ': ',
  happened: 'What happened',
  act: 'Entry {index}: {what}',
  actBy: 'On {time}, {who} did “{what}”, under {clause}. {outcome}',
  actDue: 'On {time} the ledger itself carried out “{what}” when it fell due, under {clause}. {outcome}',
  actSystem: 'On {time} the ledger recorded of itself: {what}.',
  accepted: 'The ledger accepted it.',
  refused: 'The ledger refused it (code {code}), so it had no effect.',
  someone: 'a key that leads to no office that was held ({key})',
  officer: '{organ} (post {post}, roles {roles})',
  unnamed: 'no name',
  and: ' and ',
  clauseUnknown: '(this program has no texts of version {version} of the affair)',
  erased: 'What was submitted has been lawfully destroyed (entry {entry}); its commitment is still on the ledger.',
  absent: 'The evidence file does not bring what was submitted.',
  said: 'What was submitted',
  authority: 'By what authority, under which rule',
  proven: 'proven as of',
  rowHead: 'As it stood on {time}',
  rowIs: 'Affair {affair}, kind {entity}, key {key}: the status is “{status}”.',
  rowNone: 'Affair {affair}, kind {entity}, key {key}: the ledger holds no such row.',
  provenHead: 'What is proven',
  provenEntry:
    'Ledger {chain} has the {count} entries above in its log, in this order and at these times, and every later state of the log contains them.',
  provenSigned: 'Entries with signatures were signed by the keys named, over exactly what is shown.',
  provenRow: 'What is shown as it stood is what the ledger held on {time}.',
  provenOne: 'The log is signed by the one validator of a single operator.',
  provenMany: 'The log is kept by {count} validators together; more than two thirds of their power signed each time.',
  provenWitnesses: 'The outside witnesses that the trust root asks for have signed that they saw this same log.',
  notHead: 'What is not proven',
  notTrue: 'That what was said is so. Evidence proves who said what and when, and what the ledger did with it.',
  notHands: 'That the keys were in their holders’ hands when they signed.',
  notRoot:
    'That the trust root is the right one: compare its fingerprint below with somebody other than whoever is being checked.',
  notOne:
    'That the single operator shows everybody the same history: one validator signs, and if it showed others another ledger, only witnesses or holders of evidence would notice.',
  notWitnessed:
    'That outsiders saw it: the trust root asks for no witnesses, or there are not enough of them in the evidence.',
  notLatest: 'That nothing was corrected, withdrawn or added after {time}.',
  notBroken: 'By what authority entry {index} was signed: a signature of it leads to no office that was held.',
  checkHead: 'How to check it',
  checks: [
    'Get the verifier gongshi-verify.html and the trust root trust.json from a source that you trust; the two enclosed are there to compare, by the SHA-256 in SHA256SUMS.',
    'Ask a registrar, a gazette or another member for the fingerprint of the trust root, and compare it digit by digit with the one below.',
    'Unplug the network, open the verifier in a browser, choose a file of the folder evidence and the trust root, and press Verify.',
    'Or by command: gongshi verify FILE --trust trust.json; or with verifiers/python, which was written independently in another language.',
  ],
  fingerprint: 'Trust root fingerprint',
  ledger: 'Ledger',
  genesis: 'Genesis hash',
  source: 'Trust root from',
  file: 'Evidence file',
  sha256: 'SHA-256',
  codesHead: 'QR codes',
  codesAbout:
    'A phone opens the entry on the ledger’s own pages, with no login. Those pages are served by the ledger’s operator: whether to believe them is decided by the check above.',
  codeUnder: 'Entry {index}',
  codeAlt: 'QR code: {link}',
  partsHead: 'The evidence in QR codes',
  partsAbout:
    'These codes hold the evidence itself, so that it is checked with no network: scan each, in any order, save what they say as one file, a line for each code, and run gongshi verify FILE --trust trust.json. For entries that are not here use the evidence files.',
  partUnder: 'Entry {index}, code {part} of {count}',
  page: 'Page {page} of {pages}',
}

export const documentTexts: { readonly [L in Language]: Texts } = { zh, en }

/** Puts values in the place of their names. */
export function fill(text: string, values: { readonly [name: string]: string | number }): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** In the ledger's own zone, which has no summer time, whatever machine makes the document. */
export function momentText(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} (UTC+8)`
}
