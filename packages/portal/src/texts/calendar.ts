import type { Catalogue } from '@gongshi/ui'

type CalendarText = 'title' | 'asking' | 'bidding' | 'comments' | 'answer' | 'subscribe'

/** What a calendar calls its dates. */
export const calendarTexts: Catalogue<CalendarText> = {
  zh: {
    title: '截止与开标',
    asking: '提问截止：{title}',
    bidding: '投标截止、开标：{title}',
    comments: '征求意见截止：{title}',
    answer: '答复期限：{title}',
    subscribe: '订阅日历（iCalendar）',
  },
  en: {
    title: 'Deadlines and openings',
    asking: 'Questions close: {title}',
    bidding: 'Bids close and are opened: {title}',
    comments: 'Comments close: {title}',
    answer: 'Answer due: {title}',
    subscribe: 'Subscribe to the calendar (iCalendar)',
  },
}
