import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inconsistencies } from '@gongshi/affair-kit/bench'
import fc from 'fast-check'
import { Registry, ref } from '../../test/organisationsBench.ts'
import { type OrganHistories, type OrganNode, organAt, organHistories, treeAt } from './histories.ts'
import { covers, organKey } from './rows.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const days = Array.from({ length: 12 }, (_, at) => `20${10 + at}-01-01`)

const reorganisation = fc.record({
  act: fc.constantFrom(
    'establish',
    'move',
    'move',
    'move',
    'change',
    'end',
    'withdrawChange',
    'withdrawEnd',
    'correctSuperior',
  ),
  organ: fc.constantFrom(...names),
  parent: fc.constantFrom(null, ...names),
  day: fc.constantFrom(...days),
})
type Reorganisation = typeof reorganisation extends fc.Arbitrary<infer Value> ? Value : never

function perform(registry: Registry, { act, organ, parent, day }: Reorganisation): unknown {
  switch (act) {
    case 'establish':
      return registry.establish(organ, parent, day)
    case 'move':
      return registry.move(organ, parent, day)
    case 'change':
      return registry.change(organ, day)
    case 'end':
      return registry.end(organ, day)
    case 'correctSuperior':
      return registry.mend(act, organ, { parent: parent && ref(parent) })
    default:
      return registry.mend(act, organ)
  }
}

/** Every organ that is there on the day stands in the tree once: so there is no circle, and nobody hangs in the air. */
function checkDay(histories: OrganHistories, day: string): void {
  const found: string[] = []
  const walk = (nodes: readonly OrganNode[]) => {
    for (const { organ, inferiors } of nodes) {
      found.push(organKey(organ))
      walk(inferiors)
    }
  }
  walk(treeAt(histories, day))
  const present = [...histories].filter(([, history]) => organAt(history, day) !== undefined).map(([key]) => key)
  assert.deepEqual(found.sort(), present.sort(), `the tree of ${day}`)
}

/** From its founding to its end an organ has one state a day, and none before or after. */
function checkStates(histories: OrganHistories): void {
  for (const { founded, until, states } of histories.values()) {
    assert.equal(states[0]!.from, founded)
    assert.equal(states.at(-1)!.until, until)
    for (const [at, state] of states.slice(0, -1).entries()) assert.equal(state.until, states[at + 1]!.from)
    for (const day of days) assert.ok(states.filter((state) => covers(state, day)).length <= 1)
  }
}

test('no sequence of reorganisations makes a circle, an overlap, a gap, or two states on one day', () => {
  let done = 0
  let refused = 0
  fc.assert(
    fc.property(fc.array(reorganisation, { minLength: 20, maxLength: 60, size: 'max' }), (acts) => {
      const registry = new Registry()
      for (const [at, id] of ['a', 'b', 'c', 'd'].entries())
        assert.equal(registry.establish(id, at === 0 ? null : names[at >> 1]!, days[0]!), 'ok')
      for (const act of acts) {
        const came = perform(registry, act)
        assert.ok(came !== 'invariant' && came !== 'internal' && came !== 'bounds', `${act.act}: ${came}`)
        if (came === 'ok') done++
        else refused++
      }
      const histories = organHistories(registry.rows('organ'), registry.rows('period'))
      checkStates(histories)
      for (const day of days) checkDay(histories, day)
      // Rows of those who act are put there by the bench, without their indexes.
      const kept = inconsistencies(registry.ledger).filter((each) => /\.(organ|period|division):/.test(each))
      assert.deepEqual(kept, [])
    }),
    { numRuns: 300, includeErrorInReport: true },
  )
  assert.ok(done > 1000 && refused > 1000, `${done} done, ${refused} refused`)
})
