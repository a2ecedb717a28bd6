import { fill, type Html, html, localText } from '@gongshi/ui'
import ical, { ICalCalendarMethod } from 'ical-generator'
import type { CalendarData, CalendarDate } from '../calendarData.ts'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { calendarTexts } from '../texts/calendar.ts'

/** RFC 5545 §8.1. */
export const calendarType = 'text/calendar'

/** Programs that follow a calendar are asked to look again after so long (RFC 7986 §5.7), in seconds. */
const refreshSeconds = 3600

/** Deadlines and openings for calendars of any maker. A date that is moved stays the same event: its UID tells what it is of. */
export function renderCalendar(
  { of, page, dates, asOf }: CalendarData,
  { lang, site, base }: PageContext & { readonly base: string },
): string {
  const text = calendarTexts[lang]
  const name = of.length === 0 ? text.title : `${text.title} · ${localText(of, lang).text}`
  const calendar = ical({
    name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Gongshi', product: 'portal', language: lang === 'zh' ? 'ZH' : 'EN' },
    ttl: refreshSeconds,
    url: `${base}${at(lang, page)}`,
  })
  for (const date of dates) {
    const summary = fill(text[date.what], { title: localText(date.title, lang).text })
    calendar.createEvent({
      id: `${date.what}-${date.key}@${site.chainId}`,
      start: new Date(date.at),
      stamp: new Date(asOf),
      summary,
      location: localText(date.organ.name, lang).text,
      url: `${base}${at(lang, pathOf(date))}`,
    })
  }
  return calendar.toString()
}

function pathOf({ what, key }: CalendarDate): string {
  return what === 'asking' || what === 'bidding' ? paths.procedure(key) : paths.consultation(key)
}

export function calendarLink(path: string, { lang }: PageContext): Html {
  return html`<p class="small"><a class="ds-link feed" type="${calendarType}" href="${at(lang, path)}">${calendarTexts[lang].subscribe}</a></p>`
}
