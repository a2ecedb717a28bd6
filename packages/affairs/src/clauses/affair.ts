import { defineAffair, party, t } from '@gongshi/affair-kit'

/** Two officers for each word of law: who keeps the register, and who compared it with the published text. */
const both = { keeper: party({ officer: 'lawKeeper' }), reviewer: party({ officer: 'lawReviewer' }) } as const

/** One wording of a clause: in force on the days [from, until). */
const wording = {
  title: t.text(300),
  /** Where the promulgated text stands, and the SHA-256 of the clause's words there. */
  link: t.option(t.text(500)),
  textHash: t.option(t.bytes(32)),
  /** False until somebody has compared figures and words with the promulgated text. */
  confirmed: t.bool(),
  from: t.date(),
} as const

const firstVersion = {
  new: 'wording',
  to: 'recorded',
  set: {
    clause: 'clause.id',
    number: '1',
    decree: 'input.decree',
    title: 'input.title',
    link: 'input.link',
    textHash: 'input.textHash',
    confirmed: 'input.confirmed',
    from: 'input.from',
  },
} as const

/**
 * The clauses on which acts, parameters and rules rest, each with its wordings by date. An affair cites a clause by its
 * code; which wording was in force on a day follows from here.
 */
export const clauses = defineAffair({
  name: 'clauses',
  version: 1,
  entities: {
    clause: {
      key: ['code'],
      fields: {
        /** `law/article`, as affairs cite it. */
        code: t.code('clause'),
        law: t.code('law'),
        wordings: t.int(),
        since: t.date(),
        repealedFrom: t.option(t.date()),
        repealedBy: t.option(t.code('decree')),
      },
      status: ['inForce', 'repealed'],
      has: { repealed: ['repealedFrom', 'repealedBy'] },
      index: ['law'],
      invariants: { 'a wording is never lost': 'after.wordings >= before.wordings' },
    },
    wording: {
      key: ['clause', 'number'],
      fields: { clause: t.ref('clause'), number: t.int(), decree: t.code('decree'), ...wording },
      status: ['recorded'],
      index: ['clause'],
      invariants: {
        'a wording stays what it was, but for being confirmed':
          'after.textHash == before.textHash && after.from == before.from && (after.confirmed || !before.confirmed)',
      },
    },
  },
  actions: {
    record: {
      creates: 'clause',
      to: 'inForce',
      basis: 'ledger-charter/10',
      fill: ['code', 'law'],
      input: { decree: t.code('decree'), ...wording },
      signers: both,
      with: { first: firstVersion },
      refuse: { unread: 'input.confirmed && input.textHash == null' },
      set: { wordings: '1', since: 'input.from' },
    },
    /** From a day on it has other words. */
    amend: {
      on: 'clause',
      from: ['inForce'],
      basis: 'ledger-charter/10',
      input: { decree: t.code('decree'), ...wording },
      signers: both,
      with: {
        next: {
          new: 'wording',
          to: 'recorded',
          set: { ...firstVersion.set, number: 'clause.wordings + 1' },
        },
      },
      refuse: { early: 'input.from <= clause.since', unread: 'input.confirmed && input.textHash == null' },
      set: { wordings: 'clause.wordings + 1', since: 'input.from' },
    },
    /** Somebody has compared a wording with the promulgated text. */
    confirm: {
      on: 'wording',
      from: ['recorded'],
      basis: 'ledger-charter/10',
      signers: both,
      refuse: { unread: 'wording.textHash == null', already: 'wording.confirmed' },
      set: { confirmed: true },
    },
    /** From a day on it is no law any more; what rests on it is flagged from then on. */
    repeal: {
      on: 'clause',
      from: ['inForce'],
      to: 'repealed',
      basis: 'ledger-charter/10',
      input: { from: t.date(), decree: t.code('decree') },
      signers: both,
      refuse: { early: 'input.from <= clause.since' },
      set: { repealedFrom: 'input.from', repealedBy: 'input.decree' },
    },
    /** Repealed by mistake, or restored by a decree. */
    restore: {
      on: 'clause',
      from: ['repealed'],
      to: 'inForce',
      basis: 'ledger-charter/10',
      input: { decree: t.code('decree') },
      signers: both,
      set: { repealedFrom: null, repealedBy: null },
    },
  },
})
