import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { approvals } from '../../fixtures/approvals/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { treasury } from '../../fixtures/treasury/affair.ts'
import { vault } from '../../fixtures/vault/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { diagramTableHtml, stateDiagram } from '../diagram/stateDiagram.ts'
import { transitionsOf } from '../diagram/transitions.ts'
import type { AffairTexts } from '../texts/texts.ts'
import type { Language } from './labels.ts'
import { articleSentences, lawHtml, lawPage } from './lawPage.ts'

const affairs = { land, approvals, treasury }
const languages: readonly Language[] = ['zh', 'en']

function textsOf(affair: string, language: Language): AffairTexts {
  const file = new URL(`../../fixtures/${affair}/texts.${language}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as AffairTexts
}

/** Every tag is closed in order: what a browser would otherwise repair by guessing. */
function assertWellFormed(markup: string): void {
  const open: string[] = []
  for (const [, slash, name, rest] of markup.matchAll(/<(\/?)([a-z]+)([^<>]*)>/g)) {
    if (slash === '/') assert.equal(open.pop(), name)
    else if (!rest!.endsWith('/')) open.push(name!)
  }
  assert.deepEqual(open, [])
}

const basisOf = ({ actions }: AffairDeclaration, action: string) => actions[action]!.basis

describe('an affair in the words of the law', () => {
  for (const [name, declaration] of Object.entries(affairs))
    for (const language of languages)
      test(`${name}, ${language}: every action is an article with its clause, its signers and its refusals`, () => {
        const page = lawPage(declaration, textsOf(name, language), language)
        assert.equal(page.articles.length, Object.keys(declaration.actions).length)
        for (const article of page.articles) {
          assert.ok(article.basis.endsWith(basisOf(declaration, article.action)))
          assert.ok(article.sentences.length > 0)
          assert.ok(article.sentences.every((sentence) => !/undefined|\[object/.test(sentence)))
          const texts = textsOf(name, language)
          assert.deepEqual(articleSentences(declaration, texts, language, article.action), article.sentences)
        }
        assertWellFormed(lawHtml(page))
      })

  test('a sale, in both languages', () => {
    const zh = lawPage(land, textsOf('land', 'zh'), 'zh').articles[1]!
    assert.equal(zh.heading, '第 2 条 转移登记')
    assert.deepEqual(zh.sentences.slice(0, 2), [
      '适用于状态为“已登记”的不动产单元，状态不变。',
      '须由下列各方签名：登记官（辖区包括不动产单元的行政区划）、权利人（即不动产单元的权利人）、买方。',
    ])
    const en = lawPage(land, textsOf('land', 'en'), 'en').articles[1]!
    assert.ok(en.sentences.includes('Refused when: The unit is under lien; Buyer and holder are the same.'))
  })

  test('silence is said', () => {
    const accept = lawPage(approvals, textsOf('approvals', 'en'), 'en').articles.find(
      ({ action }) => action === 'accept',
    )
    assert.ok(accept!.sentences.some((sentence) => sentence.startsWith('If nobody has done it by')))
  })

  test('what an author writes cannot become markup', () => {
    const hostile = { ...textsOf('land', 'en'), name: '<script>', actions: { sell: { name: '"><img onerror=x>' } } }
    const html = lawHtml(lawPage(land, hostile, 'en')) + stateDiagram(land, hostile, 'en', 'unit').svg
    assert.ok(!html.includes('<img') && !html.includes('<script'))
  })

  test('what is unsealed is said with its fields', () => {
    const open = {
      name: 'open',
      unseals: { offer: { name: 'bid letter', fields: { price: 'price', until: 'last day' } } },
    }
    const [zh, en] = languages.map((language) =>
      lawPage(vault, { name: 'vault', entities: {}, actions: { open } }, language).articles.find(
        ({ action }) => action === 'open',
      ),
    )
    assert.ok(en!.sentences.includes('Unseals the bid letter, which says: price, last day.'))
    assert.ok(zh!.sentences.includes('启封bid letter，其中记有：price、last day。'))
  })
})

describe('a state diagram', () => {
  for (const [name, declaration] of Object.entries(affairs))
    for (const language of languages)
      test(`${name}, ${language}: has a title, a description, a table, and nothing that a strict policy refuses`, () => {
        for (const entity of Object.keys(declaration.entities)) {
          const diagram = stateDiagram(declaration, textsOf(name, language), language, entity)
          assert.match(diagram.svg, /<title id="[^"]+">.+<\/title><desc id="[^"]+">.+<\/desc>/)
          assert.ok(!/style=|<style|<script|href/.test(diagram.svg))
          assert.equal(diagram.table.rows.length, transitionsOf(declaration, entity).length)
          assertWellFormed(diagram.svg)
          assertWellFormed(diagramTableHtml(diagram))
        }
      })

  test('knows the transitions of a row by its own actions and by those of others', () => {
    assert.deepEqual(transitionsOf(land, 'unit').at(-1), {
      action: 'split',
      from: null,
      to: 'registered',
      isTimed: false,
    })
    assert.deepEqual(
      transitionsOf(land, 'unit').filter(({ isTimed }) => isTimed),
      [{ action: 'lapse', from: 'sealed', to: 'registered', isTimed: true }],
    )
  })
})
