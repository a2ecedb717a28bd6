import { defineAffair, party } from '../declare/affair.ts'
import { t } from '../kinds/t.ts'

const registrar = party({ officer: 'registrar' })

/**
 * Organs, officers and keys for a bench: the members of affair `organisations` by which the kit finds who may sign. A
 * bench writes its rows itself; a ledger has the affair of that name.
 */
export const benchOrganisations = defineAffair({
  name: 'organisations',
  version: 1,
  entities: {
    organ: { key: ['organ'], fields: { organ: t.organ() }, status: ['active', 'ended'] },
    officer: {
      key: ['number'],
      fields: {
        number: t.bytes(32),
        organ: t.organ(),
        roles: t.list(t.code('role'), 20),
        division: t.option(t.division()),
      },
      status: ['active', 'ended'],
      tallies: { recusals: { count: 'recusal', by: 'officer', in: ['standing'] } },
    },
    recusal: {
      key: ['officer', 'row'],
      fields: { officer: t.ref('officer'), row: t.bytes(32) },
      status: ['standing', 'lifted'],
    },
    key: {
      key: ['thumbprint'],
      fields: {
        thumbprint: t.key(),
        officer: t.option(t.ref('officer')),
        organ: t.option(t.organ()),
        subject: t.option(t.subject()),
      },
      status: ['active', 'revoked'],
    },
  },
  actions: {
    endOrgan: { on: 'organ', from: ['active'], to: 'ended', basis: 'organisations/1', signers: { registrar } },
  },
})
