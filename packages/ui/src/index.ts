export { type Bar, barChart, type ChartNames, chartFigure, columnChart, type Span, spanChart } from './charts/chart.ts'
export { type ErrorPage, renderErrorPage } from './components/errorPage.ts'
export { dateField, errorSummary, type FieldError, fileDrop, textField } from './components/forms.ts'
export {
  breadcrumbs,
  type Crumb,
  type Frame,
  type Island,
  inLook,
  type Look,
  renderFrame,
  type Script,
  type Section,
  type Site,
} from './components/frame.ts'
export { type NoticeRow, noticeList } from './components/notices.ts'
export {
  codeBlock,
  type DiffPart,
  dialog,
  diff,
  emptyState,
  evidenceBadge,
  progress,
  type Task,
  tabs,
  taskList,
} from './components/panels.ts'
export {
  accessionStamp,
  alert,
  buttonLink,
  type Column,
  dateOf,
  type Fact,
  factList,
  foldedHash,
  hash,
  localSpan,
  type Moment,
  maskedValue,
  type Standing,
  stackedTable,
  standingBadge,
  syntheticBadge,
  type Tone,
  table,
  tag,
  timeline,
  timeOf,
} from './components/parts.ts'
export { seal } from './components/seal.ts'
export {
  formatBytes,
  formatDate,
  formatDay,
  formatMoney,
  formatNumber,
  formatSpan,
  formatTime,
  groupedHash,
  type Money,
  shortHash,
} from './format.ts'
export {
  type Catalogue,
  colon,
  fill,
  htmlLang,
  type Lang,
  type LocalText,
  languages,
  localText,
  otherLang,
} from './lang.ts'
export { TemplateError } from './template/errors.ts'
export { attributes, type Child, fillParts, type Html, html, trusted } from './template/html.ts'
export { safeUrl } from './template/safeUrl.ts'
export { frameTexts } from './texts/frame.ts'
