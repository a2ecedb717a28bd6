import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Machine } from './support/machine.ts'
import { type BenchModule, type Goal, type Measure, reaches } from './support/measure.ts'

/** What the last runs gave, by benchmark. */
export type Results = {
  readonly modules: {
    readonly [name: string]: {
      readonly at: string
      readonly quick: boolean
      readonly machine: Machine
      readonly measures: readonly Measure[]
    }
  }
}

export const resultsFile = fileURLToPath(new URL('results.json', import.meta.url))
export const pageFile = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))

export async function readResults(): Promise<Results> {
  try {
    return JSON.parse(await readFile(resultsFile, 'utf8')) as Results
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { modules: {} }
    throw error
  }
}

/** docs/benchmarks.md, from the results alone: nobody writes a figure by hand. */
export function renderPage(modules: readonly BenchModule[], results: Results): string {
  const sections = modules.map((module) => renderModule(module, results.modules[module.name]))
  return `${[head, ...sections].join('\n\n')}\n`
}

const head = `# Benchmarks

Written by \`npm run bench -- --write\` from its own output (\`bench/results.json\`); a test compares the two. Don't edit.

Ours and a rival take turns in one run; a ratio is ours divided by the rival's, the median of the rounds, with the
smallest and the largest beside it. A rival that was not there is named with the reason, and has no figure. A run marked
*quick* only shows that everything works: too few acts to quote. The load is the average number of processes that wanted
a core in the minute before the run; where it is not near zero, others were at work on the machine, and absolute figures
are too low.`

function renderModule(module: BenchModule, result: Results['modules'][string] | undefined): string {
  const lines = [`## ${module.title}`, '', `\`npm run bench -- ${module.name}\`. ${module.what}`, '']
  if (result === undefined) return [...lines, 'Not run yet.'].join('\n')
  const rows = result.measures.map(renderRow)
  return [
    ...lines,
    `| figure | value | rival | ratio | min – max | goal |`,
    `|---|---:|---|---:|---:|---|`,
    ...rows,
    '',
    renderRun(result),
  ].join('\n')
}

function renderRow(measure: Measure): string {
  const { name, value, unit, rival, ratio, min, max } = measure
  const other = rival === null ? '' : `${rival.name}: ${'absent' in rival ? rival.absent : figure(rival.value)}`
  const cells = [
    name,
    `${figure(value)} ${unit}`,
    other,
    ratio === null ? '' : figure(ratio),
    min === max ? '' : `${figure(min)} – ${figure(max)}`,
    renderGoal(measure),
  ]
  return `| ${cells.join(' | ')} |`
}

function renderGoal(measure: Measure): string {
  const { goal } = measure
  if (goal === null) return ''
  const verdict = reaches(measure)
  return `${wordsOf(goal)}${verdict === null ? ', not measured' : verdict ? ', reached' : ', **missed**'}`
}

function wordsOf({ of, bound, at }: Goal): string {
  return `${of === 'ratio' ? 'ratio ' : ''}${bound === 'least' ? '≥' : '≤'} ${figure(at)}`
}

function renderRun({ at, quick, machine }: Results['modules'][string]): string {
  const { processor, cores, memoryGiB, system, versions, commit, loadBefore } = machine
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const parts = [
    `${at.slice(0, 10)}${quick ? ', *quick*' : ''}`,
    `${processor}, ${cores} cores, ${memoryGiB} GiB`,
    system,
    ...programs,
    `commit ${commit}`,
    `load ${loadBefore}`,
  ]
  return parts.join('; ')
}

function figure(value: number): string {
  const digits = Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))
  return digits.toLocaleString('en', { maximumFractionDigits: 4 })
}
