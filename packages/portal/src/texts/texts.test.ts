import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fragmentErrorTexts, proofErrorTexts, stepNames } from '@gongshi/protocol'
import { clientErrorTexts } from '@gongshi/sdk'
import type { Catalogue } from '@gongshi/ui'
import { signInTexts } from '../island/signInTexts.ts'
import { islandTexts } from '../island/texts.ts'
import { watchTexts } from '../island/watchTexts.ts'
import { failures, findings, unknownFailure } from '../verifier/failureCatalogue.ts'
import { rows } from '../verifier/rows.ts'
import { stepTexts } from '../verifier/stepTexts.ts'
import { verifierTexts } from '../verifier/texts.ts'
import { workspaceTexts } from '../workspace/texts.ts'
import { actZh } from './acts.ts'
import { calendarTexts } from './calendar.ts'
import { designTexts } from './design.ts'
import { flagTexts } from './flags.ts'
import { glossary } from './glossary.ts'
import { governanceZh } from './governance.ts'
import { keyTexts } from './keys.ts'
import { learnTexts } from './learn.ts'
import { listZh } from './lists.ts'
import { networkZh } from './network.ts'
import { openDataTexts } from './openData.ts'
import { paceTexts } from './pace.ts'
import { ownTexts, pageTexts } from './pages.ts'
import { pastTexts } from './past.ts'
import { ruleHistoryTexts } from './ruleHistory.ts'
import { statisticsTexts } from './statistics.ts'
import { watchPageTexts } from './watch.ts'

const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()
/** Latin punctuation right after a Chinese character; inside codes and formats it is fine. */
const halfWidth = /[\u4e00-\u9fff][,:;?!](?![\w/])/

function assertPair(zh: string, en: string, key: string): void {
  assert.ok(zh.trim() !== '' && en.trim() !== '', key)
  assert.deepEqual(places(zh), places(en), key)
  assert.ok(!halfWidth.test(zh), `half-width punctuation in ${key}: ${zh}`)
  assert.ok(!/[\u4e00-\u9fff]/.test(en) || key === 'otherLanguage', `Chinese in the English of ${key}`)
}

test('no page’s text takes the place of another’s', () => {
  const names = [ownTexts, listZh, governanceZh, networkZh, actZh].flatMap((texts) => Object.keys(texts))
  assert.deepEqual(names.toSorted(), Object.keys(pageTexts.zh).toSorted())
})

describe('texts are complete in both languages, with the same places to fill', () => {
  const catalogues: [string, Catalogue<string>][] = [
    ['pages', pageTexts],
    ['verifier', verifierTexts],
    ['island', islandTexts],
    ['workspace', workspaceTexts],
    ['design', designTexts],
    ['flags', flagTexts],
    ['tours', learnTexts],
    ['door', signInTexts],
    ['watch', watchTexts],
    ['watch page', watchPageTexts],
    ['keys', keyTexts],
    ['pace', paceTexts],
    ['past', pastTexts],
    ['rule history', ruleHistoryTexts],
    ['statistics', statisticsTexts],
    ['open data', openDataTexts],
    ['calendar', calendarTexts],
  ]
  for (const [name, catalogue] of catalogues)
    test(name, () => {
      assert.deepEqual(Object.keys(catalogue.zh).toSorted(), Object.keys(catalogue.en).toSorted())
      for (const key of Object.keys(catalogue.zh)) assertPair(catalogue.zh[key]!, catalogue.en[key]!, key)
    })

  test('glossary', () => {
    for (const { id, zh, en } of glossary) {
      assertPair(zh.term, en.term, id)
      assertPair(zh.meaning, en.meaning, id)
    }
  })

  test('steps', () => {
    for (const row of rows) {
      assertPair(stepTexts.zh[row].name, stepTexts.en[row].name, row)
      assertPair(stepTexts.zh[row].checks, stepTexts.en[row].checks, row)
    }
  })

  test('failures and findings', () => {
    for (const [code, { zh, en }] of [...Object.entries(failures), ['unknown', unknownFailure] as const]) {
      assertPair(zh.what, en.what, code)
      assertPair(zh.next, en.next, code)
    }
    for (const [kind, { zh, en }] of Object.entries(findings)) assertPair(zh, en, kind)
  })
})

test('the page has a row for every step of the protocol, in its order, after the trust root’s own and before the grounds', () => {
  assert.deepEqual(rows, ['root', ...stepNames, 'grounds'])
})

test('every code at which evidence can fail has its text in the verifier', () => {
  const ofGrounds = Object.keys(clientErrorTexts).filter((code) => code.startsWith('client-ground-'))
  const codes = [
    ...Object.keys(proofErrorTexts).filter((code) => code.startsWith('evidence-')),
    ...ofGrounds,
    ...Object.keys(fragmentErrorTexts),
  ]
  assert.deepEqual(Object.keys(failures).toSorted(), codes.toSorted())
  assert.ok(codes.length > 20)
})
