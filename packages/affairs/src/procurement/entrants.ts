import { party, t } from '@gongshi/affair-kit'
import { identity } from '../identity/affair.ts'
import { agent, late, procedureRef, within } from './shared.ts'

export const entrantEntities = {
  /** The department that judges who may bid, and signs a token for each without seeing whose it will be (docs/sealing.md). */
  issuer: {
    key: ['procedure'],
    fields: {
      procedure: procedureRef,
      desk: t.organ(),
      /** How surely it identifies whoever asks: ISO/IEC 29115, level 1 to 4. */
      level: t.option(t.int()),
      /** With which it signs tokens, for this procedure alone: the modulus of RSA-3072, exponent 65537. */
      key: t.option(t.bytes(384)),
    },
    status: ['named', 'issuing'],
    index: ['desk'],
    has: { issuing: ['level', 'key'] },
    invariants: { 'a key stays what it was': 'before.key == null || after.key == before.key' },
  },
  /** A pseudonym with a one-time key, for this procedure alone. Who is behind it, nobody learns before bids are opened. */
  entrant: {
    key: ['procedure', 'author'],
    fields: { procedure: procedureRef, author: t.subject(), desk: t.organ() },
    status: ['admitted'],
    index: ['procedure'],
  },
} as const

export const entrantActions = {
  entrust: {
    creates: 'issuer',
    to: 'named',
    basis: 'electronic-signature/13',
    fill: ['procedure', 'desk'],
    with: { procedure: within('input', 'planned', 'convened', 'keying', 'keyed') },
    signers: { agent },
    refuse: { party: 'input.desk == procedure.buyer || input.desk == procedure.agency' },
  },
  /** Its key stands before the notice and stays, one for everybody: a desk with a key for each who asks would know them by it. */
  issue: {
    on: 'issuer',
    from: ['named'],
    to: 'issuing',
    basis: 'electronic-signature/13',
    input: { level: t.int(), key: t.bytes(384) },
    with: { procedure: within('issuer', 'planned', 'convened', 'keying', 'keyed') },
    signers: { receiver: party({ officer: 'receiver', of: 'issuer.desk' }) },
    refuse: { ungraded: 'input.level < 1 || input.level > 4', unfit: {} },
    set: { level: 'input.level', key: 'input.key' },
    handler: true,
  },
  /** Whoever has a token comes in with a key that nobody knows yet. The token is for this pseudonym and this key alone. */
  enter: {
    creates: 'entrant',
    to: 'admitted',
    basis: 'electronic-signature/13',
    fill: ['procedure', 'author'],
    input: { key: t.keyPoint(), token: t.bytes(416) },
    with: {
      procedure: within('input', 'tendering'),
      issuer: { one: 'issuer', is: ['input.procedure'], from: ['issuing'] },
    },
    signers: { author: party({ person: 'input.author', brings: 'key' }) },
    refuse: { late, unproven: {} },
    calls: {
      person: {
        of: identity.actions.join,
        give: {
          keyId: 'signer.author.key',
          suite: 'input.key.suite',
          x: 'input.key.x',
          y: 'input.key.y',
          subject: 'input.author',
          organ: 'issuer.desk',
          level: 'issuer.level',
        },
      },
    },
    set: { desk: 'issuer.desk' },
    handler: true,
    onFault: 'alarm',
  },
} as const
