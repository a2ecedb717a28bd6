import type { ErrorCatalogue } from '@gongshi/protocol'
import type { MonitorFailure } from './errors.ts'

export const monitorErrorTexts: ErrorCatalogue<MonitorFailure['code']> = {
  'monitor-rules-malformed': {
    status: 400,
    zh: { what: '监测规则中有未知的名称或不合格的值。', next: '对照监测说明（monitor.md）中的规则表修正该处。' },
    en: {
      what: 'The rules of the monitor hold an unknown name or an unfit value.',
      next: 'Correct that place by the table of rules in monitor.md.',
    },
  },
  'monitor-state-malformed': {
    status: 500,
    zh: { what: '监测程序的状态文件已损坏。', next: '保留该文件夹以供查验，另用一个空文件夹重新开始。' },
    en: {
      what: 'The state of the monitor is damaged.',
      next: 'Keep that folder for whoever looks into it, and begin again with an empty one.',
    },
  },
  'monitor-running': {
    status: 409,
    zh: { what: '另一个监测程序正在使用该文件夹。', next: '先结束那一个，或另用一个文件夹。' },
    en: { what: 'Another monitor is using this folder.', next: 'End that one first, or take another folder.' },
  },
  'monitor-state-differs': {
    status: 409,
    zh: {
      what: '按日志中的行为重新执行，得不出该条目所记的结果或状态根。',
      next: '保留证据文件，用另一台机器再算一次；仍然如此即交给监督方：账本的状态不是由其行为得出的。',
    },
    en: {
      what: 'Executing the acts in the log again does not lead to what this entry says, or to its state root.',
      next: 'Keep the proof file and execute it on another machine; if it stays so, give it to a supervisor: the state is not what the acts lead to.',
    },
  },
  'monitor-body-erased': {
    status: 410,
    zh: {
      what: '该条目的正文已依法删除，之后的部分无法从头重新执行。',
      next: '取得删除之后的状态快照，用 --snapshot 指定；快照之前的部分将注明未经重算。',
    },
    en: {
      what: 'The body of this entry was erased by order: what follows it cannot be executed from the beginning.',
      next: 'Get a snapshot of the state from after it and name it with --snapshot; what lies before is then said not to be recomputed.',
    },
  },
  'monitor-body-missing': {
    status: 502,
    zh: {
      what: '没有一处给出该条目的正文，而日志中并无删除它的条目。',
      next: '增加一个节点地址；若各节点都不给出，请向运营方询问。',
    },
    en: {
      what: 'No place gives the body of this entry, and nothing in the log has ordered it erased.',
      next: 'Add the address of another node; if none gives it, ask the operator why.',
    },
  },
  'monitor-body-unfit': {
    status: 502,
    zh: { what: '各处给出的正文都不是当初签署的那一份。', next: '增加一个节点地址，并查明哪个地址改动了内容。' },
    en: {
      what: 'What every place gives as the body of this entry is not what was signed.',
      next: 'Add the address of another node, and find out which of them changes what it serves.',
    },
  },
}
