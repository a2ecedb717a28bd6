import { defineAffair, orderFields, t } from '@gongshi/affair-kit'
import { proposalActions, proposalEntities } from './proposals.ts'
import { voteActions } from './votes.ts'

/**
 * Departments decide together about the ledger that they share: its parameters, the versions of its affairs, who keeps
 * it and who decides. What is adopted reaches the ledger as an order, and nobody has another way to give one.
 */
export const governance = defineAffair({
  name: 'governance',
  version: 1,
  params: {
    votingPeriod: t.duration('ledger-charter/6'),
    urgentPeriod: t.duration('ledger-charter/9'),
    longestPause: t.duration('ledger-charter/9'),
    parameterThreshold: t.rational('ledger-charter/7'),
    versionThreshold: t.rational('ledger-charter/7'),
    validatorThreshold: t.rational('ledger-charter/7'),
    memberThreshold: t.rational('ledger-charter/7'),
    trustThreshold: t.rational('ledger-charter/7'),
    pauseThreshold: t.rational('ledger-charter/9'),
  },
  events: { propose: orderFields, enact: orderFields, end: orderFields },
  entities: proposalEntities,
  actions: { ...proposalActions, ...voteActions },
})
