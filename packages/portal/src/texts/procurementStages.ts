import type { Catalogue } from '@gongshi/ui'
import type { StageData } from '../procurementData.ts'

type StageText =
  | StageData['name']
  | StageData['state']
  | 'head'
  | 'title'
  | 'how'
  | 'stage'
  | 'from'
  | 'until'
  | 'state'
  | 'edition'

/** Words of the picture of a procedure's stages. */
export const stageTexts: Catalogue<StageText> = {
  zh: {
    head: '进程',
    title: '各阶段的时间',
    how: '条形表示每个阶段从何时到何时，红线表示账本上最近的时间，圆点表示招标文件各版的发布时间；时间未定的阶段用虚线表示。',
    stage: '阶段',
    from: '开始',
    until: '结束',
    state: '进展',
    edition: '招标文件第 {number} 版：',
    planning: '立项与准备',
    asking: '提问',
    bidding: '投标',
    opening: '开标',
    drawing: '抽取专家',
    assessing: '评审',
    standing: '中标公示',
    contract: '签订合同',
    done: '已完成',
    now: '正在进行',
    ahead: '尚未开始',
    never: '已终止，未进行',
  },
  en: {
    head: 'Progress',
    title: 'When each stage was, or will be',
    how: 'A bar reaches from the beginning of a stage to its end; the red line is the latest time of the ledger, a dot an edition of the notice. A dashed line: not settled yet.',
    stage: 'Stage',
    from: 'From',
    until: 'Until',
    state: 'State',
    edition: 'Edition {number} of the notice:',
    planning: 'Preparation',
    asking: 'Questions',
    bidding: 'Bids',
    opening: 'Opening',
    drawing: 'Draw of experts',
    assessing: 'Assessment',
    standing: 'Standstill',
    contract: 'Contract',
    done: 'done',
    now: 'under way',
    ahead: 'to come',
    never: 'cancelled before',
  },
}
