import type { ErrorText } from '@gongshi/protocol'
import type { KitRefusal } from './refusal.ts'

type Texts = { readonly zh: ErrorText; readonly en: ErrorText }

/** What the kit's own refusals mean, for people: they stand in the log for good, so a code never changes its meaning. */
export const refusalTexts: { readonly [code in KitRefusal]: Texts } = {
  'affair-version': texts(
    ['这一版本的事项未启用', '请更新软件，按现行版本重新办理'],
    ['This version of the affair is not in force', 'Update your software and submit under the current version'],
  ),
  'action-unknown': texts(
    ['该事项没有这个动作', '请核对动作名称和事项版本'],
    ['The affair has no such action', 'Check the name of the action and the version of the affair'],
  ),
  'action-not-submittable': texts(
    ['该动作到期自行发生，任何人都不能提交', '请等待期限届满'],
    ['This action happens by itself when its time comes; nobody submits it', 'Wait until its time'],
  ),
  bounds: texts(
    ['超出了一次办理允许的运算量或数据量', '请拆成几次办理'],
    ['This would cost more than one act may cost', 'Divide it into several acts'],
  ),
  internal: texts(
    ['事项程序出错，已全部撤回，并已报警', '请稍后再试，或联系主管机关'],
    [
      'The affair failed; everything was rolled back and its keepers were alarmed',
      'Try later, or ask the organ in charge',
    ],
  ),
  invariant: texts(
    ['办理结果会违反事项的约束，已全部撤回，并已报警', '请联系主管机关'],
    ['The result would break a promise of the affair; everything was rolled back', 'Ask the organ in charge'],
  ),
  suspended: texts(
    ['该动作因程序故障暂停', '请等待主管机关恢复'],
    ['This action is suspended after a fault', 'Wait until the organ in charge resumes it'],
  ),
  input: texts(
    ['填报内容不符合格式', '请按表单逐项核对'],
    ['The input does not have the declared form', 'Check it against the form, member by member'],
  ),
  'row-missing': texts(
    ['所指的记录不存在', '请核对编号'],
    ['A record that this refers to does not exist', 'Check its identifier'],
  ),
  'row-exists': texts(
    ['相同标识的记录已经存在', '请查询已有记录，或更换标识'],
    ['A record with this identity exists already', 'Look at the existing record, or choose another identity'],
  ),
  'row-status': texts(
    ['记录的当前状态不允许这样办理', '请刷新后查看当前状态'],
    ['The status of a record does not allow this', 'Reload it and look at its status'],
  ),
  'rows-present': texts(
    ['已有一条不能并存的记录', '请先查看已有的记录：它了结之前，或只要它在，就不能办理'],
    [
      'There is a record beside which this can not stand',
      'Look at the record that exists: as long as it stands, this is not possible',
    ],
  ),
  'rows-too-many': texts(
    ['涉及的记录超过上限', '请分批办理'],
    ['More records are concerned than one act may touch', 'Divide it into several acts'],
  ),
  'ref-missing': texts(
    ['引用的记录不存在', '请核对所引用的编号'],
    ['A record that is referred to does not exist', 'Check the identifier that is referred to'],
  ),
  'tally-currency': texts(
    ['币种不一致，不能合计', '请使用同一币种'],
    ['Amounts of different currencies cannot be added up', 'Use one currency'],
  ),
  'param-missing': texts(
    ['所需参数尚未规定', '请联系主管机关设定参数'],
    ['A parameter that this needs has no value in force', 'Ask the organ in charge to set it'],
  ),
  'signer-count': texts(
    ['签名人数与要求不符', '请按要求的名单依次签名'],
    ['The number of signers is not what the action asks for', 'Sign by the named signers, in their order'],
  ),
  'signer-repeated': texts(
    ['同一人重复签名，或以两个身份签名', '请由不同的人分别签名'],
    ['The same person signed twice, or in two capacities', 'Let different people sign'],
  ),
  'signer-key': texts(
    ['签名密钥未登记、已撤销，或持有人已离任', '请使用有效的密钥'],
    ['A key is unknown or revoked, or its holder has left office', 'Sign with a key that is in force'],
  ),
  'signer-role': texts(
    ['签名人没有该岗位', '请由有该岗位的人员签名'],
    ['The signer does not hold the role', 'Let an officer with that role sign'],
  ),
  'signer-organ': texts(
    ['签名人不属于该机关', '请由该机关的人员签名'],
    ['The signer does not belong to that organ', 'Let that organ sign'],
  ),
  'signer-division': texts(
    ['事项不在签名人的辖区内', '请由有管辖权的人员签名'],
    ['The matter lies outside the signer’s jurisdiction', 'Let an officer with jurisdiction sign'],
  ),
  'signer-term': texts(
    ['签名人此刻不在该岗位任期内，或岗位、机构已撤销', '请由在任人员签名'],
    [
      'The signer does not hold that office at this time: not yet, or no more, or the office or its organ has ended',
      'Let an officer in office sign',
    ],
  ),
  'signer-scope': texts(
    ['签名人的代理权或受托权限不包括这项办理', '请由权限包括它的人员签名'],
    [
      'The signer’s acting or delegated power is limited to other affairs, actions or places',
      'Let an officer sign whose power covers this',
    ],
  ),
  'signer-holder': texts(
    ['签名人不是所指的那位人员', '请由该人员本人签名'],
    ['The signer is not the very officer concerned', 'Let that officer sign'],
  ),
  'signer-place': texts(
    ['所指的区划代码在所注日期无效', '请核对区划代码及其日期'],
    ['The division code was not valid on the date beside it', 'Check the code and its date'],
  ),
  'signer-succession': texts(
    ['机构改革的承继关系层数过多，找不到现在负责的机关', '请由登记机关补记职责划转'],
    [
      'No organ responsible today is found: the chain of successors is too long',
      'Let the registrar record to whom the duty was transferred',
    ],
  ),
  'signer-separation': texts(
    ['决策、执行、监督应当分开：签名人或其机关已在该记录上行使过另一权力', '请由未参与的人员或机关签名'],
    [
      'Making, executing and supervising are kept apart: the signer, or the signer’s organ, has acted here under another power',
      'Let someone sign who took no part',
    ],
  ),
  'signer-conflict': texts(
    ['签名人已申报利益冲突，应当回避本案', '请由其他人员签名'],
    ['The signer is barred from this case by a declared conflict of interest', 'Let another officer sign'],
  ),
  'signer-person': texts(
    ['签名人不是本人', '请由本人签名'],
    ['The signer is not the person concerned', 'Let that person sign'],
  ),
  'signer-maker': texts(
    ['经办人不得复核自己经办的事项', '请由另一人复核'],
    ['Whoever did the earlier step may not check it', 'Let another officer sign'],
  ),
  'signer-confirmation': texts(
    [
      '此事须再签一次：由同一人员以另一设备的密钥，或由另一名同样有权的人员，以该行为的规定为准',
      '请用另一设备签名，或请另一人签名',
    ],
    [
      'This act is signed twice: by the same officer with a key on another device, or by another officer who may, as it says',
      'Sign on a second device, or let another officer sign',
    ],
  ),
  'signer-missing': texts(
    ['所调用的事项还需要他人签名', '请补上该事项要求的签名'],
    ['An affair that this calls asks for a signer who did not sign', 'Add the signer that it asks for'],
  ),
  'call-depth': texts(
    ['事项之间的调用层数过多', '请联系主管机关'],
    ['Too many affairs call one another', 'Ask the organ in charge'],
  ),
  'call-refused': texts(
    ['关联事项不予办理，因此全部撤回', '请查看关联事项的理由'],
    ['An affair that this calls refused, so everything was rolled back', 'Look at its reason'],
  ),
  'not-due': texts(
    ['期限未到，或已变更', '无需处理'],
    ['Its time has not come, or has moved', 'There is nothing to do'],
  ),
  'value-range': texts(
    ['计算结果超出允许范围', '请核对所填数值'],
    ['A figure is out of range', 'Check the figures that you gave'],
  ),
  'expression-range': texts(
    ['规则计算时数值超出范围', '请核对所填数值'],
    ['A rule met a figure out of range', 'Check the figures that you gave'],
  ),
  'expression-currency': texts(
    ['规则计算时币种不一致', '请使用同一币种'],
    ['A rule met amounts of different currencies', 'Use one currency'],
  ),
  'expression-division-by-zero': texts(
    ['规则计算时除数为零', '请核对所填数值'],
    ['A rule would have divided by zero', 'Check the figures that you gave'],
  ),
  'expression-no-workday': texts(
    ['日历中没有足够的工作日', '请联系主管机关核对工作日历'],
    ['The calendar has no working day in reach', 'Ask the organ in charge to check the calendar'],
  ),
}

function texts(zh: readonly [string, string], en: readonly [string, string]): Texts {
  return { zh: { what: zh[0], next: zh[1] }, en: { what: en[0], next: en[1] } }
}
