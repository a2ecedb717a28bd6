import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isAsShown, Machine, root, stepsOf } from './documents.ts'

const pages = join(root, 'docs/operate')
let machine: Machine
before(async () => {
  machine = await Machine.create()
})
after(() => machine.remove())

/** The ledger of these pages is new; a log without an entry has no checkpoint, and one is cut each second. */
const release = {
  ocid: 'ocds-test-1',
  id: '1',
  date: '2026-03-01T09:00:00Z',
  tag: ['tender'],
  initiationType: 'tender',
}
const firstEntry = [
  `echo '${JSON.stringify({ releases: [{ ...release, language: 'en', buyer: { name: 'City', id: '1' } }] })}' > releases.json`,
  'gongshi import ocds releases.json --key founder --passphrase-file founder.pass --url http://127.0.0.1:7900',
  'for _ in $(seq 100); do curl -sf http://127.0.0.1:7900/log/checkpoint > seen && break; sleep 0.1; done',
].join('\n')

describe('what docs/operate shows is what happens', () => {
  for (const page of ['found.md', 'mirror.md', 'backup.md', 'trouble.md', 'witness.md', 'erase.md'])
    for (const { name, script, output } of stepsOf(page))
      test(`${page}: ${name}`, async () => {
        if (page === 'mirror.md' && name === 'mirror') await machine.run(firstEntry)
        if (page === 'erase.md') await machine.run('systemctl stop gongshi') // the demo takes its ports
        const printed = await machine.run(script)
        if (output !== null) assert.ok(isAsShown(printed, output), `printed:\n${printed}\nshown:\n${output}`)
      })

  test('every metric that a node has is explained', async () => {
    await machine.run('systemctl start gongshi')
    const text = await (await fetch(`${machine.opsUrl}/metrics`)).text()
    const explained = readFileSync(join(pages, 'metrics.md'), 'utf8')
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, family]) => family!)
    assert.ok(families.length > 20)
    assert.deepEqual(
      families.filter((family) => !explained.includes(`\`${family}\``)),
      [],
    )
  })

  test('dashboard and alerts ask for metrics that a node has', async () => {
    const said = await machine.run(
      `'${process.execPath}' '${join(root, 'deploy/grafana/check.mjs')}' ${machine.opsUrl}`,
    )
    assert.match(said, /, 0 missing$/m)
  })

  test('health: ready, and why not', async () => {
    const healthy = `'${join(root, 'deploy/healthy')}'`
    assert.equal(await machine.run(`${healthy} ${machine.opsUrl}`), '')
    assert.equal(await machine.run(`${healthy} http://127.0.0.1:1 || echo $?`), 'no answer\n1\n')
  })

  test('every code named there is one of docs/errors.md, every link leads somewhere', () => {
    const codes = new Set(
      [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([\w-]+)`/gm)].map(([, code]) => code),
    )
    for (const page of readdirSync(pages)) {
      const text = readFileSync(join(pages, page), 'utf8')
      const named = page === 'trouble.md' ? [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code!) : []
      for (const code of named) assert.ok(codes.has(code), `${page}: ${code}`)
      for (const [, link, anchor] of text.matchAll(/\]\(([^)#:]+)(?:#([^)]*))?\)/g)) {
        assert.ok(existsSync(join(pages, link!)), `${page}: ${link}`)
        if (anchor !== undefined)
          assert.ok(anchorsOf(join(pages, link!)).includes(anchor), `${page}: ${link}#${anchor}`)
      }
    }
  })
})

/** As code hosts make them of headings. */
function anchorsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
