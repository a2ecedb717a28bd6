import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { findSharedData, missingSharedData } from '@gongshi/testkit'
import { type NodeInTest, startNode } from '../../test/nodeInTest.ts'
import { run } from '../../test/runInTest.ts'

const key = ['--key', 'founder-registers']

/** The whole of China is its jurisdiction. */
const place = 'gb-t-2260:000000:1990-01-01'
let node: NodeInTest
before(async () => {
  node = await startNode(['--chain-id', 'registers', '--organ', 'x-test:root', '--division', place])
})
after(() => node.end())
const at = (name: string): string => node.at(name)

type Summary = {
  readonly changes: readonly { readonly what: string; readonly subject: string }[]
  readonly unchanged: number
  readonly refused: readonly { readonly line: number; readonly column: string | null; readonly code: string }[]
  readonly acts: number
  readonly submitted?: { readonly done: number; readonly refused: readonly unknown[]; readonly seconds: number }
}
async function summary(...args: string[]): Promise<Summary & { readonly exit: number }> {
  const { code, out, err } = await node.gongshi(...args, '--json')
  assert.notEqual(out, '', err)
  return { ...(JSON.parse(out) as Summary), exit: code }
}

describe('importing places and organs', () => {
  test('shows the differences and does nothing without --yes; with it, does them once', async () => {
    writeFileSync(at('divisions.csv'), '\ufeffcode,name\r\n110000,北京市\r\n110101,东城区\r\n')
    const args = ['import', 'divisions', at('divisions.csv'), '--as-of', '1990-01-01']
    const shown = await node.gongshi(...args, '--lang', 'zh')
    assert.equal(shown.code, 0, shown.err)
    assert.match(shown.out, /新增\s+2[\s\S]*\+ 新增 #2 gb-t-2260\/110000[\s\S]*尚未办理/)
    assert.equal((await summary(...args)).acts, 2)
    const done = await summary(...args, '--yes', ...key)
    assert.deepEqual([done.exit, done.submitted?.done], [0, 2])
    assert.deepEqual(await summary(...args).then(({ acts, unchanged }) => [acts, unchanged]), [0, 2])
  })

  test('organs: created in any order, changed and ended; what is refused names row and column, and the rest is done', async () => {
    const header = 'scheme,id,from,until,kind,name_zh,name_en,parent_id,division_code'
    const rows = [
      'x-test,lab,2001-01-01,,publicInstitution,检验所,Lab,food,110101',
      'x-test,food,2001-01-01,2018-10-01,administrative,食药局,Food,root,110101',
      'x-test,market,2018-10-01,,administrative,市场局,Market,root,110101',
      'x-test,lab,2018-10-01,,publicInstitution,检验中心,Lab,market,110101',
      'gb-32100,91350100M000100Y44,2001-01-01,,enterprise,公司,Company,,110101',
      'x-test,far,2001-01-01,,administrative,远,Far,root,110199',
      'x-test,evil,2001-01-01,,administrative,\u202elive,Evil,root,110101',
    ]
    writeFileSync(at('organs.csv'), [header, ...rows].join('\n'))
    const args = ['import', 'organs', at('organs.csv'), '--clause', 'decree/1']
    const { exit, acts, refused } = await summary(...args)
    assert.deepEqual([exit, acts], [1, 5])
    assert.deepEqual(
      refused.map(({ line, column, code }) => [line, column, code]),
      [
        [6, 'id', 'row-check-digit'],
        [7, 'division_code', 'row-division-invalid'],
        [8, 'name_zh', 'row-text-malformed'],
      ],
    )
    const { out } = await node.gongshi(...args)
    assert.match(out, /✗ #6 id gb-32100\/91350100M000100Y44: The check digit/)
    assert.match(
      out,
      /\+ move #5 x-test\/lab @2018-10-01; name \(zh\) 检验所 → 检验中心; superior x-test\/food → x-test\/market/,
    )
    const done = await summary(...args, '--yes', ...key)
    assert.deepEqual([done.exit, done.submitted?.done, done.submitted?.refused], [1, 5, []])
    assert.deepEqual(await summary(...args).then(({ acts: left, unchanged }) => [left, unchanged]), [0, 4])
  })

  test('the first organ, which genesis made, is known and corrected', async () => {
    writeFileSync(
      at('root.csv'),
      'scheme,id,from,kind,name_zh,division_code\nx-test,root,1990-01-01,administrative,市政府,110000\n',
    )
    const args = ['import', 'organs', at('root.csv'), '--clause', 'decree/1']
    const { changes } = await summary(...args)
    assert.deepEqual(
      changes.map(({ what, subject }) => [what, subject]),
      [['correct', 'x-test/root']],
    )
    assert.equal((await summary(...args, '--yes', ...key)).submitted?.done, 1)
    assert.deepEqual(await summary(...args).then(({ acts, unchanged }) => [acts, unchanged]), [0, 1])
  })

  test('whole files that are none: each by its code, and nothing is asked of the node', async () => {
    const cases: readonly (readonly [string | Uint8Array, string])[] = [
      [Uint8Array.of(0x63, 0x6f, 0x64, 0x65, 0x2c, 0x6e, 0x61, 0x6d, 0x65, 0x0a, 0xb1, 0xb1), 'table-not-utf8'],
      ['code\n110000\n', 'table-column-missing'],
      ['code,name,colour\n110000,x,y\n', 'table-column-unknown'],
      ['code,name\n110000,"x\n', 'table-malformed'],
      ['', 'table-empty'],
    ]
    for (const [content, code] of cases) {
      writeFileSync(at('bad.csv'), content)
      const ran = await run(['import', 'divisions', at('bad.csv'), '--as-of', '2000-01-01'])
      assert.match(ran.err, new RegExp(`\\[${code}\\]`))
      assert.equal(ran.code, 1)
    }
    const args = ['import', 'divisions', at('divisions.csv')]
    assert.match((await run(args)).err, /cli-argument-missing/)
    assert.match((await run([...args, '--as-of', '2018-02-30'])).err, /cli-value-invalid/)
    assert.match((await run(['import', 'organs', at('nowhere.csv')])).err, /cli-file-unreadable/)
  })
})

/** The command as a process of its own, so that it can be killed. */
function begin(args: readonly string[]): ChildProcess {
  const program = join(import.meta.dirname, '../main.ts')
  const quiet = '--disable-warning=ExperimentalWarning'
  const surroundings = { ...process.env, ...node.env, LANG: 'en_GB.UTF-8' }
  return spawn(process.execPath, [quiet, program, ...args], { env: surroundings, stdio: 'ignore' })
}

async function entries(): Promise<number> {
  const answer = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { readonly logSize: number }
  return answer.logSize
}

const tables = [
  ['gb2260-200612.tsv', '2006-12-31'],
  ['gb2260-201810.tsv', '2018-10-31'],
  ['gb2260-201904.tsv', '2019-04-30'],
] as const
const files = tables.map(([file]) => findSharedData('divisions', file))

test('the real tables of three dates; the import is killed half way, again and again, and run anew: each act once', {
  skip: files.includes(undefined) && missingSharedData,
}, async (context) => {
  for (const [index, [, asOf]] of tables.entries()) {
    const args = ['import', 'divisions', files[index]!, '--as-of', asOf]
    const { acts } = await summary(...args)
    const start = await entries()
    for (let kill = 1; kill <= 2; kill++) {
      const child = begin([...args, '--yes', ...key])
      const ended = once(child, 'exit')
      while ((await entries()) < start + (acts * kill) / 4 && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 5))
      child.kill('SIGKILL')
      await ended
    }
    // What was under way when it was killed may still come in: the last run finds it there, or is refused once.
    const done = await summary(...args, '--yes', ...key)
    context.diagnostic(`${asOf}: ${acts} acts; last run ${done.submitted?.done} in ${done.submitted?.seconds} s`)
    const left = await summary(...args)
    assert.deepEqual([left.acts, left.refused], [0, []], asOf)
  }
  const { changes } = await summary('import', 'divisions', files[1]!, '--as-of', '2020-01-01')
  assert.deepEqual(
    changes.filter(({ what }) => what === 'create'),
    [],
  )
})
