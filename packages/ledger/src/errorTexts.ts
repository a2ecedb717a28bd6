import type { ErrorCatalogue } from '@gongshi/protocol'
import type { LedgerRefusal } from './admit/refusal.ts'
import type { EngineFailure, LedgerFailure } from './errors.ts'

const engine: ErrorCatalogue<EngineFailure['code']> = {
  'engine-stopped': {
    status: 503,
    zh: { what: '账本正在停止。', next: '稍后重发同一笔交易。' },
    en: { what: 'The ledger is stopping.', next: 'Send the same transaction again later.' },
  },
  'engine-halted': {
    status: 503,
    zh: { what: '账本因故障停止写入，读取仍可用。', next: '查询该交易编号；运行方运行 gongshi doctor。' },
    en: {
      what: 'The ledger stopped writing after a fault; reads go on.',
      next: 'Look the transaction up by its id; the operator runs gongshi doctor.',
    },
  },
  'queue-full': {
    status: 503,
    zh: { what: '等待的交易太多。', next: '按 Retry-After 稍后重发同一笔交易。' },
    en: { what: 'Too many transactions are waiting.', next: 'Send the same transaction again after Retry-After.' },
  },
  'queue-share-full': {
    status: 429,
    zh: { what: '同一签名人或同一地址等待的交易太多。', next: '等前面的入账，按 Retry-After 稍后重发同一笔交易。' },
    en: {
      what: 'Too many transactions of this signer or this address are waiting.',
      next: 'Let those before it be committed, then send the same transaction again after Retry-After.',
    },
  },
}

const faults: ErrorCatalogue<LedgerFailure['code']> = {
  'store-unreadable': {
    status: 503,
    zh: { what: '状态库无法打开。', next: '检查数据目录的路径、权限和磁盘；状态库可由区块文件重建。' },
    en: {
      what: 'The state store can not be opened.',
      next: 'Check the data folder, its permissions and the disk. The store can be rebuilt from the block file.',
    },
  },
  'store-format': {
    status: 503,
    zh: { what: '状态库的格式与本程序不符。', next: '使用写入它的版本，或移走状态目录，由区块文件重建。' },
    en: {
      what: 'The state store has a format that this program does not know.',
      next: 'Use the version that wrote it, or move the state folder away and rebuild it from the blocks.',
    },
  },
  'store-write-failed': {
    status: 503,
    zh: {
      what: '写入状态库失败，结果不明，账本已停止写入。',
      next: '检查磁盘空间和硬件，然后重新启动；节点会核对哈希并重放区块。',
    },
    en: {
      what: 'A write to the state store failed with an unknown outcome; the ledger has stopped writing.',
      next: 'Check disk space and hardware, then restart: the node compares hashes and replays its blocks.',
    },
  },
  'state-damaged': {
    status: 503,
    zh: { what: '状态库中的数据与状态根不符。', next: '不要修补。移走状态目录，由区块重建，并检查磁盘。' },
    en: {
      what: 'What the store holds is not what the state root says.',
      next: 'Do not patch it. Move the state folder away, rebuild it from the blocks, and check the disk.',
    },
  },
  'log-damaged': {
    status: 503,
    zh: { what: '日志的树与已提交的根不符，或缺少条目。', next: '不要修补。由区块重建状态目录，并检查磁盘。' },
    en: {
      what: "The log's tree does not give the committed root, or an entry is missing.",
      next: 'Do not patch it. Rebuild the state folder from the blocks, and check the disk.',
    },
  },
  'replay-damaged': {
    status: 503,
    zh: { what: '已用交易编号与其链值不符。', next: '不要修补。由区块重建状态目录，并检查磁盘。' },
    en: {
      what: 'The used transaction ids are not those that the state vouches for.',
      next: 'Do not patch them. Rebuild the state folder from the blocks, and check the disk.',
    },
  },
  'ledger-halted': {
    status: 503,
    zh: { what: '账本因故障停止写入，仍可读取。', next: '查看日志中的首个故障，排除后重新启动节点。' },
    en: {
      what: 'A fault has stopped the ledger from writing; it can still be read.',
      next: 'Find the first fault in the log, remove its cause, and restart the node.',
    },
  },
  'genesis-malformed': {
    status: 400,
    zh: { what: '创世文件有误。', next: '按提示的路径改正 genesis.json，再重新开始。' },
    en: { what: 'The genesis file is wrong.', next: 'Correct genesis.json at the path named, and begin again.' },
  },
  'genesis-differs': {
    status: 503,
    zh: { what: '数据目录属于另一份创世文件。', next: '使用原来的 genesis.json，或另选一个数据目录。' },
    en: {
      what: 'The data folder was begun with another genesis.',
      next: 'Use its own genesis.json, or choose another data folder.',
    },
  },
  'version-missing': {
    status: 503,
    zh: { what: '本节点没有账本正在使用的事务版本。', next: '安装带有该版本的程序后再启动；节点不会猜测。' },
    en: {
      what: 'This node lacks a version of an affair that the ledger uses.',
      next: 'Install the release that has it and start again: the node does not guess.',
    },
  },
  'version-differs': {
    status: 503,
    zh: {
      what: '本节点的事务版本与账本记录的哈希不同。',
      next: '安装原样的版本；不要修改已启用版本的声明或处理程序。',
    },
    en: {
      what: "This node's version of an affair is not the one whose hash the ledger records.",
      next: 'Install the original: a version in force must not be edited.',
    },
  },
  'block-out-of-order': {
    status: 500,
    zh: { what: '区块没有接在已提交的区块之后。', next: '这是排序引擎的错误；请报告并附上日志。' },
    en: {
      what: 'A block does not follow the last committed one.',
      next: 'This is a fault of the ordering engine: report it with the log.',
    },
  },
  'block-not-finalized': {
    status: 500,
    zh: { what: '没有待提交的区块。', next: '这是排序引擎的错误；请报告并附上日志。' },
    en: {
      what: 'There is no executed block to commit.',
      next: 'This is a fault of the ordering engine: report it with the log.',
    },
  },
  'entry-not-erasable': {
    status: 409,
    zh: { what: '没有可据以删除该条目正文的已提交决定。', next: '先由两名人员依条款提交删除决定，等待期满后再执行。' },
    en: {
      what: 'No committed decision orders this body to be erased.',
      next: 'Two officers submit the erasure with its clause first; it takes effect after the waiting time.',
    },
  },
  'snapshot-format': {
    status: 503,
    zh: { what: '所提供快照的格式与本程序不符。', next: '使用与其他成员相同的版本，或由区块重放。' },
    en: {
      what: 'The snapshot on offer has a form that this program does not know.',
      next: 'Use the version that the other members run, or replay the blocks.',
    },
  },
  'snapshot-malformed': {
    status: 503,
    zh: { what: '所提供的快照无法读取，已拒绝。', next: '节点会改用其他成员的快照；查看日志中的来源。' },
    en: {
      what: 'The snapshot on offer can not be read and was refused.',
      next: 'The node goes on with another member’s; the log says whose it was.',
    },
  },
  'snapshot-app-hash': {
    status: 503,
    zh: { what: '所提供的快照与经轻客户端验证的区块头不符，已拒绝。', next: '节点会改用其他成员的快照；查明提供者。' },
    en: {
      what: 'The snapshot on offer is not what the light-verified header says, and was refused.',
      next: 'The node goes on with another member’s; find out who offered it.',
    },
  },
  'snapshot-chunk': {
    status: 503,
    zh: {
      what: '快照的一块与其指纹不符，已拒绝，不再向该成员索取。',
      next: '节点会向其他成员索取；查明日志中的发送者。',
    },
    en: {
      what: 'A chunk of the snapshot is not the one that was named; it was refused, and its sender is asked no more.',
      next: 'The node asks another member; find out about the sender in the log.',
    },
  },
  'snapshot-differs': {
    status: 503,
    zh: { what: '快照整体与应用哈希不符，已全部丢弃。', next: '节点会改用其他成员的快照；查明提供者。' },
    en: {
      what: 'Put together, the snapshot is not what the app hash says; all of it was dropped.',
      next: 'The node goes on with another member’s; find out who offered it.',
    },
  },
  'snapshot-late': {
    status: 503,
    zh: { what: '账本已有区块，不能再由快照开始。', next: '若要重建，按 docs/consortium.md 的“从空盘重建”操作。' },
    en: {
      what: 'The ledger has blocks already and can not begin with a snapshot.',
      next: 'To rebuild it, follow “Rebuild from an empty disk” in docs/consortium.md.',
    },
  },
  'history-incomplete': {
    status: 503,
    zh: { what: '该条目早于本节点的快照，尚未从其他成员取回。', next: '稍后重试，或向其他成员查询。' },
    en: {
      what: 'This entry is from before the snapshot that this node began with, and has not been fetched yet.',
      next: 'Try again later, or ask another member.',
    },
  },
  'history-differs': {
    status: 503,
    zh: { what: '另一成员给出的旧条目与日志不符，已拒绝。', next: '节点会向其他成员索取；查明该成员。' },
    en: {
      what: 'What another member gave for an old entry is not what the log has; it was refused.',
      next: 'The node asks another member; find out about the one in the log.',
    },
  },
}

const refusals: ErrorCatalogue<LedgerRefusal> = {
  'chain-other': {
    status: 422,
    zh: { what: '该交易属于另一个账本。', next: '核对账本标识（chain id）后重新签名。' },
    en: { what: 'The transaction is for another ledger.', next: 'Check the chain id and sign again.' },
  },
  'transaction-expired': {
    status: 422,
    zh: { what: '交易已过有效期。', next: '核对时钟，用新的有效期重新签名提交。' },
    en: {
      what: 'The transaction has expired.',
      next: 'Check your clock, then sign and submit it again with a new expiry.',
    },
  },
  'not-after-too-far': {
    status: 422,
    zh: { what: '有效期过长。', next: '单人签名不超过 1 小时，多人签名不超过 30 天。' },
    en: {
      what: 'The expiry lies too far ahead.',
      next: 'Use at most one hour for one signer, and at most 30 days for several.',
    },
  },
  'not-after-quota': {
    status: 429,
    zh: { what: '今日长有效期联合交易的名额已用完。', next: '明日再提交，或使用 1 小时以内的有效期。' },
    en: {
      what: "Today's quota of joint acts with a long expiry is used up.",
      next: 'Submit it tomorrow, or with an expiry within one hour.',
    },
  },
  'transaction-repeated': {
    status: 409,
    zh: { what: '该交易已经提交过。', next: '用交易编号查询其结果；如要再办一次，请重新签名。' },
    en: {
      what: 'This transaction has been submitted before.',
      next: 'Look up its outcome by its id. To act once more, sign a new one.',
    },
  },
  'signer-unknown': {
    status: 403,
    zh: { what: '签名密钥没有登记。', next: '请所属机关登记该密钥；登记后的下一个区块起可用。' },
    en: {
      what: 'A signing key is not registered.',
      next: 'Ask the organ to register it; it may sign from the next block on.',
    },
  },
  'signer-revoked': {
    status: 403,
    zh: { what: '签名密钥已被撤销。', next: '使用有效的密钥，或联系所属机关。' },
    en: { what: 'A signing key has been revoked.', next: 'Use a key in force, or ask the organ.' },
  },
  'newcomer-refused': {
    status: 422,
    zh: { what: '规则不准许此项行为，新密钥未获登记，账本不留任何记录。', next: '查看所附的理由，更正后再提交。' },
    en: {
      what: 'The rules refuse this act, so its new key is not registered and nothing of it is recorded.',
      next: 'See the reason that comes with it, and submit it anew once that is mended.',
    },
  },
  'suite-not-accepted': {
    status: 422,
    zh: { what: '本账本不接受该签名算法。', next: '查看账本接受的算法，换用相应的密钥。' },
    en: {
      what: 'This ledger does not accept that signature suite.',
      next: 'See which suites it accepts, and use a key of one of them.',
    },
  },
  'relying-party-not-accepted': {
    status: 422,
    zh: { what: '该通行密钥属于本账本没有登记的网站。', next: '使用为本账本的门户创建的通行密钥。' },
    en: {
      what: 'The passkey belongs to a site that this ledger does not name.',
      next: 'Use a passkey that was made on this ledger’s portal.',
    },
  },
  'origin-not-accepted': {
    status: 422,
    zh: { what: '签名是在本账本没有登记的网址上作出的。', next: '在本账本登记的网址打开门户，重新签名。' },
    en: {
      what: 'It was signed on an origin that this ledger does not name.',
      next: 'Open the portal on an address that the ledger names, and sign again.',
    },
  },
  'affair-unknown': {
    status: 404,
    zh: { what: '本账本没有这项事务。', next: '查看 /api/v1/affairs 中的事务名称。' },
    en: { what: 'This ledger has no such affair.', next: 'See the names under /api/v1/affairs.' },
  },
  'affair-version-inactive': {
    status: 409,
    zh: { what: '该事务版本目前未启用。', next: '取得现行版本的声明，重新填写并签名。' },
    en: {
      what: 'That version of the affair is not in force.',
      next: 'Get the declaration that is in force, fill it in and sign again.',
    },
  },
  'action-unknown': {
    status: 404,
    zh: { what: '该事务没有这个办理动作。', next: '查看事务声明中的动作名称。' },
    en: { what: 'The affair has no such action.', next: 'See its declaration for the names of its actions.' },
  },
  'action-not-submittable': {
    status: 422,
    zh: { what: '该动作只由时间触发，不能提交。', next: '等待到期，由账本自行办理。' },
    en: {
      what: 'This action happens by its time alone and can not be submitted.',
      next: 'Wait until it falls due: the ledger does it by itself.',
    },
  },
  'action-suspended': {
    status: 503,
    zh: { what: '该动作因程序缺陷暂停办理。', next: '等待恢复或新版本启用后再提交；其他动作不受影响。' },
    en: {
      what: 'The action is suspended because of a fault in its program.',
      next: 'Submit it again once it is resumed or a new version is in force. Other actions are not affected.',
    },
  },
  'order-impossible': {
    status: 409,
    zh: {
      what: '该治理决定无法执行，原因见 detail 中的代码（例如参数不存在、日期不晚于已有取值、版本号不高于现行版本、动作并未暂停）。',
      next: '按 docs/governance.md 的代码表更正提案后重新提交。',
    },
    en: {
      what: 'The order can not be carried out. The code in `detail` says why: no such parameter, a date that is not later than those there, a version that is not newer, nothing suspended.',
      next: 'Look the code up in docs/governance.md, mend the proposal, and submit it again.',
    },
  },
}

/** What the ledger and its engines answer, in words: their own faults, and why a transaction is not admitted. */
export const ledgerErrorTexts: ErrorCatalogue<EngineFailure['code'] | LedgerFailure['code'] | LedgerRefusal> = {
  ...engine,
  ...faults,
  ...refusals,
}
