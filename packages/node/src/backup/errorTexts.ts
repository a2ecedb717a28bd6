import type { ErrorCatalogue } from '@gongshi/protocol'
import type { NodeFailure } from '../errors.ts'

/** What taking and restoring a backup says. */
export const backupErrorTexts = {
  'data-format': {
    status: 500,
    zh: { what: '数据文件夹由更新版本的程序写成。', next: '安装 needs 所示的版本或更新的版本；数据未被改动。' },
    en: {
      what: 'A newer version of the program wrote this data folder.',
      next: 'Install the version named as needs, or a newer one; the data are untouched.',
    },
  },
  'data-format-unreadable': {
    status: 500,
    zh: {
      what: 'formats.json 无法读取，不知数据以何种格式写成。',
      next: '从备份或同版本的数据文件夹恢复该文件；确知由本版本写成时可删除它。',
    },
    en: {
      what: 'formats.json cannot be read, so nobody knows in which form the data are.',
      next: 'Take it from another data folder of the same version; delete it only where you know that this version wrote the data.',
    },
  },
  'backup-exists': {
    status: 409,
    zh: { what: '备份的位置已有文件。', next: '换一个名称；已有的备份不会被覆盖。' },
    en: { what: 'Something is there already.', next: 'Choose another name; a backup is never overwritten.' },
  },
  'backup-unreadable': {
    status: 400,
    zh: { what: '这不是备份，或版本未知。', next: '检查路径；分卷备份请指向其文件夹。' },
    en: {
      what: 'This is no backup, or one of an unknown version.',
      next: 'Check the path; of a backup in parts name the folder.',
    },
  },
  'backup-damaged': {
    status: 400,
    zh: { what: '备份在所指位置被改动或截断，未恢复任何数据。', next: '从原处重新复制，或使用另一份备份。' },
    en: {
      what: 'The backup was altered or cut short at the place named; nothing was restored.',
      next: 'Copy it again from where it was made, or take another one.',
    },
  },
  'backup-forged': {
    status: 400,
    zh: { what: '备份不是由其创世文件所列的节点签署的。', next: '不要使用；查明它的来历。' },
    en: {
      what: 'The node that its genesis names did not sign this backup.',
      next: 'Do not use it; find out where it came from.',
    },
  },
  'backup-format': {
    status: 400,
    zh: { what: '备份由更新版本的程序写成。', next: '用写出它的版本或更新的版本恢复。' },
    en: {
      what: 'A newer version of the program wrote this backup.',
      next: 'Restore it with the version that wrote it, or a newer one.',
    },
  },
  'backup-recipient-malformed': {
    status: 400,
    zh: {
      what: '--recipient 不是 age 的接收方。',
      next: '形如 age1…，由 age-keygen 给出；密钥本身（AGE-SECRET-KEY-…）不要放在这台机器上。',
    },
    en: {
      what: 'What --recipient says is no recipient of age.',
      next: 'It looks like age1…, as age-keygen prints it; keep the key itself (AGE-SECRET-KEY-…) off this machine.',
    },
  },
  'backup-identity-missing': {
    status: 400,
    zh: { what: '备份已加密，而没有可用的密钥文件。', next: '用 --identity 指向 age-keygen 写出的密钥文件。' },
    en: {
      what: 'The backup is encrypted, and there is no file with a key.',
      next: 'Point --identity at the file with keys that age-keygen wrote.',
    },
  },
  'backup-identity-wrong': {
    status: 400,
    zh: { what: '密钥文件中没有能打开此备份的密钥。', next: '换用做备份时 --recipient 所对应的密钥。' },
    en: {
      what: 'No key in the file opens this backup.',
      next: 'Use the one that belongs to the --recipient that the backup was made for.',
    },
  },
  'backup-chain-broken': {
    status: 400,
    zh: {
      what: '所指的增量备份并不接在前一份之后，未恢复任何数据。',
      next: '先给出完整备份，再依次给出其后的每一份增量。',
    },
    en: {
      what: 'The increment named does not follow the backup before it; nothing was restored.',
      next: 'Name the whole backup first, then each increment after it, in their order.',
    },
  },
  'backup-since-foreign': {
    status: 409,
    zh: { what: '--since 所指的备份不属于此账本，或不是由其节点签署的。', next: '核对路径，或做一份完整备份。' },
    en: {
      what: 'The backup that --since names is not of this ledger, or its node did not sign it.',
      next: 'Check the path, or make a whole backup.',
    },
  },
  'backup-since-ahead': {
    status: 409,
    zh: {
      what: '--since 所指的备份比此数据文件夹更新。',
      next: '不要在此继续；数据可能已回退。docs/operate/backup.md。',
    },
    en: {
      what: 'The backup that --since names is further than this data folder.',
      next: 'Do not go on here: the data may have gone back in time. docs/operate/backup.md.',
    },
  },
  'backup-contradicted': {
    status: 409,
    zh: {
      what: '备份与自身的签名、承诺或外界的检查点矛盾，未恢复任何数据。',
      next: '不要启动；保留备份与检查点作为证据，查明是谁改写了历史。',
    },
    en: {
      what: 'The backup contradicts its own signatures or commitments, or the checkpoint from outside; nothing was restored.',
      next: 'Start nothing; keep backup and checkpoint as evidence, and find out who rewrote the history.',
    },
  },
  'checkpoint-unreadable': {
    status: 400,
    zh: { what: '读不到检查点。', next: '指向一个签名检查点文件，或公开日志的地址。' },
    en: {
      what: 'The checkpoint cannot be read.',
      next: 'Name a file with a signed checkpoint, or the address of a public log.',
    },
  },
  'restored-behind': {
    status: 409,
    zh: {
      what: '此数据由备份恢复，而外界见过更新的账本：继续运行将对同一高度再次签名。',
      next: '找到缺失的区块（旧磁盘、快照）或更新的备份再恢复；docs/operate/backup.md 说明其余办法。',
    },
    en: {
      what: 'This folder was restored from a backup, and others have seen more of the ledger: going on would sign the same heights a second time.',
      next: 'Find the missing blocks (the old disk, a snapshot) or a newer backup and restore that; docs/operate/backup.md says what else there is.',
    },
  },
} satisfies Partial<ErrorCatalogue<NodeFailure['code']>>
