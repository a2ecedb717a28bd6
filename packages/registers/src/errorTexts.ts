import type { ErrorCatalogue } from '@gongshi/protocol'
import type { FindingCode, RowCode, TableFailure } from './errors.ts'

const form = { zh: '各列的填法见 docs/organisations.md。', en: 'docs/organisations.md says what each column holds.' }
const mend = {
  zh: '更正该行后重新导入；其余已办的不会重复。',
  en: 'Correct the row and import again: what is done is not repeated.',
}
const look = { zh: '请核对该表的来源。', en: 'Check where the table comes from.' }

export const registerErrorTexts: ErrorCatalogue<TableFailure['code'] | RowCode | FindingCode> = {
  'table-not-utf8': text('文件不是 UTF-8 编码。', 'The file is not UTF-8.', {
    zh: '请另存为“CSV UTF-8”再导入。',
    en: 'Save it as “CSV UTF-8” and import that.',
  }),
  'table-malformed': text('这一行的引号或列数有误。', 'Quotes or the number of cells are wrong on this line.', mend),
  'table-empty': text('表中没有数据行。', 'The table has no rows.', form),
  'table-too-large': text('表过大。', 'The table is too large.', {
    zh: '请拆成几个文件导入。',
    en: 'Divide it into several files.',
  }),
  'table-column-missing': text('缺少必需的列。', 'A column that is needed is missing.', form),
  'table-column-unknown': text('有一列不认识。', 'There is a column that nobody knows.', form),
  'table-column-repeated': text('同一列出现两次。', 'A column stands there twice.', form),
  'row-value-missing': text('这一格不能为空。', 'This cell must not be empty.', mend),
  'row-text-malformed': text('含有控制字符或不可见字符。', 'It holds control or invisible characters.', mend),
  'row-text-too-long': text('文字过长。', 'The text is too long.', mend),
  'row-date-malformed': text('日期须为真实的 YYYY-MM-DD。', 'A day is written YYYY-MM-DD, and exists.', mend),
  'row-code-malformed': text('代码格式不对。', 'The code has another form.', mend),
  'row-organ-malformed': text('机构标识格式不对。', 'The identifier of an organ has another form.', mend),
  'row-check-digit': text(
    '统一社会信用代码校验位不符。',
    'The check digit of the unified social credit code is wrong.',
    mend,
  ),
  'row-kind-unknown': text('没有这种机构性质。', 'There is no such kind of organ.', form),
  'row-nameless': text('机构须有中文或英文名称。', 'An organ has a name, in Chinese or in English.', mend),
  'row-repeated': text(
    '同一机构同一日期（或同一代码）出现两次。',
    'The same organ stands there twice for one day, or the same code twice.',
    mend,
  ),
  'row-end-early': text('终止日须晚于起始日和最近变更。', 'It ends before it begins, or before its last change.', mend),
  'row-end-not-last': text('只有最后一行可以有终止日。', 'Only the last row of an organ has an end.', mend),
  'row-organ-incomplete': text(
    '同一机构另有一行不能办理，因此都不办理。',
    'Another row of this organ can’t be done, so none is.',
    mend,
  ),
  'row-division-invalid': text(
    '该区划代码在这一天无效，或账本上没有。',
    'The division code is not valid on that day, or the ledger doesn’t have it.',
    {
      zh: '先导入当时的区划表，或更正代码。',
      en: 'Import the table of that time first, or correct the code.',
    },
  ),
  'row-parent-unknown': text('没有这个上级机构。', 'There is no such superior.', mend),
  'row-parent-unfounded': text('上级机构在这一天尚未设立。', 'The superior is not founded yet on that day.', mend),
  'row-parent-ended': text('上级机构已终止，或已定终止日期。', 'The superior has ended, or its end is recorded.', mend),
  'row-parent-fixed': text('已成历史的上级关系不能这样更正。', 'Who was over it then is not corrected like this.', {
    zh: '请撤回该次变更（withdrawChange），再重新导入。',
    en: 'Withdraw that change (withdrawChange), then import again.',
  }),
  'row-circle': text(
    '会形成循环：上级在该机构之下。',
    'That would be a circle: the superior is under this organ.',
    mend,
  ),
  'row-order': text(
    '上级链上有机构在这一天之后才改隶。',
    'A superior on the way up came to its place after that day.',
    {
      zh: '请按日期先后办理变更。',
      en: 'Record changes in the order of their days.',
    },
  ),
  'row-too-deep': text(
    '上级层次超过八层，不能带着下级转入。',
    'More than eight superiors: an organ with others under it can’t go there.',
    mend,
  ),
  'row-before-founded': text('早于账本上该机构的设立日期。', 'That is before the founding that the ledger has.', mend),
  'row-history-fixed': text(
    '早于最近变更：名称等可以补录，上级机构不能插入。',
    'That lies before its last change: a name, kind, place or seat can be put in between, a superior can not.',
    {
      zh: '请撤回其后的变更（withdrawChange），再按日期先后办理。',
      en: 'Withdraw the later changes (withdrawChange), then record all in order.',
    },
  ),
  'row-has-inferiors': text(
    '仍有下级机构，或下级在其后才转出。',
    'Organs are still under it, or left it only later.',
    mend,
  ),
  'row-ended': text('该机构已终止。', 'The organ has ended.', mend),
  'row-end-differs': text('账本上已有另一个终止日期。', 'The ledger has another end for it.', {
    zh: '请先撤回终止（withdrawEnd）。',
    en: 'Withdraw that end first (withdrawEnd).',
  }),
  'row-table-older': text('账本上的区划数据比这张表新。', 'The ledger knows this code by a later table.', {
    zh: '请按日期先后导入区划表。',
    en: 'Import tables in the order of their days.',
  }),
  'finding-superior-missing': text(
    '有代码的上级区划不在表中。',
    'There are codes whose superior place is not in the table.',
    look,
  ),
  'finding-source-changed': text(
    '来源与上一张表不同，口径可能不一致。',
    'The source is another than that of the last table, and may count differently.',
    {
      zh: '表中没有的代码未必撤销：可用 --keep-missing 保留。',
      en: 'What it lacks need not have ended: --keep-missing leaves that alone.',
    },
  ),
  'finding-revision-differs': text(
    '表的版本与所给日期不一致。',
    'The table’s revision is of another month than the day given.',
    {
      zh: '请核对 --as-of。',
      en: 'Check --as-of.',
    },
  ),
}

function text(zh: string, en: string, next: { readonly zh: string; readonly en: string }) {
  return { status: 422, zh: { what: zh, next: next.zh }, en: { what: en, next: next.en } } as const
}
