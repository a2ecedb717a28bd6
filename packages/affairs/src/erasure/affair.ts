import { defineAffair, party, t } from '@gongshi/affair-kit'

const stopping = t.oneOf('evidence', 'archive', 'unfounded', 'mistake')
const keeper = party({ officer: 'recordsKeeper', of: 'erasure.organ' })

/**
 * Destroys what names a person and must go: a content, or the body of an entry. Two officers and a clause decide, a
 * waiting time passes in public, then the ledger orders it by itself. What remains: who decided, on what ground, when.
 */
export const erasure = defineAffair({
  name: 'erasure',
  version: 1,
  params: { waitingTime: t.duration('personal-information/47') },
  events: {
    /** Every node that holds the target destroys it: key, salts, bytes. Exactly one of the two is set. */
    destroy: { content: t.option(t.commitment('content')), entry: t.option(t.int()), clause: t.code('clause') },
  },
  entities: {
    erasure: {
      fields: {
        organ: t.organ(),
        content: t.option(t.commitment('content')),
        entry: t.option(t.int()),
        clause: t.code('clause'),
        ground: t.oneOf('request', 'unlawful', 'purposeEnded', 'consentWithdrawn', 'order'),
        due: t.option(t.time()),
        stoppedFor: t.option(stopping),
      },
      status: ['proposed', 'approved', 'done', 'stopped'],
      index: ['content', 'entry', 'organ'],
      has: { approved: ['due'], stopped: ['stoppedFor'] },
      invariants: {
        'the target is one and stays':
          '(after.content == null) != (after.entry == null) && after.content == before.content && after.entry == before.entry',
      },
    },
  },
  actions: {
    propose: {
      creates: 'erasure',
      to: 'proposed',
      basis: 'personal-information/47',
      fill: ['organ', 'content', 'entry', 'clause', 'ground'],
      signers: { proposer: { officer: 'recordsKeeper', of: 'input.organ' } },
      refuse: {
        untargeted: 'input.content == null && input.entry == null',
        ambiguous: 'input.content != null && input.entry != null',
      },
    },
    approve: {
      on: 'erasure',
      from: ['proposed'],
      to: 'approved',
      basis: 'personal-information/47',
      signers: { approver: { officer: 'recordsKeeper', of: 'erasure.organ', not: 'propose' } },
      set: { due: 'now + param.waitingTime' },
    },
    stop: {
      on: 'erasure',
      from: ['proposed', 'approved'],
      to: 'stopped',
      basis: 'personal-information/47',
      input: { reason: stopping },
      signers: { keeper },
      set: { due: null, stoppedFor: 'input.reason' },
    },
    forbid: {
      on: 'erasure',
      from: ['proposed', 'approved'],
      to: 'stopped',
      basis: 'archives/14',
      input: { reason: stopping },
      signers: { supervisor: { officer: 'supervisor' } },
      set: { due: null, stoppedFor: 'input.reason' },
    },
    carryOut: {
      on: 'erasure',
      from: ['approved'],
      to: 'done',
      basis: 'personal-information/47',
      at: 'erasure.due',
      set: { due: null },
      emits: { destroy: { content: 'erasure.content', entry: 'erasure.entry', clause: 'erasure.clause' } },
    },
  },
  // Whoever forbids an erasure must not be of an organ that proposed, approved or stopped it.
  separation: {
    of: 'erasure',
    apart: 'organ',
    making: ['propose', 'approve', 'stop'],
    supervising: ['forbid'],
  },
})
