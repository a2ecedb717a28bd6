import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { indexTable, insertMember } from '@gongshi/affair-kit'
import { type Actor, type BenchLedger, defaultDivision, subject } from '@gongshi/affair-kit/bench'
import { dayMs, organ, outcome, Registry } from '../../test/organisationsBench.ts'

const number = new Uint8Array(16).fill(7)
const key = { keyId: subject('first'), suite: 'ed25519', x: new Uint8Array(32).fill(5), y: null }
const desk = (id: string) => [['x-test', id], 'desk']
const division = { ...defaultDivision, code: '110101' }

/** The government, a bureau under it, and an office in each: nobody holds one. */
class Founding {
  readonly ledger: BenchLedger
  readonly registry = new Registry()
  readonly registrar: Actor
  readonly other: Actor
  readonly superior: Actor

  constructor() {
    this.ledger = this.registry.ledger
    assert.equal(this.registry.establish('gov', null, '2000-01-01'), 'ok')
    assert.equal(this.registry.establish('bureau', 'gov', '2020-01-01'), 'ok')
    for (const id of ['gov', 'bureau']) this.open(id, 'desk', ['administrator'])
    this.open('bureau', 'clerk', ['publisher'])
    const [registers, place] = [organ('registry'), { ...defaultDivision, code: '110000' }]
    this.registrar = this.ledger.officer('registrar', { organ: registers, division: place })
    this.other = this.ledger.officer('registrar', { organ: registers, division: place, number: 1 })
    this.superior = this.ledger.officer('administrator', { organ: organ('gov') })
  }

  open(id: string, post: string, roles: readonly string[]): void {
    const titles = { titleZh: '岗位', titleEn: null }
    this.ledger.do('organisations', 'openOffice', { organ: organ(id), post, ...titles, roles, division, clause: 'c/1' })
  }

  act(action: string, id: string, given: object, ...signers: readonly Actor[]): unknown {
    const input = { number, organ: organ(id), office: desk(id), until: null, clause: 'c/2', ...key, ...given }
    return outcome(this.ledger.submit('organisations', action, input as never, signers))
  }

  enrols(byte: number, id: string, signer: Uint8Array): unknown {
    const input = { number: new Uint8Array(16).fill(byte), organ: organ(id) }
    return outcome(this.ledger.submit('organisations', 'enrol', input, [{ id: signer }]))
  }
}

describe('an organ that nobody administers', () => {
  test('gets its first administrator by registrar and superior: person, office and key at once, who then does the rest', () => {
    const city = new Founding()
    const { registrar, superior } = city
    assert.equal(city.act('installAdministrator', 'bureau', {}, registrar, superior), 'ok')
    assert.equal(city.ledger.row('organisations', 'key', [key.keyId]).status, 'active')
    assert.equal(city.enrols(9, 'bureau', key.keyId), 'ok')
    assert.equal(city.enrols(10, 'gov', key.keyId), 'signer-organ')
  })

  test('by neither of the two alone, nor by one in both places, nor by the administrator of another organ', () => {
    const city = new Founding()
    const { ledger, registrar, superior, other } = city
    assert.equal(city.act('installAdministrator', 'bureau', {}, registrar), 'signer-count')
    assert.equal(city.act('installAdministrator', 'bureau', {}, superior, superior), 'signer-role')
    assert.equal(city.act('installAdministrator', 'bureau', {}, registrar, other), 'signer-role')
    const stranger = ledger.officer('administrator', { organ: organ('court') })
    assert.equal(city.act('installAdministrator', 'bureau', {}, registrar, stranger), 'signer-organ')
    const far = ledger.officer('registrar', { organ: organ('far'), division: { ...defaultDivision, code: '310000' } })
    assert.equal(city.act('installAdministrator', 'bureau', {}, far, superior), 'signer-division')
  })

  test('once: as soon as it has, or had, an officer or a key, nobody is put into anybody’s place at once', () => {
    const city = new Founding()
    const { ledger, registrar, superior } = city
    assert.equal(city.act('installAdministrator', 'bureau', {}, registrar, superior), 'ok')
    const second = { number: new Uint8Array(16).fill(8), keyId: subject('second') }
    assert.equal(city.act('installAdministrator', 'bureau', second, registrar, superior), 'rows-present')
    ledger.do('organisations', 'revokeKey', { key: [key.keyId], reason: 'left' })
    ledger.do('organisations', 'discharge', { officer: [number] })
    assert.equal(city.act('installAdministrator', 'bureau', second, registrar, superior), 'rows-present')
    const organs = new Founding()
    // A founding organ’s key is no officer’s. The bench’s own rows stand in no index: this one is put there, as CBOR of [id].
    const { id } = organs.ledger.organ(organ('bureau'))
    const keys = { affair: 'organisations', table: indexTable('key', 'organ'), set: ['x-test', 'bureau'] }
    insertMember(organs.ledger.host, keys, Uint8Array.of(0x81, 0x58, 0x20, ...id))
    organs.ledger.host.keep()
    assert.equal(organs.act('installAdministrator', 'bureau', {}, organs.registrar, organs.superior), 'rows-present')
  })

  test('into an office of its own that makes an administrator, for a time that is one, with a whole key', () => {
    const city = new Founding()
    const install = (given: object) => city.act('installAdministrator', 'bureau', given, city.registrar, city.superior)
    assert.equal(install({ office: desk('gov') }), 'elsewhere')
    assert.equal(install({ office: [['x-test', 'bureau'], 'clerk'] }), 'powerless')
    assert.equal(install({ until: city.ledger.time }), 'empty')
    assert.equal(install({ suite: 'es256' }), 'incomplete')
    assert.equal(install({ y: key.x }), 'surplus')
    city.ledger.do('organisations', 'closeOffice', { office: desk('bureau') as never, clause: 'c/3' })
    assert.equal(install({}), 'row-status')
  })

  test('a topmost one by two registrars, who are two people; one under another never by them', () => {
    const city = new Founding()
    const { ledger, registrar, other, superior } = city
    assert.equal(city.registry.establish('court', null, '2021-01-01'), 'ok')
    city.open('court', 'desk', ['administrator'])
    assert.equal(city.act('installAdministrator', 'court', {}, registrar, superior), 'signer-organ')
    assert.equal(city.act('installRootAdministrator', 'court', {}, registrar, registrar), 'signer-confirmation')
    assert.equal(city.act('installRootAdministrator', 'bureau', {}, registrar, other), 'inferior')
    assert.equal(city.act('installRootAdministrator', 'court', {}, registrar, other), 'ok')
    assert.equal(city.enrols(9, 'court', key.keyId), 'ok')
    const own = ledger.officer('administrator', { organ: organ('court') })
    const next = { number: new Uint8Array(16).fill(8), keyId: subject('next') }
    assert.equal(city.act('announceAdministrator', 'court', next, registrar, own), 'root')
  })
})

describe('an organ whose administrators are gone', () => {
  const next = { number: new Uint8Array(16).fill(8), keyId: subject('next') }

  test('gets another after the days in public, and not a moment sooner', () => {
    const city = new Founding()
    const { ledger, registrar, superior } = city
    assert.equal(city.act('installAdministrator', 'bureau', {}, registrar, superior), 'ok')
    const at = ledger.time
    assert.equal(city.act('announceAdministrator', 'bureau', next, registrar, superior), 'ok')
    ledger.advanceTo(at + 7 * dayMs - 1)
    assert.equal(city.enrols(9, 'bureau', next.keyId), 'signer-key')
    ledger.advanceTo(at + 7 * dayMs)
    assert.equal(city.enrols(9, 'bureau', next.keyId), 'ok')
  })

  test('unless one who is still there revokes the key: nobody takes a living office by surprise', () => {
    const city = new Founding()
    const { ledger, registrar, superior } = city
    assert.equal(city.act('installAdministrator', 'bureau', {}, registrar, superior), 'ok')
    assert.equal(city.act('announceAdministrator', 'bureau', next, registrar, superior), 'ok')
    const revoked = { key: [next.keyId], reason: 'compromised' }
    assert.equal(outcome(ledger.submit('organisations', 'revokeKey', revoked, [{ id: key.keyId }])), 'ok')
    ledger.advanceTo(ledger.time + 8 * dayMs)
    assert.equal(city.enrols(9, 'bureau', next.keyId), 'signer-key')
  })

  test('a topmost one by two registrars; a term that is over before it begins is none', () => {
    const city = new Founding()
    const { ledger, registrar, other } = city
    assert.equal(city.registry.establish('court', null, '2021-01-01'), 'ok')
    city.open('court', 'desk', ['administrator'])
    const short = { ...next, until: ledger.time + 7 * dayMs }
    assert.equal(city.act('announceRootAdministrator', 'court', short, registrar, other), 'empty')
    assert.equal(city.act('announceRootAdministrator', 'gov', next, registrar, other), 'ok')
    assert.equal(
      city.act('announceRootAdministrator', 'court', { ...next, keyId: subject('x') }, registrar, other),
      'row-exists',
    )
    assert.deepEqual(ledger.row('organisations', 'officer', [next.number]).fields.organ, organ('gov'))
  })
})
