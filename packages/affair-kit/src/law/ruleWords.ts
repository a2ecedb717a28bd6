import type { KitRefusal } from '../run/refusal.ts'

type Words = { readonly zh: string; readonly en: string }

/** The rules by which the kit judges, each as what it asks for: said beside its answer in an explanation. */
export const ruleWords: { readonly [code in KitRefusal]?: Words } = {
  'action-not-submittable': { zh: '该动作可以由人提交', en: 'somebody may submit the action' },
  suspended: { zh: '该动作未被暂停', en: 'the action is not suspended' },
  'row-status': { zh: '有关记录存在，且状态允许', en: 'the rows are there, in a status that allows it' },
  'signer-key': {
    zh: '密钥已登记、未撤销，持有人在册',
    en: 'the key is registered and in force, and so is its officer',
  },
  'signer-role': { zh: '岗位有该职责', en: 'the office has the role' },
  'signer-organ': { zh: '属于今天负责的机关', en: 'it is of the organ that answers today' },
  'signer-division': { zh: '事项在辖区内', en: 'the matter lies in its jurisdiction' },
  'signer-scope': { zh: '代理或受托权限包括该办理', en: 'an acting or lent power covers this' },
  'signer-term': { zh: '此刻在任期内，岗位和机构有效', en: 'it holds at this time, and so do office and organ' },
  'signer-maker': { zh: '没有经办过要复核的步骤', en: 'its holder did not do the step that this one checks' },
  'signer-confirmation': {
    zh: '由另一设备或另一人员再签一次',
    en: 'it is signed a second time, on another device or by another officer',
  },
  'signer-separation': { zh: '没有在该记录上行使过另一权力', en: 'nobody of it acted here under another power' },
  'signer-conflict': { zh: '没有应回避的利害关系', en: 'its holder is not barred from the case' },
  'signer-holder': { zh: '就是所指的那位人员', en: 'it is the very officer' },
  'signer-person': { zh: '就是本人', en: 'it is that person' },
}
