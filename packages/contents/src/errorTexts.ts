import type { ErrorCatalogue } from '@gongshi/protocol'
import type { ContentFailure } from './errors.ts'

export const contentErrorTexts: ErrorCatalogue<ContentFailure['code']> = {
  'content-absent': {
    status: 404,
    zh: { what: '这里没有这份内容。', next: '请向公布它的机关或其他节点索取；取得的副本仍可用账本上的承诺值核对。' },
    en: {
      what: 'This content is not here.',
      next: 'Ask the organ that published it, or another node; a copy from anywhere can be checked against the commitment on the ledger.',
    },
  },
  'content-erased': {
    status: 410,
    zh: { what: '这份内容已依法删除。', next: '请打开决定删除的那条记录，查看依据和时间。' },
    en: {
      what: 'This content was erased by a recorded decision.',
      next: 'Open the entry that decided it to see the clause and the date.',
    },
  },
  'content-damaged': {
    status: 503,
    zh: { what: '磁盘上的内容已损坏，因此不提供。', next: '运维人员请运行 gongshi doctor，并从备份或其他节点恢复。' },
    en: {
      what: 'The stored content is damaged, so it is not served.',
      next: 'The operator should run gongshi doctor and restore it from a backup or another node.',
    },
  },
  'content-mismatch': {
    status: 422,
    zh: { what: '收到的内容与承诺值不符。', next: '请确认文件没有被改动，然后重新上传原件。' },
    en: {
      what: 'The bytes received do not match the commitment.',
      next: 'Check that the file was not changed, then send the original again.',
    },
  },
  'content-key-malformed': {
    status: 422,
    zh: { what: '记录密钥或承诺值必须正好是 32 字节。', next: '请使用客户端库生成密钥。' },
    en: {
      what: 'A record key or a commitment must be exactly 32 bytes.',
      next: 'Use the client library to make the key.',
    },
  },
  'content-member-absent': {
    status: 404,
    zh: { what: '这份内容没有这个部分。', next: '请先列出它的各个部分，再选择其中之一。' },
    en: { what: 'The content has no such member.', next: 'List its members first, then choose one of them.' },
  },
  'content-member-repeated': {
    status: 422,
    zh: { what: '同一内容里有两个同名部分。', next: '请给每个部分一个不同的名称。' },
    en: { what: 'Two members of one content have the same path.', next: 'Give every member a path of its own.' },
  },
  'content-path-malformed': {
    status: 422,
    zh: { what: '部分名称为空、过长或含有不允许的字符。', next: '名称最长 512 字节，且不得含控制字符。' },
    en: {
      what: 'A member path is empty, too long or has a character that is not allowed.',
      next: 'Use at most 512 bytes without control characters.',
    },
  },
  'content-empty': {
    status: 422,
    zh: { what: '内容没有任何部分。', next: '请至少提供一个部分。' },
    en: { what: 'The content has no members.', next: 'Give at least one member.' },
  },
  'content-too-many-members': {
    status: 422,
    zh: { what: '内容的部分过多。', next: '请合并一些部分，或分成几份内容。' },
    en: { what: 'The content has too many members.', next: 'Join some members, or split it into several contents.' },
  },
  'content-too-large': {
    status: 413,
    zh: { what: '要随证据公开的部分过大。', next: '请选择较小的部分，或单独下载该内容。' },
    en: {
      what: 'The members to be disclosed are too large for one answer.',
      next: 'Choose smaller members, or download the content by itself.',
    },
  },
  'content-tombstone-malformed': {
    status: 422,
    zh: { what: '删除记录不完整。', next: '请给出决定删除的记录序号、条款和时间。' },
    en: {
      what: 'The erasure record is incomplete.',
      next: 'Give the index of the entry that decided it, the clause and the time.',
    },
  },
  'content-tombstone-damaged': {
    status: 503,
    zh: { what: '一份删除记录已损坏，内容库因此不打开。', next: '请从备份恢复 contents/tombstones 文件夹。' },
    en: {
      what: 'An erasure record on disk is damaged, so the content store stays shut.',
      next: 'Restore the folder contents/tombstones from a backup.',
    },
  },
  'content-disk-full': {
    status: 507,
    zh: { what: '磁盘已满，内容没有保存，也没有留下残片。', next: '请腾出空间后重试。' },
    en: {
      what: 'The disk is full; the content was not saved and nothing half-written was left.',
      next: 'Make room, then try again.',
    },
  },
  'content-storage-failed': {
    status: 503,
    zh: { what: '磁盘报告错误，内容没有保存。', next: '运维人员请检查磁盘，然后重新启动节点。' },
    en: {
      what: 'The disk reported an error; the content was not saved.',
      next: 'The operator should check the disk, then restart the node.',
    },
  },
  'content-store-stopped': {
    status: 503,
    zh: { what: '因磁盘故障，内容库已停止写入，仍可读取。', next: '运维人员请检查磁盘，然后重新启动节点。' },
    en: {
      what: 'The content store stopped writing after a disk fault; reading still works.',
      next: 'The operator should check the disk, then restart the node.',
    },
  },
  'content-store-closed': {
    status: 503,
    zh: { what: '内容库正在关闭。', next: '请稍后重试。' },
    en: { what: 'The content store is closing.', next: 'Try again in a moment.' },
  },
}
