/** `npm run tidy`: the house rules that neither compiler nor formatter knows. `--shrink` lowers the length budget. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shrunkBudget } from './rules/lengths.ts'
import { rules } from './rules.ts'
import { type Fault, readTree } from './tree.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

if (process.argv.includes('--shrink')) {
  writeFileSync(join(root, 'scripts/tidy/budget.json'), `${JSON.stringify(shrunkBudget(readTree(root)), null, 2)}\n`)
}
process.exitCode = await tidy()

async function tidy(): Promise<number> {
  const tree = readTree(root)
  let failed = 0
  for (const rule of rules) {
    const faults = await rule.check(tree)
    if (faults.length > 0) failed += 1
    console.log(`${faults.length === 0 ? '✔' : '✖'} ${rule.name}`)
    for (const fault of faults) console.log(`    ${place(fault)}: ${fault.message}`)
  }
  // The same closing words as node's test runner, so that whoever counts one counts the other.
  console.log(`ℹ pass ${rules.length - failed}\nℹ fail ${failed}`)
  return failed === 0 ? 0 : 1
}

function place({ path, line }: Fault): string {
  return line === undefined ? path : `${path}:${line}`
}
