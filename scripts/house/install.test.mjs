import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { isInstalled } from './install.mjs'
import { jobs } from './jobs.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-'))
  mkdirSync(join(root, 'node_modules/kept'), { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true }))

const locks = (wanted, present) => {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: present }))
}
const kept = { 'node_modules/kept': { version: '1.0.0', integrity: 'sha512-a' } }

describe('isInstalled', () => {
  test('nothing there, or a folder without a record', () => {
    assert.equal(isInstalled(root), false)
    writeFileSync(join(root, 'package-lock.json'), '{"packages":{}}')
    assert.equal(isInstalled(root), false)
  })

  test('the same versions, whatever the times of the files say', () => {
    locks(kept, kept)
    utimesSync(join(root, 'node_modules/.package-lock.json'), 1, 1)
    assert.equal(isInstalled(root), true)
  })

  test('another version, another content, a folder deleted by hand, a new package', () => {
    locks(kept, { 'node_modules/kept': { version: '1.0.1', integrity: 'sha512-a' } })
    assert.equal(isInstalled(root), false)
    locks(kept, { 'node_modules/kept': { version: '1.0.0', integrity: 'sha512-b' } })
    assert.equal(isInstalled(root), false)
    locks({ 'node_modules/gone': kept['node_modules/kept'] }, { 'node_modules/gone': kept['node_modules/kept'] })
    assert.equal(isInstalled(root), false)
    locks({ ...kept, 'node_modules/new': { version: '1.0.0' } }, kept)
    assert.equal(isInstalled(root), false)
  })

  test('a package for another platform may be absent', () => {
    locks({ ...kept, 'node_modules/other': { version: '1.0.0', optional: true, os: ['darwin'] } }, kept)
    assert.equal(isInstalled(root), true)
  })
})

describe('jobs', () => {
  test('start passes its arguments on after --demo, so that --no-demo wins', () => {
    assert.deepEqual(jobs.start(root, ['--port', '1', '--no-demo']).slice(3), [
      'start',
      '--demo',
      '--port',
      '1',
      '--no-demo',
    ])
  })

  test('tests are found by name, narrowed by path, and none is a fault', () => {
    mkdirSync(join(root, 'packages/a/node_modules'), { recursive: true })
    for (const name of ['a/x.test.ts', 'a/y.ts', 'a/node_modules/z.test.ts'])
      writeFileSync(join(root, 'packages', name), '')
    const [group] = jobs.test(root, []).slice(-1)
    assert.match(readFileSync(join(root, group), 'utf8'), /import\("\.\.\/\.\.\/packages\/a\/x\.test\.ts"\)/)
    assert.deepEqual(jobs.test(root, ['packages/a/x.test.ts', '--test-only']).slice(-2), [
      '--test-only',
      'packages/a/x.test.ts',
    ])
    assert.match(jobs.test(root, ['docs']).fault, /no test under docs/)
  })
})
