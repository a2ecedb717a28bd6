import type { ErrorCatalogue } from '@gongshi/protocol'
import type { SoloFailure } from './errors.ts'

export const soloErrorTexts: ErrorCatalogue<SoloFailure['code']> = {
  'blocks-damaged': {
    status: 500,
    zh: {
      what: '区块文件损坏，且不像写入中断所致。',
      next: '不要删除数据；从备份恢复该区块文件，或向持有副本者索取。',
    },
    en: {
      what: 'A block file is damaged in a way that no interrupted write leaves.',
      next: 'Delete nothing; restore that file from a backup or from somebody who mirrors it.',
    },
  },
  'blocks-missing': {
    status: 500,
    zh: { what: '区块文件缺少一个区块。', next: '从备份恢复所缺的区块文件。' },
    en: { what: 'A block is missing from the block files.', next: 'Restore the missing file from a backup.' },
  },
  'blocks-behind-state': {
    status: 500,
    zh: { what: '区块少于状态或已发布检查点所证明的数量。', next: '区块被截断；从备份恢复区块文件，不要从零重建。' },
    en: {
      what: 'There are fewer blocks than the state or a published checkpoint proves.',
      next: 'Blocks were cut off; restore the block files, do not rebuild from nothing.',
    },
  },
  'blocks-diverge': {
    status: 500,
    zh: { what: '重新执行得到的应用哈希与区块头不同。', next: '区块、创世文件或程序版本被改动；恢复原样后再启动。' },
    en: {
      what: 'Executing the blocks again gives another app hash than their headers hold.',
      next: 'Blocks, genesis or program were changed; restore what was there before starting.',
    },
  },
  'blocks-erased': {
    status: 500,
    zh: { what: '此高度的一份正文已删除，无法从头重新执行。', next: '从该高度之后的状态备份恢复。' },
    en: {
      what: 'A body at this height was erased, so it cannot be executed again.',
      next: 'Restore a state from after that height.',
    },
  },
  'disk-full': {
    status: 503,
    zh: { what: '磁盘已满，账本停止写入。', next: '腾出空间后重启；已确认的条目没有丢失。' },
    en: {
      what: 'The disk is full; the ledger stopped writing.',
      next: 'Make room and restart; nothing acknowledged is lost.',
    },
  },
  'disk-failed': {
    status: 503,
    zh: { what: '磁盘操作失败，账本停止写入。', next: '检查磁盘后重启；读取仍可用。' },
    en: {
      what: 'A disk operation failed; the ledger stopped writing.',
      next: 'Check the disk and restart; reads go on.',
    },
  },
  'data-locked': {
    status: 500,
    zh: { what: '另一个进程正在使用此数据文件夹。', next: '先停止它，或换一个 --data。' },
    en: { what: 'Another process is using this data folder.', next: 'Stop it first, or choose another --data.' },
  },
  'clock-jumped': {
    status: 503,
    zh: { what: '系统时钟跳变，账本停止签署。', next: '校准时钟后重启。' },
    en: { what: 'The system clock jumped; the ledger stopped signing.', next: 'Set the clock right and restart.' },
  },
  'validator-mismatch': {
    status: 500,
    zh: { what: '验证者密钥不是创世文件中的那一把。', next: '放回属于此账本的 validator.key。' },
    en: { what: 'The validator key is not the one in the genesis.', next: 'Restore the validator key of this ledger.' },
  },
  'handed-over': {
    status: 503,
    zh: {
      what: '账本已移交联盟：此运行方不再出块，读取仍可用。',
      next: '停止节点，运行 gongshi handover，把 engine.kind 改为 cometbft 后重启（docs/operate/handover.md）。',
    },
    en: {
      what: 'The ledger was handed over to a consortium: this operator makes no more blocks; reads go on.',
      next: 'Stop the node, run gongshi handover, set engine.kind to cometbft and start again (docs/operate/handover.md).',
    },
  },
}
