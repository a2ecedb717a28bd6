import { defineAffair, party, t } from '@gongshi/affair-kit'

const publisher = party({ officer: 'publisher', of: 'publication.organ' })
const importer = party({ officer: 'importer', of: 'release.publisher' })

/** The closed code list releaseTag of OCDS 1.1.5. */
const releaseTag = t.oneOf(
  'planning',
  'planningUpdate',
  'tender',
  'tenderAmendment',
  'tenderUpdate',
  'tenderCancellation',
  'award',
  'awardUpdate',
  'awardCancellation',
  'contract',
  'contractUpdate',
  'contractAmendment',
  'implementation',
  'implementationUpdate',
  'contractTermination',
  'compiled',
)
const correction = t.oneOf('error', 'update', 'order')
const withdrawal = t.oneOf('error', 'lapsed', 'replaced', 'order', 'privacy')
const amount = t.record({ use: t.oneOf('budget', 'tender', 'award', 'contract', 'transaction'), amount: t.money() })

/**
 * An organ makes a record public. The record itself is a content beside the ledger, under a commitment; who published
 * it, on what clause, when, and what became of it stands here and stays.
 */
export const disclosure = defineAffair({
  name: 'disclosure',
  version: 1,
  events: {
    /** In the log itself, so that a document is provable when the body of its transaction is gone. */
    filed: { content: t.commitment('publication'), edition: t.int() },
    superseded: {
      before: t.commitment('publication'),
      after: t.commitment('publication'),
      edition: t.int(),
      basis: t.code('clause'),
    },
    imported: { content: t.commitment('ocds-release') },
  },
  entities: {
    publication: {
      key: ['organ', 'identifier'],
      fields: {
        organ: t.organ(),
        identifier: t.code('document-number'),
        kind: t.code('publication-kind'),
        clause: t.code('clause'),
        issued: t.date(),
        effective: t.option(t.date()),
        expires: t.option(t.date()),
        content: t.commitment('publication'),
        edition: t.int(),
        correctedBy: t.option(t.code('clause')),
        correctedFor: t.option(correction),
        withdrawnBy: t.option(t.code('clause')),
        withdrawnFor: t.option(withdrawal),
      },
      status: ['published', 'withdrawn'],
      index: ['organ', 'kind'],
      has: { withdrawn: ['withdrawnBy', 'withdrawnFor'] },
      invariants: {
        'an edition is never lost': 'after.edition == before.edition || after.edition == before.edition + 1',
        'another document is another edition': 'after.content == before.content || after.edition == before.edition + 1',
      },
    },
    release: {
      key: ['ocid', 'release'],
      fields: {
        ocid: t.code('ocid'),
        release: t.code('ocds-release-id'),
        date: t.option(t.time()),
        tags: t.list(releaseTag, 16),
        amounts: t.list(amount, 64),
        organ: t.organ(),
        publisher: t.organ(),
        content: t.commitment('ocds-release'),
        withdrawnBy: t.option(t.code('clause')),
        withdrawnFor: t.option(withdrawal),
      },
      status: ['published', 'withdrawn'],
      index: ['ocid', 'organ'],
      has: { withdrawn: ['withdrawnBy', 'withdrawnFor'] },
      invariants: {
        'a release stays what it was': 'after.content == before.content && after.amounts == before.amounts',
      },
    },
  },
  actions: {
    publish: {
      creates: 'publication',
      to: 'published',
      basis: 'government-information/20',
      fill: ['organ', 'identifier', 'kind', 'clause', 'issued', 'effective', 'expires', 'content'],
      signers: { publisher: { officer: 'publisher', of: 'input.organ' } },
      set: { edition: '1' },
      emits: { filed: { content: 'input.content', edition: '1' } },
    },
    supersede: {
      on: 'publication',
      from: ['published'],
      basis: 'government-information/6',
      fill: ['issued', 'effective', 'expires', 'content'],
      input: { clause: t.code('clause'), reason: correction },
      signers: { publisher },
      refuse: { same: 'input.content == publication.content' },
      set: { edition: 'publication.edition + 1', correctedBy: 'input.clause', correctedFor: 'input.reason' },
      emits: {
        superseded: {
          before: 'publication.content',
          after: 'input.content',
          edition: 'publication.edition + 1',
          basis: 'input.clause',
        },
      },
    },
    withdraw: {
      on: 'publication',
      from: ['published'],
      to: 'withdrawn',
      basis: 'government-information/15',
      input: { clause: t.code('clause'), reason: withdrawal },
      signers: { publisher },
      set: { withdrawnBy: 'input.clause', withdrawnFor: 'input.reason' },
    },
    importRelease: {
      creates: 'release',
      to: 'published',
      basis: 'government-information/20.9',
      fill: ['ocid', 'release', 'date', 'tags', 'amounts', 'organ', 'content'],
      signers: { importer: { officer: 'importer' } },
      set: { publisher: 'signer.importer.organ' },
      emits: { imported: { content: 'input.content' } },
    },
    withdrawRelease: {
      on: 'release',
      from: ['published'],
      to: 'withdrawn',
      basis: 'government-information/15',
      input: { clause: t.code('clause'), reason: withdrawal },
      signers: { importer },
      set: { withdrawnBy: 'input.clause', withdrawnFor: 'input.reason' },
    },
  },
})
