import type { Cbor } from '@gongshi/protocol'
import type { Organ, Value } from '../cel/value.ts'
import { dayOfDateText } from '../kinds/civilDate.ts'
import type { Installed } from './host.ts'
import { organOf, organRow } from './offices.ts'
import { remembered } from './remembered.ts'
import { rowOf } from './rowOf.ts'
import type { Session } from './session.ts'
import { dayAt } from './terms.ts'

/** Reorganisations that a duty is followed through; a longer chain leads to nobody. */
const maxSuccessions = 8

/**
 * The organ that answers today for what was given to `organ` in an affair: the one to which the duty of that affair was
 * transferred; where the organ has ended, its successor; and so on from there, never back in time. An organ that ended
 * without a successor answers itself, which then nobody does. Null: the chain is too long.
 */
export function responsibleOrgan(session: Session, organ: Organ, affair: string): Organ | null {
  const { organisations } = session
  if (organisations?.program.entities.duty === undefined) return organ
  const today = dayAt(session.block.time, session.calendar.offsetMs)
  return remembered(session, ['responsible', today, affair, organ.scheme, organ.id], (apart) =>
    follow(apart, organisations, organ, affair, today),
  )
}

function follow(session: Session, organisations: Installed, organ: Organ, affair: string, today: number): Organ | null {
  let current = organ
  let since = -Infinity
  for (let step = 0; step <= maxSuccessions; step++) {
    const next = successor(session, organisations, current, affair, { since, today })
    if (next === undefined) return current
    current = next.organ
    since = next.day
  }
  return null
}

function successor(
  session: Session,
  organisations: Installed,
  organ: Organ,
  affair: string,
  { since, today }: { readonly since: number; readonly today: number },
): { readonly organ: Organ; readonly day: number } | undefined {
  const named = (value: Value | undefined, date: Value | undefined) => {
    const [to, day] = [organOf(value ?? null), typeof date === 'string' ? dayOfDateText(date) : Infinity]
    return to !== null && day <= today && day >= since ? { organ: to, day } : undefined
  }
  const duty = rowOf(session, organisations, 'duty', [[[organ.scheme, organ.id]], affair] as Cbor)
  const transferred = duty?.status === 'transferred' ? named(duty.fields.successor, duty.fields.from) : undefined
  if (transferred !== undefined) return transferred
  const row = organRow(session, organisations, organ)
  return row?.status === 'ended' ? named(row.fields.successor, row.fields.until) : undefined
}
