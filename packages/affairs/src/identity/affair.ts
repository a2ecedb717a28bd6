import { defineAffair, party, t } from '@gongshi/affair-kit'

const receiver = party({ officer: 'receiver', of: 'key.organ' })
const incomplete = 'input.suite != "ed25519" && input.y == null'
const surplus = 'input.suite == "ed25519" && input.y != null'
const ungraded = 'input.level < 1 || input.level > 4'
const person = {
  new: 'subject',
  to: 'active',
  set: { subject: 'input.subject', organ: 'input.organ', level: 'input.level' },
} as const

/**
 * Keys of persons, each for one matter and no other. Nothing here says who a person is, and nothing is common to two rows of
 * one person: pseudonym and key are derived for the matter (docs/protocol.md, Pairwise keys), and the certificate by which
 * an identity desk vouches for the key is shown to the organ and stays off the ledger.
 */
export const identity = defineAffair({
  name: 'identity',
  version: 1,
  entities: {
    /** A pseudonym is let in once, whatever the matter: who used it twice would link the two. */
    subject: {
      key: ['subject'],
      fields: {
        subject: t.subject(),
        organ: t.organ(),
        /** How surely the desk identified the person: ISO/IEC 29115, level 1 to 4. */
        level: t.int(),
      },
      status: ['active'],
      invariants: { 'a level is one of four': 'after.level >= 1 && after.level <= 4' },
    },
    key: {
      key: ['keyId'],
      fields: {
        keyId: t.key(),
        suite: t.oneOf('ed25519', 'es256'),
        x: t.bytes(32),
        y: t.option(t.bytes(32)),
        subject: t.subject(),
        /** That let it in: it has seen the certificate. */
        organ: t.organ(),
        revokedFor: t.option(t.oneOf('lost', 'compromised', 'error')),
      },
      status: ['active', 'revoked'],
      has: { revoked: ['revokedFor'] },
      invariants: {
        'a key never changes hands': 'after.subject == before.subject && after.x == before.x && after.y == before.y',
      },
    },
  },
  actions: {
    /** Called by an affair that lets a person take part in one of its matters. */
    admit: {
      creates: 'key',
      to: 'active',
      basis: 'electronic-signature/13',
      fill: ['keyId', 'suite', 'x', 'y', 'subject', 'organ'],
      input: { level: t.int() },
      with: { person },
      signers: { receiver: { officer: 'receiver', of: 'input.organ' } },
      refuse: { incomplete, surplus, ungraded },
    },
    /** Called by an affair whose own rules have judged that whoever brings the key may: nobody has to know who it is. */
    join: {
      creates: 'key',
      to: 'active',
      basis: 'electronic-signature/13',
      fill: ['keyId', 'suite', 'x', 'y', 'subject', 'organ'],
      input: { level: t.int() },
      with: { person },
      calledOnly: true,
      refuse: { incomplete, surplus, ungraded },
    },
    /** The person says that the key is lost, or the organ that it should not have been let in. */
    revoke: {
      on: 'key',
      from: ['active'],
      to: 'revoked',
      basis: 'electronic-signature/15',
      input: { reason: t.oneOf('lost', 'compromised', 'error') },
      signers: { receiver },
      set: { revokedFor: 'input.reason' },
    },
  },
})
