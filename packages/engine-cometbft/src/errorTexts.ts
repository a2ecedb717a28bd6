import type { ErrorCatalogue } from '@gongshi/protocol'
import type { CometFailure } from './errors.ts'

export const cometErrorTexts: ErrorCatalogue<CometFailure['code']> = {
  'abci-malformed': {
    status: 500,
    zh: {
      what: '共识进程的套接字上出现无法理解的消息，连接已断开。',
      next: '确认只有 CometBFT v0.39.4 连接此套接字，然后重启。',
    },
    en: {
      what: 'Something on the consensus socket is no message of ABCI 2.0; the connection was closed.',
      next: 'Make sure that only CometBFT v0.39.4 connects to this socket, then restart.',
    },
  },
  'socket-taken': {
    status: 500,
    zh: { what: '另一个进程正在监听此套接字。', next: '先停止使用同一数据文件夹的节点。' },
    en: {
      what: 'Another process listens at this socket.',
      next: 'Stop the node that uses the same data folder first.',
    },
  },
  'socket-alien': {
    status: 500,
    zh: { what: '套接字的位置上是另一种文件。', next: '查看该文件，移走后再启动。' },
    en: { what: 'There is a file in the place of the socket.', next: 'Look at it, move it away and start again.' },
  },
  'socket-path-long': {
    status: 500,
    zh: { what: '数据文件夹的路径太长，无法放置套接字。', next: '换一个更短的 --data 路径。' },
    en: { what: 'The data folder’s path is too long for a socket.', next: 'Choose a shorter path with --data.' },
  },
  'cometbft-missing': {
    status: 500,
    zh: {
      what: '找不到 CometBFT 程序。',
      next: '运行 gongshi cometbft --install（需要 Go 1.25 以上），或在配置 engine.binary 中写明路径。',
    },
    en: {
      what: 'The CometBFT program is not found.',
      next: 'Run gongshi cometbft --install (needs Go 1.25 or later), or name its path in engine.binary.',
    },
  },
  'cometbft-version': {
    status: 500,
    zh: {
      what: 'CometBFT 的版本不是 v0.39.4。',
      next: '运行 gongshi cometbft --install，或在 engine.binary 中指定该版本。',
    },
    en: {
      what: 'This CometBFT is not v0.39.4.',
      next: 'Run gongshi cometbft --install, or name that version’s program in engine.binary.',
    },
  },
  'cometbft-build-failed': {
    status: 500,
    zh: { what: '编译 CometBFT 失败。', next: '查看 go 的输出；检查 Go 版本（1.25 以上）与模块代理。' },
    en: {
      what: 'CometBFT could not be built.',
      next: 'Read what go says; check its version (1.25 or later) and module proxy.',
    },
  },
  'cometbft-genesis': {
    status: 500,
    zh: { what: 'CometBFT 的创世与本账本不同。', next: '各成员比对创世指纹，使用同一份 genesis.json。' },
    en: {
      what: 'CometBFT’s genesis is not this ledger’s.',
      next: 'Compare the genesis hash among the members and use the same genesis.json.',
    },
  },
  'cometbft-folder-foreign': {
    status: 500,
    zh: {
      what: '数据文件夹里的 CometBFT 数据属于另一个节点或账本。',
      next: '放回本节点自己的 cometbft 文件夹；不要混用签名记录。',
    },
    en: {
      what: 'The CometBFT data in this folder is another node’s or ledger’s.',
      next: 'Put this node’s own cometbft folder back: signing records must never be mixed.',
    },
  },
  'cometbft-stopped': {
    status: 503,
    zh: {
      what: 'CometBFT 反复退出，账本停止写入，读取仍可用。',
      next: '查看日志中 CometBFT 的最后一条错误，处理后重启节点。',
    },
    en: {
      what: 'CometBFT exits again and again; the ledger stopped writing, reads go on.',
      next: 'Read CometBFT’s last error in the log, mend it, and restart the node.',
    },
  },
  'cometbft-forked': {
    status: 503,
    zh: {
      what: '本节点算出的应用哈希与验证者共同签署的不同，已停止写入；查询照常。',
      next: '保留数据文件夹以便查明原因：程序版本不同、磁盘损坏或程序有误；再由其他成员重建本节点。',
    },
    en: {
      what: 'This node has computed another app hash than the one that the validators signed; it has stopped writing, reading goes on.',
      next: 'Keep its folder to find out why (another version of the program, a damaged disk, a fault), then rebuild the node from the others.',
    },
  },
  'cometbft-unreachable': {
    status: 503,
    zh: { what: 'CometBFT 暂时没有应答。', next: '稍后重试；若持续，查看节点日志。' },
    en: { what: 'CometBFT does not answer at the moment.', next: 'Try again later; if it lasts, read the node’s log.' },
  },
  'signer-foreign': {
    status: 503,
    zh: {
      what: '外部签名器持有的不是配置所写的密钥。',
      next: '核对 `engine.signer.publicKey` 与签名器；`publicKey` 是它实际持有的公钥。',
    },
    en: {
      what: 'The signer outside holds another key than the configuration names.',
      next: 'Compare `engine.signer.publicKey` with the signer; `publicKey` is the one that it holds.',
    },
  },
  'cometbft-answer': {
    status: 503,
    zh: { what: 'CometBFT 的应答无法理解。', next: '确认其版本为 v0.39.4；把日志交给维护者。' },
    en: {
      what: 'CometBFT gave an answer that is not understood.',
      next: 'Make sure that it is v0.39.4; report it with the log.',
    },
  },
  'signer-malformed': {
    status: 500,
    zh: { what: '签名请求无法理解，连接已断开。', next: '确认只有 CometBFT v0.39.4 连接此套接字。' },
    en: {
      what: 'This is no request of CometBFT to its signer; the connection was closed.',
      next: 'Make sure that only CometBFT v0.39.4 is at this socket.',
    },
  },
  'signer-refused': {
    status: 500,
    zh: {
      what: '要求签署的内容与此密钥签过的相矛盾、早于它，或属于另一账本：没有签名。',
      next: '确认同一密钥没有在别处使用；若节点由旧数据恢复，等它赶上即可。',
    },
    en: {
      what: 'This key was asked to sign what contradicts what it has signed, lies before it, or is another ledger’s: nothing was signed.',
      next: 'Make sure that the key is used nowhere else; a node that was restored from older data only has to catch up.',
    },
  },
  'signer-state-missing': {
    status: 500,
    zh: {
      what: '没有此密钥的签名记录，无法保证不会重复签名。',
      next: '找回 --state 文件夹；密钥从未签过名时才用 --new；否则换用新密钥。',
    },
    en: {
      what: 'There is no record of what this key has signed, so it could sign twice.',
      next: 'Bring the --state folder back; --new is for a key that has never signed; otherwise take a new key.',
    },
  },
  'signer-state-present': {
    status: 500,
    zh: { what: '已有此密钥的签名记录。', next: '去掉 --new。' },
    en: { what: 'There is a record of what this key has signed.', next: 'Leave --new out.' },
  },
  'signer-state-unreadable': {
    status: 500,
    zh: { what: '签名记录无法读取，或属于另一密钥或账本。', next: '从备份找回的旧记录不可用；换用新密钥。' },
    en: {
      what: 'The record of what was signed can not be read, or is another key’s or ledger’s.',
      next: 'An older one from a backup must not be used: take a new key.',
    },
  },
  'pkcs11-missing': {
    status: 500,
    zh: { what: '没有安装 pkcs11js。', next: '在程序旁运行 npm install pkcs11js@2（需要 C++ 编译器）。' },
    en: {
      what: 'pkcs11js is not installed.',
      next: 'Install it beside the program: npm install pkcs11js@2 (it needs a C++ compiler).',
    },
  },
  'pkcs11-token': {
    status: 500,
    zh: { what: '没有此标签的设备。', next: '用设备的工具查看标签，检查 --token。' },
    en: {
      what: 'There is no token with this label.',
      next: 'Look at the labels with the token’s tools, and check --token.',
    },
  },
  'pkcs11-no-eddsa': {
    status: 500,
    zh: { what: '设备不会 Ed25519（CKM_EDDSA）。', next: '换用支持 Ed25519 的设备；共识只认这种签名。' },
    en: {
      what: 'The token can not do Ed25519 (CKM_EDDSA).',
      next: 'Take one that can: consensus knows no other signature.',
    },
  },
  'pkcs11-key': {
    status: 500,
    zh: { what: '设备中没有恰好一对此标签的 Ed25519 密钥，或两半不成一对。', next: '检查 --key 与密钥的标签和用途。' },
    en: {
      what: 'The token has not exactly one Ed25519 key pair of this label, or its halves do not fit.',
      next: 'Check --key, and the key’s label and use.',
    },
  },
  'pkcs11-failed': {
    status: 500,
    zh: { what: '设备或其程序库出错。', next: '查看所附原因；检查 --pkcs11 与口令。' },
    en: { what: 'The token or its library failed.', next: 'See the reason given; check --pkcs11 and the PIN.' },
  },
  'state-sync-stalled': {
    status: 503,
    zh: {
      what: '没有取得任何成员的快照。',
      next: '确认其他成员已生成快照（engine.snapshots）且可连接；或去掉 engine.stateSync，由区块重放。',
    },
    en: {
      what: 'No snapshot was had from any member.',
      next: 'See that others make snapshots (engine.snapshots) and are in touch; or leave engine.stateSync out and replay the blocks.',
    },
  },
  'snapshot-absent': {
    status: 500,
    zh: { what: '所指的文件夹中没有快照。', next: '将 engine.stateSync.snapshot 指向以高度命名的快照文件夹。' },
    en: {
      what: 'There is no snapshot in the folder named.',
      next: 'Point engine.stateSync.snapshot at a snapshot’s own folder, which has its height for a name.',
    },
  },
  'bootstrap-missing': {
    status: 500,
    zh: {
      what: '找不到程序 gongshi-bootstrap，无法从快照文件开始。',
      next: '在源码的 tools/gongshi-bootstrap 中运行 go install，或在 engine.stateSync.bootstrap 中写明路径。',
    },
    en: {
      what: 'The program gongshi-bootstrap, without which nothing begins with a snapshot’s files, is not found.',
      next: 'Run go install in tools/gongshi-bootstrap of the source, or name its path in engine.stateSync.bootstrap.',
    },
  },
  'bootstrap-failed': {
    status: 500,
    zh: {
      what: 'CometBFT 不能从此快照开始，未接受其中任何数据。',
      next: '查看所附原因；应用哈希不符时，快照不是本链的，换一份；连接不上时检查 members。',
    },
    en: {
      what: 'CometBFT cannot begin with this snapshot; nothing of it was taken in.',
      next: 'See the reason given: on another app hash it is no snapshot of this chain, take another; on no answer look at members.',
    },
  },
  'consensus-waiting': {
    status: 503,
    zh: { what: '在线的验证者不足三分之二，暂时没有新区块。', next: '稍后重发同一笔交易；运行方检查其他成员与网络。' },
    en: {
      what: 'Not enough validators are in touch, so there is no new block for now.',
      next: 'Send the same transaction again later; operators look at the other members and the network.',
    },
  },
}
