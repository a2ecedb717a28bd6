import type { ErrorCatalogue } from '@gongshi/protocol'
import type { MergeRefusal, NativeFault, Refusal, Warning } from './errors.ts'

const source = {
  zh: '请向数据发布者反映，或更正后重新导入。',
  en: 'Tell the publisher of the data, or correct it and import again.',
}

export const ocdsErrorTexts: ErrorCatalogue<Refusal | MergeRefusal | Warning | NativeFault> = {
  'ocds-not-utf8': refusal('文件不是 UTF-8 编码的 JSON。', 'The file is not JSON in UTF-8.', {
    zh: '如果是压缩文件请先解压，并转换为 UTF-8。',
    en: 'Unpack it if it is compressed, and convert it to UTF-8.',
  }),
  'ocds-json-malformed': refusal('这里的 JSON 语法有误。', 'The JSON has a syntax error here.', source),
  'ocds-truncated': refusal('文件在中途结束。', 'The file ends in the middle.', {
    zh: '请重新下载；已导入的记录不会重复。',
    en: 'Download it again; what was imported already will not be repeated.',
  }),
  'ocds-too-deep': refusal('嵌套层次过深。', 'It is nested too deeply.', source),
  'ocds-no-releases': refusal('文件里没有 OCDS 发布记录。', 'The file holds no OCDS release.', {
    zh: '请选择 OCDS 1.1 的发布包、记录包或 JSON Lines 文件。',
    en: 'Choose an OCDS 1.1 release package, record package or JSON lines file.',
  }),
  'ocds-release-malformed': refusal('这里应当是一条发布记录，但不是。', 'What stands here is no release.', source),
  'ocds-release-too-large': refusal('这条发布记录过大。', 'This release is too large.', source),
  'ocds-release-linked': refusal('这条记录只有链接，没有内容。', 'This record only links to its releases.', {
    zh: '请下载所链接的发布包后再导入。',
    en: 'Download the packages that it links to and import those.',
  }),
  'ocds-release-repeated': refusal('同一条发布记录在文件中出现两次。', 'The same release stands in the file twice.', {
    zh: '只导入第一条，无需处理。',
    en: 'Only the first was imported; nothing needs to be done.',
  }),
  'ocds-key-repeated': refusal(
    '对象中有重复的名称，含义不明。',
    'An object has the same name twice, so its meaning is open.',
    source,
  ),
  'ocds-ocid-malformed': refusal('缺少 ocid，或 ocid 不合要求。', 'The ocid is missing or malformed.', source),
  'ocds-id-malformed': refusal('缺少发布编号，或编号不合要求。', 'The release id is missing or malformed.', source),
  'ocds-organ-absent': refusal(
    '没有采购人，也没有承担该角色的一方。',
    'There is no buyer, nor a party in that role.',
    source,
  ),
  'ocds-not-strict': refusal(
    '这条记录有问题，严格模式下不导入。',
    'This release has faults, and strict import refuses those.',
    {
      zh: '查看所列问题；不用 --strict 时会照原样导入并注明。',
      en: 'See the faults listed; without --strict it is imported as it is, with a report.',
    },
  ),
  'ocds-merge-empty': refusal('没有可合并的发布记录。', 'There is no release to merge.', source),
  'ocds-merge-ocid': refusal(
    '发布记录不属于同一采购过程，或缺少 ocid。',
    'The releases are not of one contracting process, or one has no ocid.',
    source,
  ),
  'ocds-merge-date': refusal(
    '有发布记录的日期缺失或不完整，无法排序合并。',
    'The date of a release is missing or incomplete, so that the order of merging is open.',
    source,
  ),
  'ocds-merge-id': refusal(
    '列表中有对象的编号既非文字也非数字，无法合并。',
    'An object in a list has an id that is neither text nor number, so that it cannot be merged.',
    source,
  ),
  'ocds-merge-type': refusal(
    '同一字段在一条发布记录中是值，在另一条中是对象或列表，无法合并。',
    'A field is a value in one release and an object or a list in another, so that they cannot be merged.',
    source,
  ),
  'ocds-native-tender-absent': report(
    '没有招标信息，无法对应为本账本的采购程序。',
    'There is no tender, hence no native procedure.',
  ),
  'ocds-native-method': report(
    '采购方式不是公开招标（open），本账本目前没有对应的程序。',
    'The procurement method is not `open`, and there is no native procedure for others.',
  ),
  'ocds-native-category': report('采购类别不在标准代码表中。', "The category is not in the standard's code list."),
  'ocds-native-amount': report(
    '有金额不为正、无法精确换算或无币种，未用于采购程序。',
    'An amount is not positive, not exact or without a currency, and was not taken into the procedure.',
  ),
  'ocds-native-date': report(
    '有期限不完整或先后颠倒，未用于采购程序。',
    'A period is incomplete or ends before it begins, and was not taken into the procedure.',
  ),
  'ocds-native-lots-many': report(
    '标包超过 20 个，只取前 20 个。',
    'There are more than 20 lots; the first 20 were taken.',
  ),
  'ocds-native-id-repeated': report('同一列表中有重复的编号。', 'Two objects of one list have the same id.'),
  'ocds-native-reference-dangling': report(
    '有引用指向不存在的当事方、授标或标包。',
    'Something refers to a party, an award or a lot that is not there.',
  ),
  'ocds-native-loop': report('该采购过程把自己列为相关过程。', 'The process names itself as a related one.'),
  'ocds-schema': report('与 OCDS 1.1.5 模式不符。', 'It breaks the OCDS 1.1.5 schema.'),
  'ocds-package-version': report(
    '数据包声明的版本不是 1.1。',
    'The package says that it is of another version than 1.1.',
  ),
  'ocds-date-malformed': report('发布日期缺失或不完整。', 'The release date is missing or incomplete.'),
  'ocds-tag-unknown': report('有标签不在标准代码表中。', "A tag is not in the standard's code list."),
  'ocds-buyer-id-absent': report(
    '采购人没有编号，以其名称的指纹代替。',
    'The buyer has no id; a fingerprint of its name stands in.',
  ),
  'ocds-buyer-absent': report(
    '没有采购人，以承担该角色的一方代替。',
    'There is no buyer; the party in that role stands in.',
  ),
  'ocds-amount-malformed': report(
    '有金额不是数字，未记入账本。',
    'An amount is not a number and was left off the ledger.',
  ),
  'ocds-amount-inexact': report(
    '有金额小于该货币的最小单位，未记入账本。',
    "An amount is finer than the currency's smallest unit and was left off the ledger.",
  ),
  'ocds-amount-out-of-range': report('有金额过大，未记入账本。', 'An amount is too large and was left off the ledger.'),
  'ocds-currency-unknown': report(
    '有金额没有 ISO 4217 货币，未记入账本。',
    'An amount has no ISO 4217 currency and was left off the ledger.',
  ),
  'ocds-amounts-many': report(
    '金额过多，只记入前 64 项。',
    'There are many amounts; the first 64 stand on the ledger.',
  ),
}

function refusal(zh: string, en: string, next: { zh: string; en: string }) {
  return { status: 422, zh: { what: zh, next: next.zh }, en: { what: en, next: next.en } } as const
}

function report(zh: string, en: string) {
  return refusal(zh, en, {
    zh: '原文照样保存；如有需要，请向发布者反映。',
    en: 'The source is kept as it is; tell the publisher if it matters.',
  })
}
