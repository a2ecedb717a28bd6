import { usualProcurement } from '@gongshi/affairs'
import type { Founding } from './createLedger.ts'

const dayMs = 24 * 60 * 60 * 1000

/** What the affairs need to be told before anything can be done by them; the house changes it by vote. `from`: ISO 8601. */
export function affairParameters(from: string, { waitingTime = 7 * dayMs } = {}): Founding['parameters'] {
  const values = [
    ['erasure', 'waitingTime', waitingTime, 'personal-information/47'],
    ['organisations', 'keyNotice', 7 * dayMs, 'electronic-signature/13'],
    // Thirty days of the calendar, in working days.
    ['participation', 'leastDays', 22, 'major-decisions/15'],
    ['participation', 'answerDays', 15, 'major-decisions/18'],
  ] as const
  return [
    ...values.map(([affair, name, value, basis]) => ({ affair, name, value, from, basis })),
    ...usualProcurement.map((parameter) => ({ affair: 'procurement', ...parameter, from })),
  ]
}
