import { party, t } from '@gongshi/affair-kit'
import { clause, corrected, correction } from './shared.ts'

/** A table of codes has one keeper for all of its places, so no jurisdiction limits the office. */
const keeper = party({ officer: 'divisionKeeper' })

export const divisionEntities = {
  /**
   * A span of days in which a code stood for a place under one name: [from, until). A code's spans are numbered and
   * follow each other; between two of them it may have been out of use. Dates are those of the table that showed the
   * change, where no decree says better.
   */
  division: {
    key: ['scheme', 'code', 'span'],
    fields: {
      scheme: t.code('division-scheme'),
      code: t.code('division'),
      span: t.int(),
      name: t.text(200),
      /** Whose table says so. */
      source: t.code('division-source'),
      clause,
      from: t.date(),
      until: t.option(t.date()),
      ...corrected,
    },
    status: ['valid', 'ended'],
    has: { ended: ['until'] },
    invariants: {
      'a span begins before it ends': 'after.until == null || after.from < orElse(after.until, after.from)',
    },
  },
} as const

const given = { name: t.text(200), source: t.code('division-source'), clause, from: t.date() } as const

export const divisionActions = {
  recogniseDivision: {
    creates: 'division',
    to: 'valid',
    basis: 'division-administration/2',
    fill: ['scheme', 'code', 'name', 'source', 'clause', 'from'],
    signers: { keeper },
    set: { span: '1' },
  },
  /** The code goes on under another name, or comes back into use. */
  reissueDivision: {
    on: 'division',
    from: ['valid', 'ended'],
    to: 'ended',
    basis: 'division-administration/2',
    input: given,
    with: {
      next: {
        new: 'division',
        to: 'valid',
        set: {
          scheme: 'division.scheme',
          code: 'division.code',
          span: 'division.span + 1',
          name: 'input.name',
          source: 'input.source',
          clause: 'input.clause',
          from: 'input.from',
        },
      },
    },
    signers: { keeper },
    refuse: {
      early: 'input.from <= division.from',
      overlap: 'orElse(division.until, input.from) > input.from',
    },
    set: { until: 'orElse(division.until, input.from)' },
  },
  endDivision: {
    on: 'division',
    from: ['valid'],
    to: 'ended',
    basis: 'division-administration/2',
    input: { until: t.date(), clause },
    signers: { keeper },
    refuse: { early: 'input.until <= division.from' },
    set: { until: 'input.until', clause: 'input.clause' },
  },
  correctDivision: {
    on: 'division',
    from: ['valid', 'ended'],
    basis: 'division-administration/2',
    fill: ['name'],
    input: { clause, reason: correction },
    signers: { keeper },
    set: { correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
} as const
