import { type Html, html, tag, timeOf } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { statusWord } from '../../texts/affairWords.ts'
import { procurementTexts } from '../../texts/procurement.ts'

export const affair = 'procurement'

export function section(id: string, head: string, content: Html | null): Html | null {
  return content === null
    ? null
    : html`<section class="section" aria-labelledby="${id}"><h2 class="subtitle section-head" id="${id}">${head}</h2>${content}</section>`
}

export function timeOrNot(time: number | null, { lang, site }: PageContext): Html | string {
  return time === null ? procurementTexts[lang].notYet : timeOf(time, lang, site.timeZone)
}

const tones: { readonly [status: string]: 'info' | 'success' | 'warning' | 'danger' } = {
  tendering: 'info',
  sealed: 'info',
  recorded: 'danger',
  restored: 'success',
  opened: 'info',
  assessing: 'info',
  completed: 'success',
  awarded: 'success',
  signed: 'success',
  qualified: 'success',
  accepted: 'success',
  proposed: 'warning',
  closed: 'warning',
  cancelled: 'danger',
  failed: 'danger',
  disqualified: 'danger',
  faulty: 'danger',
}

export function statusTag(entity: string, status: string, { lang }: PageContext): Html {
  return tag(statusWord(affair, entity, status, lang), Object.hasOwn(tones, status) ? tones[status] : undefined)
}
