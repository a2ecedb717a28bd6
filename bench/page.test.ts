import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { overBudget, readBudget } from './budget.ts'
import { modules } from './modules.ts'
import { pageFile, readResults, renderPage } from './page.ts'
import { against, alone, reaches } from './support/measure.ts'

describe('docs/benchmarks.md', async () => {
  const results = await readResults()

  test('was written by the tool from its last results', async () => {
    assert.equal(await readFile(pageFile, 'utf8'), renderPage(modules, results))
  })

  for (const module of modules)
    test(`has every measure of ${module.name}, with the machine`, () => {
      const result = results.modules[module.name]
      assert.ok(result, 'run `npm run bench -- --write`')
      assert.deepEqual(result.measures.map(({ name }) => name).sort(), [...module.measures].sort())
      assert.ok(result.machine.cores > 0 && result.machine.versions.node)
    })

  test('has nothing of benchmarks that are no more', () => {
    const known = new Set(modules.map(({ name }) => name))
    assert.deepEqual(
      Object.keys(results.modules).filter((name) => !known.has(name)),
      [],
    )
  })
})

describe('the budget', async () => {
  const budget = await readBudget()

  test('names benchmarks and measures that there are', () => {
    for (const [name, of] of Object.entries(budget)) {
      const measures: readonly string[] = modules.find((module) => module.name === name)?.measures ?? []
      assert.deepEqual(
        Object.keys(of).filter((measure) => !measures.includes(measure)),
        [],
        name,
      )
    }
  })

  test('tells of a figure that fell behind it, and of no figure without its rival', () => {
    const of = { ours: { rate: { of: 'ratio', bound: 'least', at: 0.5 } } } as const
    const rate = { name: 'rate', unit: '/s' }
    const behind = (theirs: readonly number[] | { readonly absent: string }) =>
      overBudget(of, 'ours', [against(rate, 'rival', [10], theirs)])
    assert.deepEqual(behind([30]), ['rate: ratio 0.333, budget at least 0.5'])
    assert.deepEqual([...behind([20]), ...behind({ absent: 'not installed' })], [])
  })
})

describe('a figure with a rival', () => {
  const goal = { of: 'ratio', bound: 'least', at: 0.25 } as const

  test('is the median of the rounds’ ratios, not the ratio of the medians', () => {
    const measure = against({ name: 'rate', unit: '/s', goal }, 'rival', [10, 20, 90], [100, 40, 100])
    assert.deepEqual([measure.ratio, measure.min, measure.max], [0.5, 0.1, 0.9])
    assert.equal(reaches(measure), true)
  })

  test('stays without one when the rival was not there', () => {
    const measure = against({ name: 'rate', unit: '/s', goal }, 'rival', [10], { absent: 'not installed' })
    assert.equal(measure.ratio, null)
    assert.deepEqual(measure.rival, { name: 'rival', absent: 'not installed' })
    assert.equal(reaches(measure), null)
  })

  test('alone is its median with the extremes', () => {
    assert.deepEqual(alone({ name: 'time', unit: 'ms' }, [3, 1, 2]), {
      name: 'time',
      value: 2,
      unit: 'ms',
      rival: null,
      ratio: null,
      goal: null,
      min: 1,
      max: 3,
    })
  })
})
