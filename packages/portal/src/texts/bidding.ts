import type { Catalogue } from '@gongshi/ui'

export type BiddingText = keyof typeof zh

const zh = {
  bid: '投标',
  bidTitle: '投标：{number}',
  bidLead:
    '不需登录。密钥、报价和文件都留在您的浏览器里，提交的只有密文；开启前任何人，包括运营方，都无法读取，也不知道您是谁。',
  bidNoScript: '封存在浏览器里进行，需要脚本。不用脚本也可以用命令行：',
  bidFailed: '本页的脚本没有载入，请刷新再试；也可以用命令行 gongshi bid 投标。',
  procedure: '程序页',
  opened: '已开启的投标',
  openedTable: '各份投标及其文件',
  openedLead:
    '每一份已开启投标的文件，任何人都可以在自己的浏览器里解开，并与账本上的承诺值核对；命令行：gongshi bid unpack。',
  pseudonym: '化名',
  bidder: '投标人',
  status: '状态',
  documents: '文件',
  copies: '保管人所存副本',
  until: '{time} 前重新提交',
  unpack: '解开文件',
  unpackFailed: '脚本没有载入，请刷新再试；也可以用命令行 gongshi bid unpack。',
  trusteeships: '投标开启保管',
  trusteeshipsLead: '贵单位是下列程序的保管人：与其他保管人共同生成密钥，截止前投标无人能开，截止后交出份额共同开启。',
  trusteeshipsNone: '贵单位目前不是任何程序的保管人。',
  admissions: '投标准入核验',
  admissionsLead: '贵单位核对谁有资格投标，为其签发准入凭证，而不知道凭证用于哪一份投标。',
  admissionTitle: '准入核验：{number}',
  admissionLead:
    '{organ} 的签发密钥留在您的浏览器里，先存盘再公布。每个有资格的单位一份凭证；开启之前，您也不知道它投没投标。',
  admissionNoScript: '这里的每一步都在浏览器里计算，需要脚本。不用脚本也可以用命令行：',
  admissionFailed: '本页的脚本没有载入，请刷新再试；也可以用命令行 gongshi desk。',
  matter: '项目',
  department: '单位',
  own: '本单位状态',
  bidUntil: '投标截止',
  trusteeTitle: '开启保管：{number}',
  trusteeLead:
    '{organ} 作为保管人的每一步。秘密留在您的浏览器里，先存盘再公布；用到秘密的每一步都以账本自己的证明为准。',
  trusteeNoScript: '这里的每一步都在浏览器里计算，需要脚本。不用脚本也可以用命令行：',
  trusteeFailed: '本页的脚本没有载入，请刷新再试；也可以用命令行 gongshi trustee。',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  bid: 'Bid',
  bidTitle: 'Bid: {number}',
  bidLead:
    'Nobody signs in here. Keys, prices and files stay in your browser, and what is handed in is ciphertext: until the opening nobody can read it or knows who you are, the operator included.',
  bidNoScript: 'Sealing happens in the browser and needs script. Without it the command line does the same:',
  bidFailed: 'The script of this page did not load. Load the page again, or bid by the command line: gongshi bid.',
  procedure: 'The procedure',
  opened: 'Opened bids',
  openedTable: 'Each bid and its documents',
  openedLead:
    'Anybody unpacks the documents of an opened bid in their own browser, held against the commitment on the ledger; or by the command line: gongshi bid unpack.',
  pseudonym: 'Pseudonym',
  bidder: 'Bidder',
  status: 'Status',
  documents: 'Documents',
  copies: 'Copies with trustees',
  until: 'to be put back by {time}',
  unpack: 'Unpack',
  unpackFailed: 'The script did not load. Load the page again, or use the command line: gongshi bid unpack.',
  trusteeships: 'Keeping bids shut',
  trusteeshipsLead:
    'Your departments are trustees of these procedures: they make the key with others, nobody opens a bid before the deadline, and after it their shares together open all of them.',
  trusteeshipsNone: 'Your departments are trustees of no procedure.',
  admissions: 'Letting bidders in',
  admissionsLead:
    'Your departments judge who may bid, and sign each a token without learning for which bid it is used.',
  admissionTitle: 'Letting bidders in: {number}',
  admissionLead:
    'The key of {organ} stays in your browser and is kept before its public part is published. One token for each organ that may bid; before the opening even you do not know whether it has.',
  admissionNoScript:
    'Every step here is computed in the browser and needs script. Without it the command line does the same:',
  admissionFailed: 'The script of this page did not load. Load the page again, or use the command line: gongshi desk.',
  matter: 'Matter',
  department: 'Department',
  own: 'Its status',
  bidUntil: 'Bids until',
  trusteeTitle: 'Keeping bids shut: {number}',
  trusteeLead:
    'Each step of {organ} as a trustee. Secrets stay in your browser and are kept before anything is published; where one is used, the ledger’s own proof decides.',
  trusteeNoScript:
    'Every step here is computed in the browser and needs script. Without it the command line does the same:',
  trusteeFailed: 'The script of this page did not load. Load the page again, or use the command line: gongshi trustee.',
}

/** What the pages of bidders and trustees say before their scripts run. */
export const biddingTexts: Catalogue<BiddingText> = { zh, en }
