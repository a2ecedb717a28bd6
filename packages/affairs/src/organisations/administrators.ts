import { party, t } from '@gongshi/affair-kit'
import { administrator, incomplete, point, surplus } from './officers.ts'
import { clause } from './shared.ts'

/**
 * How an organ comes to an administrator where none of its own can make one: it has just been established, or has lost all
 * whom it had. Person, appointment and key begin by one act, signed by two people of two offices: who keeps the register of
 * organs, and the administrator of the superior. A root has no superior: there two registrars sign.
 */
const installed = {
  creates: 'officer',
  to: 'active',
  basis: 'civil-service/40',
  fill: ['number', 'organ'],
  input: { office: t.ref('office'), until: t.option(t.time()), clause, ...point },
} as const
const house = { one: 'organ', is: 'input.organ', from: ['active'] } as const
const post = { one: 'office', is: 'input.office', from: ['open'] } as const
/** The organ itself where there is none above it. */
const superior = { one: 'organ', is: 'orElse(house.parent, house.id)' } as const

/** That organ never had an officer, nor a key of its own: nobody's place is taken. */
const nobodyYet = {
  nobody: { each: 'officer', by: 'organ', is: 'input.organ', max: 0 },
  keyless: { each: 'key', by: 'organ', is: 'input.organ', max: 0 },
} as const

/** The rows that begin with the officer, from a moment on. */
function begin(status: 'active' | 'announced', from: string) {
  const owner = { officer: 'officer.id', organ: 'input.organ' } as const
  const parts = { keyId: 'input.keyId', suite: 'input.suite', x: 'input.x', y: 'input.y' } as const
  const term = { office: 'input.office', from, until: 'input.until', clause: 'input.clause' } as const
  const worksFrom = status === 'announced' ? from : null
  return {
    term: { new: 'appointment', to: 'standing', set: { officer: 'officer.id', ...term } },
    key: { new: 'key', to: status, set: { ...owner, ...parts, worksFrom } },
  } as const
}

const registrar = party({ officer: 'registrar', within: 'house.division' })
const underSuperior = { registrar, superior: administrator('superior.organ') } as const
const twoRegistrars = { registrar, second: { confirms: 'registrar', by: 'person' } } as const

const refused = {
  incomplete,
  surplus,
  elsewhere: 'post.organ != input.organ',
  powerless: '!("administrator" in post.roles)',
} as const
const empty = (from: string) => `input.until != null && orElse(input.until, now) <= ${from}`
const atOnce = { ...refused, empty: empty('now') } as const
const noticed = 'now + param.keyNotice'
const later = { ...refused, empty: empty(noticed) } as const

export const administratorActions = {
  /** At once, for an organ that has nobody yet. */
  installAdministrator: {
    ...installed,
    with: { house, post, superior, ...nobodyYet, ...begin('active', 'now') },
    signers: underSuperior,
    refuse: { ...atOnce, root: 'house.parent == null' },
  },
  installRootAdministrator: {
    ...installed,
    with: { house, post, ...nobodyYet, ...begin('active', 'now') },
    signers: twoRegistrars,
    refuse: { ...atOnce, inferior: 'house.parent != null' },
  },
  /**
   * For an organ whose administrators are gone, or have lost their keys. The key stands on the ledger for all to see before
   * it signs anything; whoever still administers the organ can revoke it until then.
   */
  announceAdministrator: {
    ...installed,
    with: { house, post, superior, ...begin('announced', noticed) },
    signers: underSuperior,
    refuse: { ...later, root: 'house.parent == null' },
  },
  announceRootAdministrator: {
    ...installed,
    with: { house, post, ...begin('announced', noticed) },
    signers: twoRegistrars,
    refuse: { ...later, inferior: 'house.parent != null' },
  },
} as const
