import type { Catalogue } from '@gongshi/ui'

type ChangesText =
  | 'link'
  | 'title'
  | 'lead'
  | 'facts'
  | 'fact'
  | 'before'
  | 'after'
  | 'kind'
  | 'clause'
  | 'issued'
  | 'effective'
  | 'expires'
  | 'titleIn'
  | 'textIn'
  | 'same'
  | 'added'
  | 'removed'
  | 'changed'
  | 'noText'
  | 'nothing'
  | 'marks'
  | 'saidRemoved'
  | 'saidAdded'
  | 'others'
  | 'pair'
  | 'zh'
  | 'en'
  | 'und'

export const recordChangesTexts: Catalogue<ChangesText> = {
  zh: {
    link: '改了什么',
    title: '第 {from} 版到第 {to} 版改了什么',
    lead: '第 {from} 版于 {before} 入账，第 {to} 版于 {after} 入账。两版各有自己的证据，可分别核对。',
    facts: '登记事项的变化',
    fact: '事项',
    before: '原来',
    after: '现在',
    kind: '类别',
    clause: '依据',
    issued: '成文日期',
    effective: '施行日期',
    expires: '失效日期',
    titleIn: '标题（{lang}）',
    textIn: '正文（{lang}）',
    same: '没有变化。',
    added: '新增。',
    removed: '删去。',
    changed: '有改动：删去 {removed} 处，新增 {added} 处。',
    noText: '两版中有一版不是文字，或正文不在本站（未收到，或已依令删除），所以无法比较文字。登记事项的变化见上。',
    nothing: '登记事项没有变化。',
    marks: '划线的是删去的，下划线的是新增的。省略号处没有变化。',
    saidRemoved: '删去',
    saidAdded: '新增',
    others: '比较其他版本',
    pair: '第 {from} 版到第 {to} 版',
    zh: '中文',
    en: '英文',
    und: '未注明语言',
  },
  en: {
    link: 'What changed',
    title: 'What changed from version {from} to version {to}',
    lead: 'Version {from} was entered on {before}, version {to} on {after}. Each has its own evidence to check.',
    facts: 'What the register says',
    fact: 'What',
    before: 'Before',
    after: 'Now',
    kind: 'Kind',
    clause: 'Clause',
    issued: 'Issued on',
    effective: 'In force from',
    expires: 'Expires',
    titleIn: 'Title ({lang})',
    textIn: 'Text ({lang})',
    same: 'Unchanged.',
    added: 'New.',
    removed: 'Removed.',
    changed: 'Changed: removed in {removed} places, added in {added}.',
    noText:
      'One of the two versions is no text, or its text is not here (never received, or erased by order), so words cannot be compared. What the register says stands above.',
    nothing: 'The register says the same of both.',
    marks:
      'What was removed is struck through, what was added is underlined. Where an ellipsis stands nothing changed.',
    saidRemoved: 'removed:',
    saidAdded: 'added:',
    others: 'Compare other versions',
    pair: 'Version {from} to version {to}',
    zh: 'Chinese',
    en: 'English',
    und: 'language not stated',
  },
}
