import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const affairs = 10
const actions = 40
const root = join(import.meta.dirname, '../../../..')

/** An affair of so many actions, each of which calls the affair before it. */
function affairSource(index: number): string {
  const before = index === 0 ? '' : `import { affair${index - 1} } from './affair${index - 1}.ts'\n`
  const calls =
    index === 0
      ? ''
      : `, calls: { before: { of: affair${index - 1}.actions.move0, give: { row: 'input.other', to: 'input.to', other: 'input.other' } } }`
  const moves = Array.from(
    { length: actions - 1 },
    (_, at) =>
      `move${at}: { on: 'row', from: ['open'], to: 'open', basis: 'law/${at + 1}', input: { to: t.subject(), other: t.bytes(32) }, with: { child: { one: 'child', is: 'row.child', from: ['on'] } }, signers: { clerk }, refuse: { same: 'input.to == row.holder' }, set: { holder: 'input.to' }${calls} },`,
  )
  return `import { defineAffair, party, t } from '@gongshi/affair-kit'
${before}const clerk = party({ officer: 'clerk', within: 'row.division' })
export const affair${index} = defineAffair({ name: 'affair${index}', version: 1,
  entities: {
    row: { key: ['code'], fields: { code: t.code('unit'), holder: t.subject(), division: t.division(), child: t.ref('child') }, status: ['open', 'closed'], index: ['holder'] },
    child: { fields: { name: t.code('name') }, status: ['on', 'off'] } },
  actions: {
    open: { creates: 'row', to: 'open', basis: 'law/1', fill: ['code', 'holder', 'division', 'child'], signers: { clerk: { officer: 'clerk' } } },
    ${moves.join('\n    ')}
  } })
`
}

test(`${affairs * actions} actions in a chain of ${affairs} affairs stay within the compiler's budget`, (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'affair-budget-'))
  context.after(() => rmSync(folder, { recursive: true }))
  for (let index = 0; index < affairs; index++) writeFileSync(join(folder, `affair${index}.ts`), affairSource(index))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { types: [], paths: { '@gongshi/affair-kit': [join(import.meta.dirname, '../index.ts')] } },
      include: ['.'],
    }),
  )
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const report = execFileSync(process.execPath, [tsc, '-p', folder, '--extendedDiagnostics'], { encoding: 'utf8' })
  const instantiations = Number(/Instantiations:\s+(\d+)/.exec(report)?.[1])
  context.diagnostic(`${instantiations} instantiations`)
  assert.ok(instantiations > 0 && instantiations < 4_000 * affairs * actions, `${instantiations} instantiations`)
})
