import { defineAffair, party, t } from '@gongshi/affair-kit'

/** An administrator acts for the own organ only; whoever could register keys for others could act as them. */
const administrator = party({ officer: 'administrator', of: 'key.organ' })

const revocation = t.oneOf('lost', 'compromised', 'left', 'replaced')

/**
 * Organs, their officers, and the keys with which these sign. Rows come from genesis for now; administrators register
 * and revoke keys. Appointments, reorganisations and votes are the authority issue's.
 */
export const organisations = defineAffair({
  name: 'organisations',
  version: 1,
  entities: {
    organ: {
      key: ['organ'],
      fields: {
        organ: t.organ(),
        kind: t.oneOf('administrative', 'judicial', 'party', 'publicInstitution', 'enterprise'),
        division: t.division(),
        parent: t.option(t.organ()),
      },
      status: ['active', 'ended'],
      index: ['parent'],
    },
    officer: {
      key: ['number'],
      fields: {
        /** Random: an officer is known to the ledger by office and key, not by name. */
        number: t.bytes(16),
        organ: t.organ(),
        roles: t.list(t.code('officer-role'), 20),
        division: t.division(),
      },
      status: ['active', 'ended'],
      index: ['organ'],
    },
    key: {
      key: ['keyId'],
      fields: {
        keyId: t.key(),
        /** The public point as COSE names its parts; Ed25519 has no y. */
        suite: t.oneOf('ed25519', 'es256'),
        x: t.bytes(32),
        y: t.option(t.bytes(32)),
        officer: t.option(t.ref('officer')),
        organ: t.organ(),
        revokedFor: t.option(revocation),
      },
      status: ['active', 'revoked'],
      index: ['officer', 'organ'],
      has: { revoked: ['revokedFor'] },
      invariants: {
        'a key never changes hands':
          'after.officer == before.officer && after.organ == before.organ && after.x == before.x && after.y == before.y',
      },
    },
  },
  actions: {
    registerKey: {
      creates: 'key',
      to: 'active',
      basis: 'electronic-signature/13',
      fill: ['keyId', 'suite', 'x', 'y'],
      input: { officer: t.ref('officer') },
      with: { holder: { one: 'officer', is: 'input.officer', from: ['active'] } },
      signers: { administrator: { officer: 'administrator', of: 'holder.organ' } },
      refuse: {
        incomplete: 'input.suite == "es256" && input.y == null',
        surplus: 'input.suite == "ed25519" && input.y != null',
      },
      set: { officer: 'input.officer', organ: 'holder.organ' },
    },
    revokeKey: {
      on: 'key',
      from: ['active'],
      to: 'revoked',
      basis: 'electronic-signature/15',
      input: { reason: revocation },
      signers: { administrator },
      set: { revokedFor: 'input.reason' },
    },
  },
})
