import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { approvals } from '../../fixtures/approvals/affair.ts'
import { certificates } from '../../fixtures/certificates/affair.ts'
import { identity } from '../../fixtures/identity/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { treasury } from '../../fixtures/treasury/affair.ts'
import { formatFaults } from '../check/fault.ts'
import { t } from '../kinds/t.ts'
import { checkTexts } from './checkTexts.ts'
import type { AffairTexts } from './texts.ts'
import { textsHash } from './textsHash.ts'

function textsOf(affair: string, language: 'zh' | 'en'): AffairTexts {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/${affair}/texts.${language}.json`), 'utf8'))
}

describe('texts', () => {
  for (const affair of [identity, certificates, treasury, land, approvals])
    test(`${affair.name} has every text in both languages, and none too many`, () => {
      assert.equal(formatFaults(checkTexts(affair, textsOf(affair.name, 'zh'), textsOf(affair.name, 'en'))), '')
    })

  test('a sealed record and its fields have texts, as do the words in it', () => {
    const split = { ...land.actions.split, unseals: { offer: { price: t.money(), how: t.oneOf('cash', 'credit') } } }
    const sealed = { ...land, actions: { ...land.actions, split } }
    const missing = (texts: AffairTexts) =>
      checkTexts(sealed, textsOf('land', 'zh'), texts).flatMap(
        ({ path }) => /^texts\.en\.json: (.*)/.exec(path)?.[1] ?? [],
      )
    const texts = textsOf('land', 'en')
    const [name, price, how] = ['name', 'fields/price', 'fields/how'].map(
      (path) => `actions/split/unseals/offer/${path}`,
    )
    assert.deepEqual(missing(texts), [name, price, how, 'words/cash', 'words/credit'])
    const offer = { name: 'offer', fields: { price: 'price', how: 'way of paying' } }
    const actions = { ...texts.actions, split: { ...texts.actions.split!, unseals: { offer } } }
    assert.deepEqual(missing({ ...texts, actions, words: { ...texts.words, cash: 'cash', credit: 'credit' } }), [])
  })

  test('a missing, a misnamed and an empty text are three faults', () => {
    const { roles: _roles, ...rest } = textsOf('land', 'en')
    const sell = { ...rest.actions.sell, name: ' ' }
    const actions = { ...rest.actions, sell, lapze: rest.actions.lapse }
    const { lapse: _lapse, ...named } = actions as { readonly [name: string]: unknown }
    const faults = checkTexts(land, textsOf('land', 'zh'), { ...rest, actions: named })
    assert.deepEqual(
      faults.map(({ code, path, meant }) => [code, path, meant]),
      [
        ['text-missing', 'texts.en.json: actions/lapse/name', undefined],
        ['text-missing', 'texts.en.json: roles/registrar', undefined],
        ['text-missing', 'texts.en.json: roles/judge', undefined],
        ['text-missing', 'texts.en.json: actions/sell/name', undefined],
        ['text-unused', 'texts.en.json: actions/lapze/name', 'actions/lapse/name'],
      ],
    )
  })

  test('help may be given for a member of a form, in both languages or in none, and for nothing else', () => {
    const [zh, en] = [textsOf('land', 'zh'), textsOf('land', 'en')]
    const helped = (texts: AffairTexts, help: object) => ({
      ...texts,
      actions: { ...texts.actions, sell: { ...texts.actions.sell, help } },
    })
    assert.equal(formatFaults(checkTexts(land, helped(zh, { price: '含税' }), helped(en, { price: 'With tax' }))), '')
    assert.deepEqual(
      checkTexts(land, helped(zh, { price: '含税' }), helped(en, { prize: 'With tax' })).map(({ code, path }) => [
        code,
        path,
      ]),
      [
        ['text-missing', 'texts.en.json: actions/sell/help/price'],
        ['text-unused', 'texts.en.json: actions/sell/help/prize'],
      ],
    )
  })

  test('members of records may have words; what is none is refused', () => {
    const [zh, en] = [textsOf('land', 'zh'), textsOf('land', 'en')]
    const worded = (texts: AffairTexts, words: Readonly<Record<string, string>>) => ({
      ...texts,
      words: { ...texts.words, ...words },
    })
    assert.equal(formatFaults(checkTexts(land, worded(zh, { holder: '权利人' }), worded(en, { holder: 'Holder' }))), '')
    const faults = checkTexts(land, worded(zh, { nobody: '无' }), worded(en, { nobody: 'Nobody' }))
    assert.deepEqual([...new Set(faults.map(({ code }) => code))], ['text-unused'])
  })

  test('a clause named in one language is named in the other, by a code that is one', () => {
    const [zh, en] = [textsOf('land', 'zh'), textsOf('land', 'en')]
    const faultsOf = (inZh: object, inEn: object) =>
      checkTexts(land, { ...zh, clauses: inZh }, { ...en, clauses: inEn }).map(({ code, path }) => [code, path])
    assert.deepEqual(faultsOf({ 'some-law/20.9': '某法' }, { 'some-law/20.9': 'Some law' }), [])
    assert.deepEqual(faultsOf({ 'some-law/20': '某法' }, {}), [['text-missing', 'texts.en.json: clauses/some-law/20']])
    assert.deepEqual(faultsOf({ law: '某法' }, {}), [['text-unused', 'texts.zh.json: clauses/law']])
  })

  test('their hash depends on the words, not on the order', () => {
    const texts = textsOf('land', 'en')
    const reordered = Object.fromEntries(Object.entries(texts).reverse()) as AffairTexts
    assert.deepEqual(textsHash(reordered), textsHash(texts))
    assert.notDeepEqual(textsHash({ ...texts, name: 'Land' }), textsHash(texts))
  })
})
