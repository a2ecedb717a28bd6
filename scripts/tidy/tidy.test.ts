import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { withHash } from '../verifierHash.ts'
import { circles } from './rules/circles.ts'
import { deadExports, deadFiles } from './rules/dead.ts'
import { directions } from './rules/directions.ts'
import { errors } from './rules/errors.ts'
import { lengths, shrunkBudget } from './rules/lengths.ts'
import { declared, licences } from './rules/libraries.ts'
import { ambientPowers } from './rules/powers.ts'
import { words } from './rules/words.ts'
import { type Rule, readTree } from './tree.ts'

const table = `
| package | may import |
|---|---|
| \`protocol\` | |
| \`sdk\` | \`protocol\` |

| folder | may import |
|---|---|
| \`protocol/bytes\` | |
| \`protocol/log\` | \`protocol/bytes\` |
`
const sound = {
  'ARCHITECTURE.md': table,
  'packages/protocol/package.json': '{"type":"module","exports":{".":"./src/index.ts"}}',
  'packages/protocol/src/index.ts': "export { hash } from './bytes/hash.ts'\nexport { root } from './log/root.ts'\n",
  'packages/protocol/src/bytes/hash.ts': 'export const hash = 1\n',
  'packages/protocol/src/log/root.ts': "import { hash } from '../bytes/hash.ts'\nexport const root = hash\n",
  'packages/sdk/package.json':
    '{"type":"module","exports":{".":"./src/index.ts"},"dependencies":{"@gongshi/protocol":"1"}}',
  'packages/sdk/src/index.ts': "import { root } from '@gongshi/protocol'\nexport const client = root\n",
  'package-lock.json': '{"packages":{}}',
}

/** The messages of one rule over a sound little repository with the given files planted in it. */
async function faults(rule: Rule, planted: Record<string, string>): Promise<string[]> {
  return inFolder(planted, async (root) =>
    (await rule.check(readTree(root))).map(({ path, message }) => `${path}: ${message}`),
  )
}

async function inFolder<T>(planted: Record<string, string>, look: (root: string) => T | Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'tidy-'))
  try {
    for (const [path, text] of Object.entries({ ...sound, ...planted })) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return await look(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

const rulesOfSound = [directions, circles, ambientPowers, lengths, deadFiles, deadExports, words, declared, licences]

describe('tidy sees each planted violation', () => {
  for (const rule of rulesOfSound)
    test(`a sound tree passes: ${rule.name}`, async () => assert.deepEqual(await faults(rule, {}), []))

  test('an import against the direction of the table, by name, by path, and of a type', async () => {
    for (const line of [
      "import '@gongshi/sdk'",
      "import type { X } from '../../../sdk/src/index.ts'",
      "export * from '@gongshi/sdk'",
    ])
      assert.match(
        (await faults(directions, { 'packages/protocol/src/bytes/hash.ts': `${line}\n` })).join(),
        /protocol may not import sdk/,
      )
  })

  test('an import between folders of one package against the table, and a folder that is not in it', async () => {
    const upwards = { 'packages/protocol/src/bytes/hash.ts': "export { root as hash } from '../log/root.ts'\n" }
    assert.deepEqual(await faults(directions, upwards), [
      'packages/protocol/src/bytes/hash.ts: protocol/bytes may not import protocol/log',
    ])
    assert.match((await faults(directions, { 'packages/protocol/src/odd/x.ts': '' })).join(), /not in the folder table/)
  })

  test('an import in a comment or a string is none', async () => {
    const text =
      "/*\nimport { x } from '@gongshi/sdk'\n*/\n// import '@gongshi/sdk'\nexport const hash = 'import @gongshi/sdk'\n"
    assert.deepEqual(await faults(directions, { 'packages/protocol/src/bytes/hash.ts': text }), [])
  })

  test('a package that the table does not know', async () => {
    assert.match(
      (await faults(directions, { 'packages/odd/src/index.ts': '' })).join(),
      /odd is not in the import table/,
    )
  })

  test('a circle, but not one through types only', async () => {
    const back = "import { root } from '../log/root.ts'\nexport const hash = root\n"
    assert.match(
      (await faults(circles, { 'packages/protocol/src/bytes/hash.ts': back })).join(),
      /circle: .*hash\.ts -> .*root\.ts -> .*hash\.ts/,
    )
    assert.deepEqual(
      await faults(circles, {
        'packages/protocol/src/bytes/hash.ts': back.replace('import {', 'import { type').replace('= root', '= 1'),
      }),
      [],
    )
  })

  test('clock, chance, network, process, locale and platform imports in a pure room', async () => {
    const uses = [
      'Date.now()',
      'new Date()',
      'Math.random()',
      'fetch("x")',
      'process.env',
      'Buffer.from("")',
      'setTimeout(f, 1)',
      '"a".localeCompare("b")',
      'globalThis["Date"]',
      'import.meta.url',
      '{ Date }',
    ]
    for (const use of uses)
      assert.equal(
        (
          await faults(ambientPowers, {
            'packages/protocol/src/bytes/hash.ts': `export const hash: unknown = (f: () => void) => (${use})\n`,
          })
        ).length > 0,
        true,
        use,
      )
    assert.match(
      (await faults(ambientPowers, { 'packages/protocol/src/bytes/hash.ts': "import 'node:fs'\n" })).join(),
      /imports node:fs/,
    )
    assert.match(
      (await faults(ambientPowers, { 'packages/ledger/src/execute/x.ts': 'export const x = Date.now()\n' })).join(),
      /uses Date/,
    )
  })

  test('a power that is only a name, or outside the pure rooms, or in a test, is free', async () => {
    const names =
      'export const hash = (process: { Date: number }) => ({ Date: process.Date, fetch: new.target })\n'.replace(
        'new.target',
        '1',
      )
    assert.deepEqual(await faults(ambientPowers, { 'packages/protocol/src/bytes/hash.ts': names }), [])
    for (const path of [
      'packages/protocol/src/bytes/hash.test.ts',
      'packages/affair-kit/src/tool/x.ts',
      'packages/ledger/src/signatures/nativeSignatureCheck.ts',
    ])
      assert.deepEqual(await faults(ambientPowers, { [path]: 'export const x = Date.now()\n' }), [])
  })

  test('a long function and a long file; the budget holds them, may shrink and may not grow', async () => {
    const body = (lines: number): string => `export function long() {\n${'  long\n'.repeat(lines - 2)}}\n`
    const at = 'packages/protocol/src/bytes/hash.ts'
    const budget = { 'scripts/tidy/budget.json': `{"${at}#long": 70}` }
    assert.match((await faults(lengths, { [at]: body(61) })).join(), /#long: 61 lines/)
    assert.match((await faults(lengths, { [at]: '\n'.repeat(402) })).join(), /402 lines/)
    assert.deepEqual(await faults(lengths, { [at]: body(60) }), [])
    assert.deepEqual(await faults(lengths, { ...budget, [at]: body(70) }), [])
    assert.match((await faults(lengths, { ...budget, [at]: body(71) })).join(), /grew from 70 to 71/)
    assert.match((await faults(lengths, { ...budget, [at]: body(65) })).join(), /shrank from 70 to 65/)
    assert.match((await faults(lengths, { ...budget, [at]: body(9) })).join(), /fits now/)
    const shrunk = (lines: number): Promise<unknown> =>
      inFolder({ ...budget, [at]: body(lines) }, (root) => shrunkBudget(readTree(root)))
    assert.deepEqual(
      [await shrunk(65), await shrunk(75), await shrunk(9)],
      [{ [`${at}#long`]: 65 }, { [`${at}#long`]: 70 }, {}],
    )
  })

  test('a dead file, also when only its test knows it; a worker named by a string lives', async () => {
    const dead = {
      'packages/sdk/src/dead.ts': 'export const dead = 1\n',
      'packages/sdk/src/dead.test.ts': "import { dead } from './dead.ts'\ndead\n",
    }
    assert.deepEqual(await faults(deadFiles, dead), ['packages/sdk/src/dead.ts: nothing that runs imports it'])
    const named = { ...dead, 'packages/sdk/src/index.ts': "export const worker = new URL('./dead.ts', 'x:')\n" }
    assert.deepEqual(await faults(deadFiles, named), [])
  })

  test('a dead export, value and type', async () => {
    const planted = {
      'packages/protocol/src/bytes/hash.ts': 'export const hash = 1\nexport const spare = 2\nexport type Spare = 3\n',
    }
    assert.deepEqual(
      (await faults(deadExports, planted)).map((fault) => fault.split(': ')[1]),
      ['nobody imports spare', 'nobody imports Spare'],
    )
  })

  test('paths of machines, registry hosts, folders outside, unfinished work', async () => {
    const planted = [
      `/wo${'rk/main'}`,
      `/tm${'p/x'}`,
      `registry.np${'mjs'}.org`,
      `../sha${'red'}/data`,
      `TO${'DO'}`,
      `not yet implem${'ented'}`,
    ]
    for (const text of planted) assert.equal((await faults(words, { 'docs/x.md': `see ${text}\n` })).length, 1, text)
    assert.deepEqual(await faults(words, { 'packages/testkit/src/sharedData.ts': `../sha${'red'}/data` }), [])
  })

  test('a library that package.json does not declare', async () => {
    const planted = { 'packages/protocol/src/bytes/hash.ts': "import 'cborg/extra'\nexport const hash = 1\n" }
    assert.deepEqual(await faults(declared, planted), [
      'packages/protocol/src/bytes/hash.ts: cborg is not in its package.json',
    ])
  })

  test('a shipped library under a licence that is not free to pass on; dev tools may have theirs', async () => {
    const lock = (entry: object): Record<string, string> => ({
      'package-lock.json': JSON.stringify({ packages: { 'node_modules/x': entry } }),
    })
    for (const license of ['GPL-3.0', 'MIT AND GPL-2.0', undefined])
      assert.equal((await faults(licences, lock({ license }))).length, 1, license)
    for (const entry of [{ license: '(MIT OR GPL-3.0)' }, { license: 'GPL-3.0', dev: true }])
      assert.deepEqual(await faults(licences, lock(entry)), [])
  })

  test('an error code without its page, text, status or language', async () => {
    const catalogue = (zh: string, status: number): Record<string, string> => ({
      'packages/sdk/src/errorTexts.ts': `export const texts = { 'sdk-odd': { status: ${status}, zh: { what: '${zh}', next: '再试' }, en: { what: 'odd', next: 'again' } } }\n`,
      'docs/errors.md': '',
    })
    assert.match((await faults(errors, catalogue('奇怪', 400))).join(), /is not what the catalogues say/)
    assert.match((await faults(errors, catalogue('odd', 400))).join(), /zh text is not Chinese/)
    assert.match((await faults(errors, catalogue('奇怪', 200))).join(), /has no HTTP status/)
    assert.match((await faults(errors, catalogue('', 400))).join(), /lacks its zh text/)
  })
})

describe('the hash that documents state', () => {
  test('is put into its line, and a document without the line is told apart', () => {
    const hash = 'a'.repeat(64)
    const text = `gongshi-verify.html, SHA-256 \`${'b'.repeat(64)}\` (docs)\n`
    assert.equal(withHash(text, hash), `gongshi-verify.html, SHA-256 \`${hash}\` (docs)\n`)
    assert.equal(withHash('nothing', hash), undefined)
  })
})
