import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { run } from '../test/runInTest.ts'
import { commandPaths } from './run.ts'

describe('every command', () => {
  for (const path of commandPaths())
    test(`gongshi ${path.join(' ')} --help: says what it does in both languages, with an example`, async () => {
      const [en, zh] = [await run([...path, '--help']), await run(['--lang', 'zh', ...path, '--help'])]
      assert.deepEqual([en.code, zh.code, en.err], [0, 0, ''])
      assert.match(en.out, /Example:\n {2}gongshi /)
      assert.match(zh.out, /例：\n {2}gongshi /)
      assert.match(zh.out, /用法：/)
      assert.doesNotMatch(en.out, /[\u4e00-\u9fff]/)
    })

  test('the example of each command is a command line that it takes', async () => {
    for (const path of commandPaths()) {
      const { out } = await run([...path, '--help'])
      const example = /Example:\n {2}gongshi (.*)/.exec(out)?.[1] ?? ''
      const { err } = await run([...example.split(' '), '--help'])
      assert.equal(err, '', example)
    }
  })
})

describe('a mistaken command line', () => {
  const cases: [string, string, RegExp][] = [
    ['verify file.gse --trst trust.json', 'cli-flag-unknown', /suggestion: --trust/],
    ['start --prt 7900', 'cli-flag-unknown', /suggestion: --port/],
    ['verfy', 'cli-command-unknown', /suggestion: verify/],
    ['keys lst', 'cli-command-unknown', /suggestion: list/],
    ['verify', 'cli-argument-missing', /argument: file/],
    ['verify x', 'cli-argument-missing', /argument: --trust/],
    ['verify x y --trust z', 'cli-argument-excess', /Quote values/],
    ['get entry -- -1', 'cli-value-invalid', /expected: 0/],
    ['get entry 1e3', 'cli-value-invalid', /expected: 0/],
    ['get tx 12', 'cli-value-invalid', /64/],
    ['start --port 70000', 'cli-value-invalid', /65535/],
    ['keys new x --suite rsa', 'cli-value-invalid', /ed25519/],
    ['get ledger --url nonsense', 'client-url-malformed', /http/],
    ['verify missing.gse --trust missing.json', 'cli-file-unreadable', /missing\.json/],
  ]
  for (const [line, code, said] of cases)
    test(`${line}: ${code}, and what to do`, async () => {
      const { code: exit, err, out } = await run(line.split(' '))
      assert.equal(exit, 2)
      assert.match(err, new RegExp(`\\[${code}\\]`))
      assert.match(err, said)
      assert.match(err, /→/)
      assert.equal(out, '')
      assert.match((await run(['--lang=zh', ...line.split(' ')])).err, /[\u4e00-\u9fff]/)
    })

  test('as JSON for programs', async () => {
    const { err } = await run(['get', 'ledger', '--json', '--ur', 'x'])
    assert.deepEqual(JSON.parse(err), {
      code: 'cli-flag-unknown',
      what: 'There is no such flag.',
      next: 'Add --help to see the flags of this command.',
      detail: { flag: '--ur', suggestion: '--url' },
      exit: 2,
    })
  })

  test('no command, or a group without one: its help', async () => {
    for (const path of [[], ['keys'], ['get'], ['state']]) {
      const { code, err } = await run(path)
      assert.equal(code, 2)
      assert.match(err, /Usage: gongshi/)
    }
  })
})

describe('a node that is not there, or hostile', () => {
  test('unreachable: exit 3, a code, no stack', async () => {
    const { code, err } = await run(['get', 'ledger'])
    assert.equal(code, 3)
    assert.match(err, /client-node-unreachable/)
    assert.doesNotMatch(err, /at .*\.ts/)
  })

  test('its texts cannot steer the terminal', async () => {
    const fetch = async (): Promise<Response> =>
      Response.json(
        { code: 'entry-unknown', title: '\u001b[2Jgone\u202e', next: 'x\u0007', status: 404 },
        { status: 404 },
      )
    const { code, err } = await run(['get', 'entry', '3'], { fetch })
    assert.equal(code, 1)
    assert.match(err, /�\[2Jgone�/)
    const answer = async (): Promise<Response> => Response.json({ '\u001b]0;x\u0007': '\u001b[31m' })
    assert.doesNotMatch((await run(['get', 'ledger'], { fetch: answer })).out, /\p{Cc}(?<!\n)/u)
  })

  test('what it answers is shown as an outline, and as JSON', async () => {
    const fetch = async (): Promise<Response> => Response.json({ height: 3, leaf: { kind: 'tx', signers: ['a', 'b'] } })
    assert.equal(
      (await run(['get', 'entry', '3'], { fetch })).out,
      'height: 3\nleaf:\n  kind: tx\n  signers:\n    - 0: a\n    - 1: b\n',
    )
    assert.deepEqual(JSON.parse((await run(['get', 'entry', '3', '--json'], { fetch })).out), {
      height: 3,
      leaf: { kind: 'tx', signers: ['a', 'b'] },
    })
  })
})
