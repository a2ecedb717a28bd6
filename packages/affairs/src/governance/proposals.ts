import { orderFields, party, t } from '@gongshi/affair-kit'

const { kind, topic, clause, parameter, version, validators, suite, publisher, site, pause, resume, member } =
  orderFields
const changes = { parameter, version, validators, suite, publisher, site, pause, resume, member } as const
type Change = keyof typeof changes

/** Who votes: each member organ through officers who hold the role. */
const delegate = (organ: string) => party({ officer: 'delegate', of: organ })

export const proposalEntities = {
  /** Who decides together. Its threshold and periods are parameters, which it alone can change. */
  house: {
    key: ['code'],
    fields: { code: t.code('house') },
    status: ['sitting'],
    tallies: { members: { count: 'member', by: 'house', in: ['active'] } },
    invariants: { 'somebody can always decide': 'before.members == 0 || after.members > 0' },
  },
  member: {
    key: ['organ'],
    fields: { organ: t.organ(), house: t.ref('house'), since: t.time(), clause },
    status: ['active', 'left'],
    index: ['house', 'organ'],
    tallies: { seats: { count: 'seat', by: 'member', in: ['ended'] } },
  },
  /** A time for which an organ was a member, until it left: who comes back begins another one. */
  seat: {
    key: ['member', 'number'],
    fields: {
      member: t.ref('member'),
      number: t.int(),
      since: t.time(),
      until: t.time(),
      /** Of the decision that admitted it, and of the one that ended it. */
      clause,
      endedBy: t.code('clause'),
    },
    status: ['ended'],
    index: ['member'],
  },
  proposal: {
    fields: {
      topic,
      kind,
      clause,
      proposer: t.organ(),
      house: t.ref('house'),
      reason: t.option(t.text(4000)),
      opened: t.time(),
      closes: t.time(),
      /** When it takes effect at the earliest: the day in a parameter, never before the vote has closed. */
      effective: t.time(),
      /** The rule of the day on which it was opened: that share of all who were members then. */
      threshold: t.rational(),
      electorate: t.int(),
      /** Decided as soon as the votes are there, not only when the vote closes. */
      urgent: t.bool(),
      adoptAt: t.option(t.time()),
      rejectAt: t.option(t.time()),
      enactAt: t.option(t.time()),
      admitAt: t.option(t.time()),
      readmitAt: t.option(t.time()),
      excludeAt: t.option(t.time()),
      /** A pause ends by itself. */
      endsAt: t.option(t.time()),
      ...changes,
    },
    status: ['open', 'adopted', 'inForce', 'ended', 'rejected', 'withdrawn'],
    index: ['topic', 'proposer'],
    tallies: {
      approvals: { count: 'vote', by: 'proposal', in: ['for'] },
      objections: { count: 'vote', by: 'proposal', in: ['against'] },
      abstentions: { count: 'vote', by: 'proposal', in: ['abstained'] },
    },
    invariants: {
      'nobody votes twice': 'after.approvals + after.objections + after.abstentions <= after.electorate',
      'what is voted on stays what it was':
        'after.topic == before.topic && after.threshold == before.threshold && after.electorate == before.electorate',
    },
  },
  vote: {
    key: ['proposal', 'organ'],
    fields: { proposal: t.ref('proposal'), organ: t.organ(), reason: t.option(t.text(2000)) },
    status: ['for', 'against', 'abstained'],
    index: ['proposal'],
  },
} as const

/** The member that acts for itself, its house, and no other open proposal on the same. */
const voice = {
  voter: { one: 'member', is: 'input.proposer', from: ['active'] },
  house: { one: 'house', is: 'voter.house' },
  rival: { each: 'proposal', by: 'topic', is: 'input.topic', max: 0, from: ['open', 'adopted'] },
} as const

/** An order of which only one change is set. */
function order(kindText: string, source: 'input' | 'proposal', change: Change | null) {
  const from = (name: Change) => {
    if (source === 'proposal') return `proposal.${name}`
    return name === change ? `input.${name}` : 'null'
  }
  return {
    kind: kindText,
    topic: `${source}.topic`,
    clause: `${source}.clause`,
    parameter: from('parameter'),
    version: from('version'),
    validators: from('validators'),
    suite: from('suite'),
    publisher: from('publisher'),
    site: from('site'),
    pause: from('pause'),
    resume: from('resume'),
    member: from('member'),
  } as const
}

const common = ['topic', 'clause', 'proposer', 'reason'] as const

/** What every proposal has in common; `closes` and `threshold` depend on what it is about. */
const propose = {
  creates: 'proposal',
  to: 'open',
  basis: 'ledger-charter/5',
  fill: common,
  with: voice,
  signers: { delegate: delegate('input.proposer') },
} as const
const laid = { house: 'house.id', electorate: 'house.members', opened: 'now' } as const

/** Votes are counted when the period is over: until then it stands to be rejected, or adopted once the votes are there. */
const considered = {
  ...laid,
  urgent: false,
  closes: 'now + param.votingPeriod',
  rejectAt: 'now + param.votingPeriod',
} as const
const tooEarly = (day: string) => ({ early: `${day} < now + param.votingPeriod` }) as const
const effective = { effective: t.time() } as const

export const proposalActions = {
  proposeParameter: {
    ...propose,
    input: { parameter: parameter.of },
    refuse: tooEarly('input.parameter.from'),
    set: {
      ...considered,
      kind: '"parameter"',
      threshold: 'param.parameterThreshold',
      effective: 'input.parameter.from',
      parameter: 'input.parameter',
    },
    emits: { propose: order('"parameter"', 'input', 'parameter') },
  },
  proposeVersion: {
    ...propose,
    input: { version: version.of },
    set: {
      ...considered,
      kind: '"version"',
      threshold: 'param.versionThreshold',
      effective: 'now + param.votingPeriod',
      version: 'input.version',
    },
    emits: { propose: order('"version"', 'input', 'version') },
  },
  proposeValidators: {
    ...propose,
    input: { validators: validators.of, ...effective },
    refuse: tooEarly('input.effective'),
    set: {
      ...considered,
      kind: '"validators"',
      threshold: 'param.validatorThreshold',
      effective: 'input.effective',
      validators: 'input.validators',
    },
    emits: { propose: order('"validators"', 'input', 'validators') },
  },
  proposeSuite: {
    ...propose,
    input: { suite: suite.of, ...effective },
    refuse: tooEarly('input.effective'),
    set: {
      ...considered,
      kind: '"suite"',
      threshold: 'param.trustThreshold',
      effective: 'input.effective',
      suite: 'input.suite',
    },
    emits: { propose: order('"suite"', 'input', 'suite') },
  },
  proposePublisher: {
    ...propose,
    input: { publisher: publisher.of, ...effective },
    refuse: tooEarly('input.effective'),
    set: {
      ...considered,
      kind: '"publisher"',
      threshold: 'param.trustThreshold',
      effective: 'input.effective',
      publisher: 'input.publisher',
    },
    emits: { propose: order('"publisher"', 'input', 'publisher') },
  },
  proposeSite: {
    ...propose,
    input: { site: site.of, ...effective },
    refuse: tooEarly('input.effective'),
    set: {
      ...considered,
      kind: '"site"',
      threshold: 'param.trustThreshold',
      effective: 'input.effective',
      site: 'input.site',
    },
    emits: { propose: order('"site"', 'input', 'site') },
  },
  /** An emergency: decided as soon as the votes are there, for no longer than the house allows, and over by itself. */
  proposePause: {
    ...propose,
    basis: 'ledger-charter/9',
    input: { pause: pause.of, until: t.time() },
    refuse: { long: 'input.until > now + param.longestPause', past: 'input.until <= now + param.urgentPeriod' },
    set: {
      ...laid,
      kind: '"pause"',
      urgent: true,
      closes: 'now + param.urgentPeriod',
      rejectAt: 'now + param.urgentPeriod',
      threshold: 'param.pauseThreshold',
      effective: 'now',
      endsAt: 'input.until',
      pause: 'input.pause',
    },
    emits: { propose: order('"pause"', 'input', 'pause') },
  },
  /** Takes back what a fault has suspended. */
  proposeResume: {
    ...propose,
    basis: 'ledger-charter/9',
    input: { resume: resume.of },
    set: {
      ...laid,
      kind: '"resume"',
      urgent: true,
      closes: 'now + param.urgentPeriod',
      rejectAt: 'now + param.urgentPeriod',
      threshold: 'param.pauseThreshold',
      effective: 'now',
      resume: 'input.resume',
    },
    emits: { propose: order('"resume"', 'input', 'resume') },
  },
  proposeAdmission: {
    ...propose,
    basis: 'ledger-charter/3',
    input: { member: member.of, ...effective },
    with: { ...voice, already: { each: 'member', by: 'organ', is: 'input.member', max: 0 } },
    refuse: tooEarly('input.effective'),
    set: {
      ...considered,
      kind: '"admission"',
      threshold: 'param.memberThreshold',
      effective: 'input.effective',
      member: 'input.member',
    },
    emits: { propose: order('"admission"', 'input', 'member') },
  },
  /** Who has left comes back: its earlier time stays on record, a new one begins. */
  proposeReadmission: {
    ...propose,
    basis: 'ledger-charter/3',
    input: { member: member.of, ...effective },
    with: { ...voice, former: { one: 'member', is: 'input.member' } },
    refuse: { ...tooEarly('input.effective'), present: 'former.status != "left"' },
    set: {
      ...considered,
      kind: '"readmission"',
      threshold: 'param.memberThreshold',
      effective: 'input.effective',
      member: 'input.member',
    },
    emits: { propose: order('"readmission"', 'input', 'member') },
  },
  proposeExclusion: {
    ...propose,
    basis: 'ledger-charter/3',
    input: { member: member.of, ...effective },
    with: { ...voice, excluded: { one: 'member', is: 'input.member', from: ['active'] } },
    refuse: tooEarly('input.effective'),
    set: {
      ...considered,
      kind: '"exclusion"',
      threshold: 'param.memberThreshold',
      effective: 'input.effective',
      member: 'input.member',
    },
    emits: { propose: order('"exclusion"', 'input', 'member') },
  },
} as const

export { delegate, order }
