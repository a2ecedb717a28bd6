import type { Catalogue } from '@gongshi/ui'

type PastText =
  | 'title'
  | 'lead'
  | 'register'
  | 'key'
  | 'keyHint'
  | 'height'
  | 'heightHint'
  | 'show'
  | 'ahead'
  | 'notThere'
  | 'atHeight'
  | 'value'
  | 'setBy'
  | 'genesis'
  | 'next'
  | 'stands'
  | 'root'
  | 'rootBy'
  | 'noRoot'
  | 'proof'
  | 'proofHow'
  | 'save'
  | 'saveNow'
  | 'noFile'
  | 'revisions'
  | 'shown'
  | 'revision'
  | 'link'

/** What the page of the state at a height says. */
export const pastTexts: Catalogue<PastText> = {
  zh: {
    title: '某一高度的状态',
    lead: '选一个登记簿、一行和一个区块高度，看当时登记的内容，并把证据存下来。',
    register: '登记簿',
    key: '行的编号',
    keyHint: '记录、密钥等页面上的链接会填好它；也可从接口取得（CBOR 的 base64url）。',
    height: '区块高度',
    heightHint: '留空即现在，最高 {reached}',
    show: '查看',
    ahead: '登记簿只到区块 {reached}，还没有这个高度。',
    notThere: '当时没有这一行。',
    atHeight: '区块 {height} 之后',
    value: '内容',
    setBy: '由此记录写入',
    genesis: '创世文件',
    next: '其后的变更',
    stands: '至今未变',
    root: '当时的状态根',
    rootBy: '见区块记录 {entry}',
    noRoot: '本节点没有这个高度的状态根：它从更晚的快照开始。',
    proof: '怎样证明',
    proofHow:
      '账本只保存现在的状态树，不保存过去的树，所以没有当时的状态证明。可以证明的是：写入这一版的记录不晚于该区块，下一版的记录晚于该区块；版次由账本逐一编号，中间没有别的版本。日志还证明了当时的状态根。至今未变的，用现在的状态证明。',
    save: '下载证据：前后两条记录和区块记录（.gse）',
    saveNow: '下载证据：现在的状态（.gse）',
    noFile: '没有记录改过它，只有现在的状态可以证明。',
    revisions: '全部版次',
    shown: '共 {all} 版，列出该高度前后的 {shown} 版。',
    revision: '版次',
    link: '当时的这一行',
  },
  en: {
    title: 'State at a height',
    lead: 'Choose a register, a row and a block height; see what was registered then, and save the evidence.',
    register: 'Register',
    key: 'Id of the row',
    keyHint: 'Links on the pages of entries and keys fill it in; the API gives it, too (CBOR in base64url).',
    height: 'Block height',
    heightHint: 'Empty for now; at most {reached}',
    show: 'Show',
    ahead: 'The registers have come to block {reached}: that height is not here yet.',
    notThere: 'That row was not there then.',
    atHeight: 'After block {height}',
    value: 'Value',
    setBy: 'Set by entry',
    genesis: 'the genesis',
    next: 'Next change',
    stands: 'unchanged to this day',
    root: 'State root then',
    rootBy: 'said by the block’s entry {entry}',
    noRoot: 'This node does not have the state root of that height: it began with a later snapshot.',
    proof: 'How this is proven',
    proofHow:
      'The ledger keeps the tree of the state as it is now and none of the past, so there is no state proof of that height. What can be proven: the entry that set this revision came no later than the block, and the entry of the next revision came after it; the ledger numbers revisions one by one, so there is none between them. The log proves the state root of that height, too. What is unchanged to this day is proven by the state as it is now.',
    save: 'Save the evidence: the entries on either side, and the block’s (.gse)',
    saveNow: 'Save the evidence: the state as it is now (.gse)',
    noFile: 'No entry has changed it: the state as it is now is all that proves it.',
    revisions: 'All revisions',
    shown: '{all} in all; the {shown} around that height are listed.',
    revision: 'Revision',
    link: 'this row then',
  },
}
