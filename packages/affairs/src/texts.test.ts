import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkTexts } from '@gongshi/affair-kit'
import { formatFaults } from '@gongshi/affair-kit/check'
import { installedAffairs } from './index.ts'

for (const affair of installedAffairs)
  test(`every word of ${affair.name} has a Chinese and an English text`, async () => {
    const [zh, en] = await Promise.all(['zh', 'en'].map((language) => textsOf(affair.name, language)))
    assert.equal(formatFaults(checkTexts(affair, zh, en)), '')
  })

async function textsOf(affair: string, language: string): Promise<unknown> {
  return JSON.parse(await readFile(join(import.meta.dirname, affair, `texts.${language}.json`), 'utf8'))
}
