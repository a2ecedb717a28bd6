import { t } from '@gongshi/affair-kit'

/** The decision, law or decree that an act cites. */
export const clause = t.code('clause')

export const correction = t.oneOf('error', 'decision')

/** A correction supersedes what stood there, which the row's history keeps. */
export const corrected = { correctedBy: t.option(clause), correctedFor: t.option(correction) } as const
