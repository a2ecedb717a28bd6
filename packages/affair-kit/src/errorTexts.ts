import type { ErrorCatalogue } from '@gongshi/protocol'
import type { KitFailure } from './errors.ts'
import type { BundleFailure } from './tool/bundleError.ts'

/** Texts for people, apart from the class so that a browser can leave them out. */
export const kitErrorTexts: ErrorCatalogue<KitFailure['code'] | BundleFailure['code']> = {
  'value-kind': {
    status: 422,
    zh: { what: '某项内容的类型不对。', next: '按所示路径检查该项，改为所要求的类型。' },
    en: {
      what: 'A member is not of its kind.',
      next: 'Look at the member that the path names, and give what is expected there.',
    },
  },
  'value-range': {
    status: 422,
    zh: { what: '某项内容超出允许的范围。', next: '按所示路径检查该项，改到允许的范围之内。' },
    en: {
      what: 'A member is outside what is allowed.',
      next: 'Look at the member that the path names, and stay within the limits shown.',
    },
  },
  'value-text': {
    status: 422,
    zh: { what: '文字中有不允许的字符。', next: '删去控制字符、双向文字控制符等不可见字符后重试。' },
    en: {
      what: 'A text holds characters that are not allowed.',
      next: 'Remove control, bidirectional and other invisible characters.',
    },
  },
  'value-check-digit': {
    status: 422,
    zh: { what: '统一社会信用代码的校验码不对。', next: '核对该代码；若属其他编码体系，请注明该体系。' },
    en: {
      what: 'The check digit of a unified social credit code is wrong.',
      next: 'Compare the code with its source; an identifier of another scheme names that scheme.',
    },
  },
  'value-missing': {
    status: 422,
    zh: { what: '缺少一项必填内容。', next: '补上所示路径的内容。' },
    en: { what: 'A member that must be there is missing.', next: 'Add the member that the path names.' },
  },
  'value-unknown': {
    status: 422,
    zh: { what: '有一项内容不在该事务的定义之内。', next: '删去多余的内容，或检查名称的拼写。' },
    en: {
      what: 'There is a member that the declaration does not have.',
      next: 'Remove it, or check how its name is spelled.',
    },
  },
  'value-count': {
    status: 422,
    zh: { what: '内容的项数不对。', next: '按该事务的定义给出全部各项，不多不少。' },
    en: { what: 'The number of members is wrong.', next: 'Give exactly the members that the declaration has.' },
  },
  'expression-steps': {
    status: 422,
    zh: { what: '规则的计算超过了允许的步数。', next: '减少输入中的项数后重试。' },
    en: { what: 'A rule took more steps than it may.', next: 'Try again with fewer items in the input.' },
  },
  'expression-range': {
    status: 422,
    zh: { what: '规则的计算结果超出范围。', next: '检查输入的数值。' },
    en: { what: 'A rule reached a number that is out of range.', next: 'Check the figures in the input.' },
  },
  'expression-division-by-zero': {
    status: 422,
    zh: { what: '规则的计算中除数为零。', next: '检查输入的数值。' },
    en: { what: 'A rule divided by zero.', next: 'Check the figures in the input.' },
  },
  'expression-currency': {
    status: 422,
    zh: { what: '不同币种的金额不能相加或比较。', next: '使用同一币种。' },
    en: { what: 'Amounts of different currencies cannot be added or compared.', next: 'Use one currency.' },
  },
  'expression-type': {
    status: 500,
    zh: { what: '规则得到了不符合定义的值。', next: '请联系该事务的维护者。' },
    en: { what: 'A rule met a value that does not fit the declaration.', next: 'Tell the maintainers of this affair.' },
  },
  'expression-no-workday': {
    status: 500,
    zh: { what: '工作日历中一年内没有工作日。', next: '请更正账本上的工作日历。' },
    en: { what: 'The calendar has no working day within a year.', next: 'Correct the calendar on the ledger.' },
  },
  'declaration-faults': {
    status: 500,
    zh: { what: '该事务的定义有错误，不能安装。', next: '运行检查，按列出的位置逐一改正。' },
    en: {
      what: 'The declaration of this affair has faults and cannot be installed.',
      next: 'Run the check and correct each place that it lists.',
    },
  },
  'declaration-unknown': {
    status: 404,
    zh: { what: '该事务没有这个名称的操作或实体。', next: '检查名称和版本。' },
    en: { what: 'The affair has no action or entity of that name.', next: 'Check the name and the version.' },
  },
  'handlers-refused': {
    status: 500,
    zh: { what: '该事务的处理程序中有不允许的写法，不能安装。', next: '按列出的位置逐一改正。' },
    en: {
      what: 'The handlers of this affair do what a handler may not, and cannot be installed.',
      next: 'Correct each place that it lists.',
    },
  },
}
