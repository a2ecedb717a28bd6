import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkTexts, inputFields } from '@gongshi/affair-kit'
import { formatFaults } from '@gongshi/affair-kit/check'
import { affairTexts, installedAffairs } from './index.ts'

for (const affair of installedAffairs)
  test(`every word of ${affair.name} has a Chinese and an English text`, async () => {
    const [zh, en] = await Promise.all(['zh', 'en'].map((language) => textsOf(affair.name, language)))
    assert.equal(formatFaults(checkTexts(affair, zh, en)), '')
  })

for (const affair of installedAffairs)
  test(`every clause on which ${affair.name} rests has a title`, () => {
    const bases = [
      ...Object.values(affair.actions).map(({ basis }) => basis),
      ...Object.values(affair.params).flatMap((kind) =>
        'basis' in kind && kind.basis !== undefined ? [kind.basis] : [],
      ),
    ]
    for (const { clauses = {} } of Object.values(affairTexts[affair.name]!))
      assert.deepEqual(
        bases.filter((basis) => !Object.hasOwn(clauses, basis)),
        [],
      )
  })

for (const affair of installedAffairs) {
  const texts = affairTexts[affair.name]!
  const helps = (action: string, name: string, language: 'zh' | 'en') => {
    const own = affair.actions[action]!.on ?? affair.actions[action]!.creates
    return texts[language].actions[action]?.help?.[name] ?? texts[language].entities[own ?? '']?.help?.[name]
  }
  const asked = Object.entries(affair.actions)
    .filter(([, { signers }]) => signers !== undefined)
    .flatMap(([action]) => inputFields(affair, action).map(({ name, kind }) => ({ action, name, kind })))
  test(`${affair.name} helps beside every input of its forms, or beside none`, () => {
    // What a commitment is, its kind says best.
    const open = asked.filter(({ kind }) => kind.kind !== 'commitment')
    const bare = open.filter(({ action, name }) => !helps(action, name, 'zh'))
    if (bare.length === open.length) return
    assert.deepEqual(
      bare.map(({ action, name }) => `${action} ${name}`),
      [],
    )
  })
}

async function textsOf(affair: string, language: string): Promise<unknown> {
  return JSON.parse(await readFile(join(import.meta.dirname, affair, `texts.${language}.json`), 'utf8'))
}
