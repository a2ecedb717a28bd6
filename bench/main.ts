/**
 * `npm run bench -- [NAME…] [--json FILE] [--quick] [--write]`: runs benchmarks and prints their figures. `--write` keeps
 * them in bench/results.json and writes docs/benchmarks.md from there; benchmarks not named keep what they had. Ends with 1
 * when a figure is behind bench/budget.json; a quick run is not judged.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { overBudget, readBudget } from './budget.ts'
import { modules, unmeasured } from './modules.ts'
import { pageFile, type Results, readResults, renderPage, resultsFile } from './page.ts'
import { describeMachine } from './support/machine.ts'
import { type BenchModule, type Measure, reaches } from './support/measure.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const all = [...modules, ...unmeasured]
const unknown = positionals.filter((name) => all.every((module) => module.name !== name))
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const chosen = positionals.length === 0 ? modules : all.filter(({ name }) => positionals.includes(name))
let failed = 0
const budget = await readBudget()
const fresh: Record<string, Results['modules'][string]> = {}
for (const module of chosen) {
  try {
    fresh[module.name] = await runModule(module)
  } catch (error) {
    failed += 1
    console.error(`${module.name} failed:`, error)
  }
}
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(fresh, null, 2)}\n`)
if (options.write) {
  const results: Results = { modules: { ...(await readResults()).modules, ...fresh } }
  await writeFile(resultsFile, `${JSON.stringify(results, null, 2)}\n`)
  await writeFile(pageFile, renderPage(modules, results))
}
process.exitCode = failed === 0 ? 0 : 1

async function runModule(module: BenchModule): Promise<Results['modules'][string]> {
  const { quick } = options
  console.log(`\n${module.title} (${module.name})`)
  const machine = describeMachine()
  const folder = await mkdtemp(join(process.env.GONGSHI_BENCH_FOLDER ?? tmpdir(), 'gongshi-bench-'))
  try {
    const measures = await module.run({ quick, folder, say: (text) => console.log(`  … ${text}`) })
    for (const measure of measures) console.log(lineOf(measure))
    for (const behind of quick ? [] : overBudget(budget, module.name, measures)) {
      console.log(`✖ behind the budget: ${behind}`)
      failed += 1
    }
    return { at: new Date().toISOString(), quick, machine, measures }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function lineOf(measure: Measure): string {
  const { name, value, unit, rival, ratio, min, max } = measure
  const verdict = reaches(measure)
  const mark = verdict === null ? ' ' : verdict ? '✔' : '✖'
  const other =
    rival === null
      ? ''
      : 'absent' in rival
        ? `; ${rival.name}: ${rival.absent}`
        : `; ${rival.name} ${figure(rival.value)}`
  const by = ratio === null ? '' : `; ratio ${figure(ratio)}`
  return `${mark} ${name}: ${figure(value)} ${unit}${other}${by} (${figure(min)} to ${figure(max)})`
}

function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 })
}
