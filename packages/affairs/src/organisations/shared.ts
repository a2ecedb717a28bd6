import { t } from '@gongshi/affair-kit'

/** The decision, law or decree that an act cites. */
export const clause = t.code('clause')

export const correction = t.oneOf('error', 'decision')

/** To what an acting or lent power is narrowed: an affair, an action of it, a place. */
export const scope = {
  affair: t.option(t.code('affair')),
  action: t.option(t.code('action')),
  division: t.option(t.division()),
} as const

/** A correction supersedes what stood there, which the row's history keeps. */
export const corrected = { correctedBy: t.option(clause), correctedFor: t.option(correction) } as const
