import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { procurement } from '@gongshi/affairs'
import { indicatorCodes, indicatorTexts } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import { run } from '../../test/runInTest.ts'

const page = readFileSync(new URL('../../../../docs/red-flags.md', import.meta.url), 'utf8')
const blockOf = (place: string) => new RegExp(`<!-- ${place} -->\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(page)![1]!
const reading = (text: string) => ({ readInput: async () => utf8(text) })

test('the example of docs/red-flags.md says what it says there, in Chinese, too, and for programs', async () => {
  const given = reading(blockOf('input'))
  const { code, out } = await run(['flags', '-'], given)
  assert.deepEqual([code, out], [0, blockOf('output')])
  const chinese = await run(['flags', '-', '--lang', 'zh'], given)
  assert.match(chinese.out, /最低报价被否决/)
  const { flags } = JSON.parse((await run(['flags', '-', '--json'], given)).out) as { flags: { indicator: string }[] }
  for (const { indicator } of flags) assert.ok(out.includes(`[${indicator}`))
})

test('the page lists every indicator with its code in Cardinal', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| ?(\w*) ?\|/gm)].map(([, code, cardinal]) => [code, cardinal])
  assert.deepEqual(
    rows,
    indicatorCodes.map((code) => [code, indicatorTexts[code].cardinal ?? '']),
  )
})

test('a flag on the ledger names one of them', () => {
  const { values } = procurement.entities.flag!.fields.indicator as { readonly values: readonly string[] }
  assert.deepEqual(values, indicatorCodes)
})

test('what cannot be read is counted, and what would steer the terminal is not printed', async () => {
  const broken = await run(['flags', '-'], reading('{"releases": [7, {"ocid": 1}]}'))
  assert.equal(broken.code, 1)
  const text = blockOf('input').replaceAll('ocds-000000-example', 'ocds-\\u001b[31m')
  assert.ok(!(await run(['flags', '-'], reading(text))).out.includes('\u001b'))
  assert.equal((await run(['flags', '/nowhere/file.json'])).code, 2)
})
