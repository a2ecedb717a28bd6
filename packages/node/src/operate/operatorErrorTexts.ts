import type { ErrorCatalogue } from '@gongshi/protocol'
import type { NodeFailure } from '../errors.ts'

/** What a node says to those who run it. */
export const operatorErrorTexts = {
  'config-invalid': {
    status: 500,
    zh: { what: '配置有误。', next: '按所列位置改正；docs/configure.md 列出每一项设置。' },
    en: {
      what: 'The configuration is not valid.',
      next: 'Correct the places listed; docs/configure.md has every setting.',
    },
  },
  'data-missing': {
    status: 500,
    zh: { what: '数据文件夹里没有账本。', next: '先运行 gongshi init，或用 --data 指向已有账本。' },
    en: {
      what: 'There is no ledger in the data folder.',
      next: 'Run gongshi init first, or point --data at a ledger.',
    },
  },
  'data-exists': {
    status: 409,
    zh: { what: '数据文件夹里已有账本。', next: '换一个文件夹；已有的账本不会被覆盖。' },
    en: {
      what: 'The data folder already holds a ledger.',
      next: 'Choose another folder; a ledger is never overwritten.',
    },
  },
  'state-unknown': {
    status: 500,
    zh: {
      what: '此处既不是数据文件夹，也不是快照。',
      next: '指向数据文件夹，或 gongshi state snapshot 写出的以高度命名的文件夹。',
    },
    en: {
      what: 'This is neither a data folder nor a snapshot.',
      next: 'Point at a data folder, or at the folder named by its height that gongshi state snapshot wrote.',
    },
  },
  'state-foreign': {
    status: 409,
    zh: { what: '两个数据文件夹属于不同的账本，无从比较。', next: '核对路径；同一账本的创世文件逐字节相同。' },
    en: {
      what: 'The two data folders are of different ledgers: there is nothing to compare.',
      next: 'Check the paths; folders of one ledger have the same genesis file, byte for byte.',
    },
  },
  'engine-mismatch': {
    status: 500,
    zh: {
      what: '配置的引擎与创世文件不同。',
      next: '把 engine.kind 改为创世文件中的引擎：联盟账本为 cometbft，单一运行方为 solo。',
    },
    en: {
      what: 'The configured engine is not the one of the genesis.',
      next: 'Set engine.kind to the engine of the genesis: cometbft for a consortium, solo for one operator.',
    },
  },
  'engine-unsupported': {
    status: 409,
    zh: {
      what: '此命令只用于单一运行方的账本。',
      next: '联盟成员的节点由其他成员恢复：只保留 keys、genesis.json 与 cometbft/data/priv_validator_state.json，重新启动。',
    },
    en: {
      what: 'This command is for a ledger with one operator.',
      next: 'A consortium’s node is rebuilt from the other members: keep keys, genesis.json and cometbft/data/priv_validator_state.json alone and start it.',
    },
  },
  'handover-undecided': {
    status: 409,
    zh: {
      what: '联合体尚未决定移交，或决定尚未生效。',
      next: '先由各成员表决：gongshi validators propose …，见 docs/operate/handover.md。',
    },
    en: {
      what: 'The house has not decided to hand this ledger over, or its decision is not in force yet.',
      next: 'Let the members vote first: gongshi validators propose …, see docs/operate/handover.md.',
    },
  },
  'handover-unfinished': {
    status: 409,
    zh: { what: '运行方的最后一个区块尚未写入状态。', next: '以 engine.kind solo 再启动一次，停止后重试。' },
    en: {
      what: 'The state does not stand at the operator’s last block.',
      next: 'Start the node once more with engine.kind solo, stop it and try again; a later state needs the beginning.json of then.',
    },
  },
  'handover-pending': {
    status: 500,
    zh: { what: '账本已移交联盟，此数据文件夹尚未转换。', next: '运行 gongshi handover，再启动。' },
    en: {
      what: 'The ledger was handed over to a consortium, and this data folder was not changed over yet.',
      next: 'Run gongshi handover, then start.',
    },
  },
  'validators-unusable': {
    status: 400,
    zh: { what: '所列验证者为空、重复，或权重不是正整数。', next: '按各成员商定的名单重写：公钥=权重。' },
    en: {
      what: 'The validators are none, one is named twice, or a power is not above 0.',
      next: 'Name those whom the members have agreed on: KEY=POWER, each once.',
    },
  },
  'ledger-empty': {
    status: 409,
    zh: { what: '账本里还没有条目，没有可以延续的内容。', next: '重新创建账本：gongshi init。' },
    en: { what: 'This ledger has no entry yet: there is nothing to go on with.', next: 'Found it anew: gongshi init.' },
  },
  'beginning-malformed': {
    status: 400,
    zh: { what: 'beginning.json 无法读取。', next: '向其他成员索取同一份文件，比对其指纹。' },
    en: {
      what: 'beginning.json is not readable.',
      next: 'Get the same file from another member and compare its hash.',
    },
  },
  'beginning-foreign': {
    status: 409,
    zh: {
      what: 'beginning.json 属于另一个账本，或与账本所记的移交不符。',
      next: '不要启动；与其他成员比对 gongshi handover 显示的指纹。',
    },
    en: {
      what: 'beginning.json is another ledger’s, or not the handover that this ledger has recorded.',
      next: 'Do not start: compare the hash that gongshi handover prints with the other members.',
    },
  },
  'genesis-without-us': {
    status: 409,
    zh: {
      what: '这份创世文件里没有本节点的密钥。',
      next: '不要启动；查明收集者是否收到本部门的创世材料，或材料是否被改动。',
    },
    en: {
      what: 'This genesis does not have this node’s keys.',
      next: 'Do not start: find out whether the collector got this department’s contribution, or an altered one.',
    },
  },
  'trust-unreadable': {
    status: 500,
    zh: {
      what: '信任根文件无法读取。',
      next: '用 gongshi trust 取得并核对指纹，写入 engine.stateSync.trust 所指的文件。',
    },
    en: {
      what: 'The trust root can not be read.',
      next: 'Get one with gongshi trust, compare its fingerprint, and put it where engine.stateSync.trust points.',
    },
  },
  'trust-foreign': {
    status: 500,
    zh: { what: '信任根属于另一个账本。', next: '比对创世指纹，取得本账本的信任根。' },
    en: {
      what: 'The trust root is another ledger’s.',
      next: 'Compare the genesis hashes, and get the trust root of this one.',
    },
  },
  'genesis-foreign': {
    status: 502,
    zh: { what: '所给的创世文件不是信任根所指的那一份。', next: '向其他成员取得创世文件；保留这一份并查明来源。' },
    en: {
      what: 'The genesis that was given is not the one that the trust root names.',
      next: 'Get it from another member; keep this one and find out where it comes from.',
    },
  },
  'members-unverified': {
    status: 503,
    zh: {
      what: '没有一个成员给出可由信任根验证的区块头。',
      next: '查看所列原因；检查 members 与网络。',
    },
    en: {
      what: 'No member gave a header that the trust root vouches for.',
      next: 'Look at the reasons listed; check members and the network.',
    },
  },
  'history-unavailable': {
    status: 503,
    zh: {
      what: '快照之前的条目尚未取全，成员暂时都给不出。',
      next: '检查 members 后重新启动；从中断处继续。',
    },
    en: {
      what: 'Entries from before the snapshot are missing still, and no member gives them for now.',
      next: 'Check members and start again: it goes on where it was.',
    },
  },
  'history-malformed': {
    status: 503,
    zh: { what: '成员给出的旧条目无法读取。', next: '节点会向其他成员索取；查明日志中的成员。' },
    en: {
      what: 'What a member gave for old entries can not be read.',
      next: 'The node asks another member; find out about the one in the log.',
    },
  },
  'member-forked': {
    status: 500,
    zh: {
      what: '另一成员签名公布的日志与本节点的不同：同样多的条目，根却不同。账本已分叉。',
      next: '停止依赖任何一方，把证据文件交给各成员和公众核对；查明之后移走该文件并重启。',
    },
    en: {
      what: 'Another member has signed another log than this node’s: as many entries, another root. The ledger has forked.',
      next: 'Rely on neither; give the proof to the other members and the public. Once it is cleared up, take the file away and restart.',
    },
  },
  'ledger-name-malformed': {
    status: 400,
    zh: { what: '账本名称不符合要求。', next: '用 1 到 40 个小写字母、数字或连字符。' },
    en: {
      what: 'The ledger’s name is not of the form required.',
      next: 'Use 1 to 40 lower-case letters, digits or hyphens.',
    },
  },
  'published-unreadable': {
    status: 500,
    zh: {
      what: 'published.json 无法读取，无法确认此节点已公布到哪里。',
      next: '从备份恢复该文件；不要删除，否则回滚将无从发现。',
    },
    en: {
      what: 'published.json cannot be read, so what this node already showed is unknown.',
      next: 'Restore it from a backup; do not delete it, or a rollback could pass.',
    },
  },
  'key-unreadable': {
    status: 500,
    zh: { what: '节点密钥文件缺失或无法读取。', next: '从备份恢复 keys 文件夹中的该文件，并检查权限。' },
    en: {
      what: 'A key file of the node is missing or cannot be read.',
      next: 'Restore it in the keys folder from a backup, and check its permissions.',
    },
  },
  'names-unreadable': {
    status: 500,
    zh: { what: 'names.json 无法读取，或不是 JSON 对象。', next: '改正该文件，或删除它：页面将只显示机关代码。' },
    en: {
      what: 'names.json cannot be read, or is not a JSON object.',
      next: 'Correct it, or delete it: pages then show the organs’ codes only.',
    },
  },
  'compaction-postponed': {
    status: 500,
    zh: {
      what: '磁盘空间不足，状态文件未能压实：已删除的正文仍留在其空闲页中。',
      next: '腾出与 state/data.mdb 同样大小的空间，然后重启节点。',
    },
    en: {
      what: 'The disk has no room to compact the state: erased bodies still lie in its free pages.',
      next: 'Make room for a copy of state/data.mdb, then restart the node.',
    },
  },
  'port-in-use': {
    status: 500,
    zh: { what: '端口已被占用。', next: '停止占用它的程序，或用 --port、--ops-port 另选端口。' },
    en: {
      what: 'The port is in use.',
      next: 'Stop the program that holds it, or choose another with --port or --ops-port.',
    },
  },
  'port-forbidden': {
    status: 500,
    zh: { what: '没有使用该端口或地址的权限。', next: '选用 1024 以上的端口和本机地址。' },
    en: {
      what: 'This process may not use that port or address.',
      next: 'Choose a port above 1024 and an address of this machine.',
    },
  },
  'sessions-unreadable': {
    status: 500,
    zh: {
      what: '保存登录会话的文件读不出来。',
      next: '停机后移走 sessions.sqlite：大家须重新登录，自行绑定的账号须重新绑定。',
    },
    en: {
      what: 'The file of the sessions cannot be read.',
      next: 'Move sessions.sqlite away while the node is down: everybody signs in again, and binds accounts again.',
    },
  },
  'bundles-unreadable': {
    status: 503,
    zh: {
      what: '交易包索引读写失败。',
      next: '检查磁盘空间和硬件；或停机后移走 bundles.sqlite，节点会由区块重建。',
    },
    en: {
      what: 'The index of bundles cannot be read or written.',
      next: 'Check disk space and hardware; or move bundles.sqlite away while the node is down, and it is made again from the blocks.',
    },
  },
  'cosigned-unreadable': {
    status: 503,
    zh: {
      what: '保存已联署检查点的文件读写失败。',
      next: '检查磁盘空间和硬件；或停机后移走 cosigned.sqlite，此前的条目便不再附“不早于”的时间。',
    },
    en: {
      what: 'The file of cosigned checkpoints cannot be read or written.',
      next: 'Check disk space and hardware; or move cosigned.sqlite away while the node is down: evidence of entries from before then comes without a “not before” time.',
    },
  },
  'provider-secret-unreadable': {
    status: 500,
    zh: { what: '登录服务的客户端密钥文件读不出来。', next: '检查 signIn.providers 所指的 clientSecretFile。' },
    en: {
      what: 'The client secret of a provider cannot be read.',
      next: 'Check the clientSecretFile that signIn.providers names.',
    },
  },
  'provider-name-repeated': {
    status: 500,
    zh: { what: '两个登录服务同名。', next: '在 signIn.providers 中各取一名。' },
    en: { what: 'Two providers have one name.', next: 'Give each of signIn.providers a name of its own.' },
  },
  'provider-address-missing': {
    status: 500,
    zh: {
      what: '使用登录服务须先说明本站的网址。',
      next: '设置 http.publicUrl，用 https（本机可用 http://localhost）。',
    },
    en: {
      what: 'Providers need to know this site’s address.',
      next: 'Set http.publicUrl, with https (http://localhost on the machine itself).',
    },
  },
  'webhook-secret-unreadable': {
    status: 500,
    zh: {
      what: 'webhook 的密钥文件读不出来。',
      next: '文件应含 whsec_ 加 24 至 64 个随机字节的 base64，例如 openssl rand -base64 32。',
    },
    en: {
      what: 'The secret of a webhook cannot be read.',
      next: 'Its file holds whsec_ and 24 to 64 random bytes in base64: openssl rand -base64 32.',
    },
  },
  'webhook-name-repeated': {
    status: 500,
    zh: { what: '两个 webhook 用了同一个名字。', next: '请在配置中给每个 webhook 一个自己的名字。' },
    en: { what: 'Two webhooks have the same name.', next: 'Give each a name of its own in the configuration.' },
  },
  'webhooks-unreadable': {
    status: 500,
    zh: {
      what: 'webhooks.json 读不出来，不知道各接收方收到了哪里。',
      next: '请从备份恢复该文件；或删除它（从下一条开始），再用 replay 补发。',
    },
    en: {
      what: 'webhooks.json is unreadable: how far each receiver was told is not known.',
      next: 'Restore it from a backup; or delete it, which begins with the next entry, and replay what was missed.',
    },
  },
  'webhook-unknown': {
    status: 404,
    zh: { what: '没有这个名字的 webhook。', next: 'GET /webhooks 列出全部。' },
    en: { what: 'There is no webhook of this name.', next: 'GET /webhooks lists them all.' },
  },
  'page-refused': {
    status: 403,
    zh: { what: '这个操作不接受网页发出的请求。', next: '在本机用命令行（如 curl）发出。' },
    en: { what: 'This is not done for a page in a browser.', next: 'Ask from a command line, such as with curl.' },
  },
} satisfies Partial<ErrorCatalogue<NodeFailure['code']>>
