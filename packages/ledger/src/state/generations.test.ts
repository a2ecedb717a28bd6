import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Generations } from './generations.ts'

test('never holds more than its bound, and what is asked for stays', () => {
  const cache = new Generations<number, number>(100, (weight) => weight)
  cache.set(-1, 10)
  for (let name = 0; name < 200; name++) {
    cache.set(name, 10)
    assert.equal(cache.get(-1), 10)
    assert.ok(cache.weight <= 100, `${cache.weight}`)
  }
  assert.equal(cache.get(0), undefined)
})

test('what is forgotten is found in neither generation, and weighs nothing', () => {
  const cache = new Generations<number, string>(100, (weight) => weight)
  cache.set('old', 50)
  cache.set('young', 20)
  cache.get('old')
  cache.forget('old')
  cache.forget('young')
  cache.forget('unknown')
  assert.deepEqual([cache.get('old'), cache.get('young'), cache.weight], [undefined, undefined, 0])
})

test('a value set again weighs what it weighs now', () => {
  const cache = new Generations<number, string>(100, (weight) => weight)
  cache.set('one', 40)
  cache.set('one', 5)
  assert.equal(cache.weight, 5)
})
