import type { ErrorCatalogue } from '@gongshi/protocol'
import type { ClientFailure, KeyFileFailure } from './errors.ts'

export { mirrorErrorTexts } from './mirror/errorTexts.ts'
export { monitorErrorTexts } from './monitor/errorTexts.ts'

export const clientErrorTexts: ErrorCatalogue<ClientFailure['code'] | KeyFileFailure['code']> = {
  'client-url-malformed': {
    status: 400,
    zh: { what: '节点地址不是 http 或 https 网址。', next: '写成 http://127.0.0.1:7900 这样的形式。' },
    en: { what: 'The address of the node is no http or https URL.', next: 'Write it like http://127.0.0.1:7900.' },
  },
  'client-node-unreachable': {
    status: 503,
    zh: { what: '连接不到节点。', next: '确认节点已启动（npm start），地址和端口无误。' },
    en: {
      what: 'The node cannot be reached.',
      next: 'See that it runs (npm start) and that address and port are right.',
    },
  },
  'client-answer-malformed': {
    status: 502,
    zh: { what: '节点的回答不合约定。', next: '确认地址后面是 Gongshi 节点且版本相符，中间没有代理改动内容。' },
    en: {
      what: 'The answer of the node is not what was agreed.',
      next: 'See that a Gongshi node of this version is behind the address, and no proxy changes what it says.',
    },
  },
  'client-node-refused': {
    status: 422,
    zh: { what: '节点拒绝了请求。', next: '按节点给出的代码和说明处理。' },
    en: { what: 'The node refused the request.', next: 'Do what its own code and text say.' },
  },
  'client-trust-missing': {
    status: 400,
    zh: { what: '没有信任根，无法核验。', next: '先从可靠来源取得 trust.json（gongshi trust），再传入。' },
    en: {
      what: 'Nothing can be verified without a trust root.',
      next: 'Get trust.json from a source you trust (gongshi trust) and hand it over.',
    },
  },
  'client-evidence-mismatch': {
    status: 502,
    zh: { what: '节点给出的证据有效，但证明的是别的内容。', next: '不要采信；向运营方询问，并保留该文件。' },
    en: {
      what: 'The evidence is valid but proves something else than was asked for.',
      next: 'Do not rely on it; keep the file and ask the operator.',
    },
  },
  'client-ground-invalid': {
    status: 422,
    zh: { what: '动作所依据的一项没有得到证明。', next: '不要采信这份文件；请重新取得证据。' },
    en: {
      what: 'One of the rows on which the act rests is not proven.',
      next: 'Do not rely on this file; fetch the evidence anew.',
    },
  },
  'client-ground-unrelated': {
    status: 422,
    zh: {
      what: '文件中有一项与该动作无关，或当时并不生效。',
      next: '不要据此判断权限；请重新取得证据，或换用较新的程序。',
    },
    en: {
      what: 'A row in the file has nothing to do with the act, or did not hold when it was done.',
      next: 'Do not judge anybody’s authority by it; fetch the evidence anew, or use a newer version.',
    },
  },
  'client-receipt-mismatch': {
    status: 502,
    zh: { what: '节点的回执不属于这笔交易，或期限不符。', next: '保留回执，用 gongshi get tx 查询交易的去向。' },
    en: {
      what: 'The receipt of the node is for another transaction or promises another time.',
      next: 'Keep it, and ask for the transaction with gongshi get tx.',
    },
  },
  'client-submission-expired': {
    status: 504,
    zh: { what: '交易到期仍未入账，今后也不会入账。', next: '重新提交；不会因此办两次。' },
    en: {
      what: 'The transaction expired before it was committed and can never be.',
      next: 'Submit again; nothing can happen twice by that.',
    },
  },
  'client-cancelled': {
    status: 499,
    zh: { what: '等待被中止；交易可能仍会入账。', next: '用 gongshi get tx 查询结果。' },
    en: {
      what: 'Waiting was stopped; the transaction may still be committed.',
      next: 'Ask for its outcome with gongshi get tx.',
    },
  },
  'client-clock-skewed': {
    status: 400,
    zh: { what: '本机时钟与节点相差太多，签署的有效期因此不成立。', next: '请校准本机时间，再签署一次。' },
    en: {
      what: 'This machine’s clock differs so much from the node’s that what was signed is not valid now.',
      next: 'Set this machine’s clock right and sign again.',
    },
  },
  'client-action-unknown': {
    status: 404,
    zh: { what: '该事项没有这个动作。', next: '查看事项的动作列表：gongshi get affair 事项名。' },
    en: { what: 'The affair has no such action.', next: 'List its actions: gongshi get affair NAME.' },
  },
  'client-signer-missing': {
    status: 400,
    zh: { what: '签名人数与该动作的要求不符。', next: '按声明的顺序为每位签名人提供一把密钥。' },
    en: {
      what: 'The action takes another number of signers.',
      next: 'Give one key a signer, in the order of its declaration.',
    },
  },
  'client-comment-length': {
    status: 400,
    zh: { what: '写下的话为空，或超过 4,000 字。', next: '写下要说的话，或缩短后再提交。' },
    en: {
      what: 'What was written is empty, or longer than 4,000 characters.',
      next: 'Say something, or shorten it, and submit it again.',
    },
  },
  'client-upload-mismatch': {
    status: 502,
    zh: { what: '节点保存的内容与本地计算的承诺值不一致。', next: '再上传一次；若仍不一致，检查中间的代理。' },
    en: {
      what: 'What the node stored has another commitment than was computed here.',
      next: 'Upload again; if it stays so, look for a proxy in between.',
    },
  },
  'client-link-malformed': {
    status: 400,
    zh: { what: '链接不完整，读不出待签稿。', next: '重新复制整个链接，或索取待签稿文件。' },
    en: { what: 'The link is cut short: no draft can be read from it.', next: 'Copy all of it, or ask for the file.' },
  },
  'client-key-exists': {
    status: 409,
    zh: { what: '浏览器里已有同名密钥。', next: '换一个名字；或先确认不再需要，再删除旧的。' },
    en: {
      what: 'The browser keeps a key of this name already.',
      next: 'Take another name, or remove the old one once nobody needs it.',
    },
  },
  'client-keys-unavailable': {
    status: 503,
    zh: { what: '浏览器不让本站保存密钥。', next: '请退出无痕窗口，允许本站存储数据，再试一次。' },
    en: {
      what: 'The browser does not let this site keep keys.',
      next: 'Leave private browsing or allow the site to store data, then try again.',
    },
  },
  'client-passkeys-unavailable': {
    status: 503,
    zh: {
      what: '这里不能使用通行密钥。',
      next: '用带域名的 https 地址（本机用 http://localhost）打开门户，不要用 IP 地址或内嵌页面。',
    },
    en: {
      what: 'Passkeys do not work here.',
      next: 'Open the portal by a name over https (http://localhost on the machine itself), not by an IP address or in a frame.',
    },
  },
  'client-passkey-declined': {
    status: 400,
    zh: { what: '没有用通行密钥签署：被取消、超时，或设备上没有这把密钥。', next: '准备好设备，再签一次。' },
    en: {
      what: 'The passkey did not sign: cancelled, timed out, or not on this device.',
      next: 'Have the device at hand and sign again.',
    },
  },
  'client-passkey-unfit': {
    status: 400,
    zh: {
      what: '该设备的通行密钥不合要求：须为 P-256，签名时验证使用者，且只签所给的内容。',
      next: '换一台设备，或为设备设好锁屏密码、指纹或人脸。',
    },
    en: {
      what: 'This device’s passkey does not do: it must be of P-256, verify its user, and sign what it was given.',
      next: 'Take another device, or set up its PIN, finger or face.',
    },
  },
  'client-kept-elsewhere': {
    status: 409,
    zh: { what: '这份保密文件属于另一个程序，或与账本不符。', next: '换用本程序的保密文件；不要删除现有文件。' },
    en: {
      what: 'The secrets in this file were made for another procedure, or are not those that the ledger knows.',
      next: 'Use the file of this procedure; do not delete this one.',
    },
  },
  'client-not-a-trustee': {
    status: 409,
    zh: { what: '您的登记不在本程序的保管人之列。', next: '核对程序和保密文件；登记期内请先登记。' },
    en: {
      what: 'You are not among the trustees of this procedure.',
      next: 'Check the procedure and the file; while it is open to enrolment, enrol first.',
    },
  },
  'client-part-unfit': {
    status: 409,
    zh: {
      what: '收到的各份与公布的公共密钥不符，无法开启。',
      next: '不要提交；重新读取账本上的全部内容并核验，并告知其他保管人。',
    },
    en: {
      what: 'The parts that you were handed do not fit the common key that was published.',
      next: 'Give no share; read and verify everything on the ledger again, and tell the other trustees.',
    },
  },
  'client-row-absent': {
    status: 404,
    zh: { what: '账本上没有这一项。', next: '核对地址或编号；刚提交的，稍候再试。' },
    en: { what: 'The ledger has no such row.', next: 'Check the address; what was just submitted may take a moment.' },
  },
  'client-content-missing': {
    status: 404,
    zh: { what: '节点没有这份内容。', next: '由保有副本者放回（gongshi trustee restore），或者由提交者重新上传。' },
    en: {
      what: 'The node does not have this content.',
      next: 'Have it put back by whoever keeps a copy (gongshi trustee restore), or uploaded again by whoever made it.',
    },
  },
  'client-not-closed': {
    status: 409,
    zh: { what: '投标尚未截止，不得交出开启用的份额。', next: '等截止时间过后、账本记录已截止，再运行。' },
    en: {
      what: 'Bidding is not over: no share may leave before that.',
      next: 'Run this again once the ledger says that the procedure is closed.',
    },
  },
  'client-award-unassessed': {
    status: 409,
    zh: { what: '该标段尚未评定，没有可复算的结果。', next: '请在评定之后再试；标段的状态见招标项目页面。' },
    en: {
      what: 'The lot has not been assessed: there is nothing to recompute.',
      next: 'Try again once it has; the procedure’s page shows where the lot stands.',
    },
  },
  'client-award-unrelated': {
    status: 422,
    zh: {
      what: '文件中有一项不属于该标段，或重复出现。',
      next: '不要采信这份文件；请重新取得（gongshi award gather）。',
    },
    en: {
      what: 'The file holds a value that is not of this lot, or is there twice.',
      next: 'Do not rely on this file; gather it anew (gongshi award gather).',
    },
  },
  'client-award-unreadable': {
    status: 422,
    zh: {
      what: '文件中有一项已得到证明，但本程序读不懂。',
      next: '请换用与账本相同版本的程序；若版本相符，请告知运营方。',
    },
    en: {
      what: 'A value in the file is proven, but this program cannot read it.',
      next: 'Use a program of the ledger’s own version; if it is, tell the operator.',
    },
  },
  'client-award-missing': {
    status: 422,
    zh: { what: '文件缺少复算所必需的一项。', next: '不要采信这份文件；请重新取得（gongshi award gather）。' },
    en: {
      what: 'The file lacks a row without which nothing can be recomputed.',
      next: 'Do not rely on this file; gather it anew (gongshi award gather).',
    },
  },
  'client-nothing-sealed': {
    status: 409,
    zh: { what: '还没有封存好的投标。', next: '先封存（gongshi bid seal），再提交。' },
    en: { what: 'No bid has been sealed yet.', next: 'Seal it first (gongshi bid seal), then hand it in.' },
  },
  'client-token-missing': {
    status: 409,
    zh: { what: '还没有申请准入凭证。', next: '先申请（gongshi bid request），交核验机关签发。' },
    en: { what: 'No token has been asked for yet.', next: 'Ask first (gongshi bid request), and have the desk sign.' },
  },
  'client-token-invalid': {
    status: 422,
    zh: { what: '这不是核验机关对本次申请的签发。', next: '请核验机关用账本上公布的密钥重新签发。' },
    en: {
      what: 'This is not what the desk signed for this request.',
      next: 'Ask the desk to sign it again, with the key that stands on the ledger.',
    },
  },
  'client-token-given': {
    status: 409,
    zh: { what: '该单位在本项目已领取凭证，每个单位一份。', next: '找回原来的申请文件；同一申请可再次签发。' },
    en: {
      what: 'That organ has its token in this procedure already: there is one for each.',
      next: 'Find the request that was signed; the same one may be signed again.',
    },
  },
  'client-not-representative': {
    status: 403,
    zh: { what: '签名人不是该单位在任的代表。', next: '由担任该单位代表（representative）的人员签名。' },
    en: {
      what: 'Whoever signed is no representative in office of that organ.',
      next: 'Have it signed by an officer of the organ with role representative.',
    },
  },
  'client-certificate-absent': {
    status: 422,
    zh: { what: '投标文件中没有与报价所载摘要相符的授权文件。', next: '以此为资格审查的理由记录在案。' },
    en: {
      what: 'None of the documents is the certificate whose digest stands in the offer.',
      next: 'Say so as the reason when the offer’s fitness is judged.',
    },
  },
  'key-file-malformed': {
    status: 400,
    zh: { what: '这不是密钥文件，或已损坏。', next: '从备份恢复，或用 gongshi keys new 新建。' },
    en: { what: 'This is no key file, or it is damaged.', next: 'Restore it, or make one with gongshi keys new.' },
  },
  'key-file-unsupported': {
    status: 400,
    zh: { what: '密钥文件用了本版本不支持的算法或参数。', next: '换用更新版本，或检查文件来源。' },
    en: {
      what: 'The key file uses an algorithm or cost that this version does not take.',
      next: 'Use a newer version, or see where the file comes from.',
    },
  },
  'key-file-passphrase-missing': {
    status: 400,
    zh: { what: '密钥文件有口令保护。', next: '设置 GONGSHI_PASSPHRASE，或用 --passphrase-file 指定口令文件。' },
    en: {
      what: 'The key file is protected by a passphrase.',
      next: 'Set GONGSHI_PASSPHRASE, or name a file with --passphrase-file.',
    },
  },
  'key-file-passphrase-wrong': {
    status: 403,
    zh: { what: '口令不对，或密钥文件被改动过。', next: '检查口令；仍不行则从备份恢复文件。' },
    en: {
      what: 'The passphrase is wrong, or the key file was changed.',
      next: 'Check the passphrase, then restore the file from its backup.',
    },
  },
}
