import type { Catalogue } from '@gongshi/ui'

export type HelpText = keyof typeof zh

/** Sentences by line: what a page is for, what to do on it, and what to do when something is not as expected. */
const zh = {
  title: '这一页怎么用？',
  words: '不认识的词，看词语表。',
  inbox:
    '期限近的排在前面；到期没有人办，账本会按规则自己办。\n点行为的名字就打开它的表单，已经填好这件事项；点“看能办什么”，可以知道还能做什么、为什么不能。\n这里缺了什么，多半是您的职位不经办它：请看“我的密钥与职权”。',
  notifications:
    '打开过这一页，其中的内容就不再算“新”；换一个浏览器，会从头算起。\n“凭证”一按，就由您的浏览器当场核对那一条是否真在账本上。\n被拒绝的行为没有改变任何登记：看清代码和理由，改好后重新签署。',
  acts: '先选事项，再选要办的对象。\n按钮是灰的，说明现在签了也会被拒绝，理由逐条写在旁边。\n“视填写内容而定”的，可以先打开表单填写，签署前会试算一次。',
  procurement:
    '每个项目写着走到哪一步、轮到谁、到什么时候。\n编制采购文件时，边填边按现行规则检查；没签署之前，内容只在这个浏览器里。\n轮到别人时，这里写着在等谁：可以把链接发给他。',
  trusteeships:
    '投标文件要几个保管人一起才能打开，任何一个人都不能提前打开。\n请按顺序完成自己的每一步，密钥部分存在这个浏览器里，并请另存一份文件。\n过了时间没有完成，项目会等您，或由规则另作处理。',
  mandates:
    '您能签什么，由这里的职权决定，不由登录决定。\n职权到期、调离或被收回，从下一个区块起就不再有效。\n看到不认识的密钥或职权，请立即联系管理员吊销。',
  activity:
    '每一行都是您签过名的行为，被拒绝的也在。\n“凭证”一按就当场核对；打开条目，可以下载证据自己保存。\n看到不是您签的，请马上吊销密钥。',
  sessions:
    '一行是一处登录。不认识的，先“全部退出”，再请管理员吊销密钥。\n登录只让人看见您的工作台；签署还要用您的密钥，所以没有人能靠登录替您签名。',
  form: '逐项填写，再核对，最后签署；签署之前，什么都不会发出去。\n填到一半离开也没关系：内容留在这个浏览器里，下次打开就填回来。\n以下规则由事项声明生成，账本就是按它判断的：',
  formLaw: '这一行为的全部规则',
  receipt:
    '已入账的，请保存证据文件：以后不靠本站也能核对。\n被拒绝的，没有改变任何登记；按代码和理由改好，可以重新签署。\n接下来能做什么、账本自己会做什么，写在最下面。',
  drafts:
    '填到一半的表单，点“继续填写”就回到原处。\n别人转来的待签稿，先读清楚再签；不签也可以写明理由。\n共用的电脑，用完请删除。',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  title: 'How does this page work?',
  words: 'Words that you don’t know stand in the glossary.',
  inbox:
    'The nearest deadline stands first; where nobody acts in time, the ledger acts by itself, by the rule.\nThe name of an act opens its form with the matter filled in; “See what may be done” says what else you may do, and why not.\nWhat you miss here is most likely not your office’s: see “My keys and mandates”.',
  notifications:
    'What you have seen on this page is not new any more; another browser begins to count anew.\nPress an evidence badge, and your browser checks there and then that the entry stands on the ledger.\nAn act that was refused has changed nothing: read the code and the reason, mend it, and sign anew.',
  acts: 'Choose an affair, then what to act on.\nWhere a button is grey, the act would be refused if you signed it now; the reasons stand beside it.\nWhere it “depends on what it says”, open the form: it is tried out before you sign.',
  procurement:
    'Each tender says where it stands, whose turn it is, and until when.\nWhile you compose one, it is checked against the rules in force; until you sign, it is in this browser only.\nWhere it is somebody else’s turn, it says whose: send them the link.',
  trusteeships:
    'It takes several keepers together to open the bids; no one of them can open any early.\nTake your steps in their order. Your part of the key is kept in this browser: save it as a file, too.\nWhere a step is not taken in time, the tender waits for you, or goes on as the rule says.',
  mandates:
    'What you may sign follows from these mandates, not from signing in.\nA mandate that ended, or was taken back, counts no more from the next block on.\nIf you see a key or a mandate that you don’t know, have it revoked at once.',
  activity:
    'Each row is an act that you signed, refused ones too.\nPress its evidence badge to check it here and now; open the entry to save its evidence.\nIf you see one that you did not sign, have your key revoked at once.',
  sessions:
    'Each row is one sign-in. If you don’t know one, sign out everywhere and have the key revoked.\nSigning in only shows your workspace; acts take your key, so that nobody signs for you by having signed in.',
  form: 'Fill it in, check it, sign it; nothing leaves before you have signed.\nYou may leave half-way: what you typed stays in this browser and is there when you come back.\nThese rules are made from the declaration, by which the ledger judges:',
  formLaw: 'All rules of this act',
  receipt:
    'If it was entered, save the evidence: it can be checked later without this site.\nIf it was refused, nothing has changed: mend it by the code and the reason, and sign anew.\nWhat you can do next, and what the ledger will do by itself, stands at the end.',
  drafts:
    'A form half filled in goes on where you left it.\nRead a draft that came to you before you sign it; you may also decline it and say why.\nOn a shared computer, forget what you are done with.',
}

/** Help beside the pages of the workspace. */
export const helpTexts: Catalogue<HelpText> = { zh, en }
