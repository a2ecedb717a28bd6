/** What islands and the verifier use: texts and formats without templates, so that no escaping code is bundled for nothing. */
export { formatBytes, formatDate, formatMoney, formatSpan, formatTime, groupedHash } from './format.ts'
export { type Catalogue, colon, fill, htmlLang, type Lang, otherLang } from './lang.ts'
