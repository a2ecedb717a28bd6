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
}
