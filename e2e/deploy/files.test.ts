import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from './documents.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const run = (program: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}
const missing = (program: string): string | false =>
  run('sh', '-c', `command -v ${program}`).status === 0 ? false : `${program} is not installed here`

describe('deploy/', () => {
  test('the systemd unit: nothing unknown, little exposed', { skip: missing('systemd-analyze') }, () => {
    const unit = 'deploy/systemd/gongshi.service'
    const { said } = run('systemd-analyze', 'verify', unit)
    const faults = said.split('\n').filter((line) => line !== '' && !line.includes('/opt/gongshi/deploy/gongshi'))
    assert.deepEqual(faults, [])
    const { status } = run('systemd-analyze', 'security', '--offline=true', '--threshold=15', unit)
    assert.equal(status, 0, 'exposure of at most 1.5')
  })

  test('the shell scripts', { skip: missing('shellcheck') }, () => {
    const { said } = run(
      'shellcheck',
      '--severity=warning',
      'deploy/gongshi',
      'deploy/healthy',
      'deploy/offline-bundle.sh',
    )
    assert.equal(said, '')
  })

  test('the alert rules', { skip: missing('promtool') }, () => {
    const { status, said } = run('promtool', 'check', 'config', 'deploy/prometheus/scrape.yml')
    assert.equal(status, 0, said)
  })

  test('the Containerfile fetches nothing but its base, and does not run as root', () => {
    const instructions = read('deploy/Containerfile')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => /^[A-Z]+ /.test(line))
    const of = (name: string) => instructions.filter((line) => line.startsWith(`${name} `))
    assert.doesNotMatch(of('RUN').join('\n') + of('ADD').join('\n'), /https?:|apt-get|curl|wget|npm/)
    assert.equal(of('FROM').length, 1)
    assert.match(of('USER').at(-1)!, /^USER [1-9]\d*:/)
    assert.ok(instructions.indexOf(of('USER')[0]!) < instructions.indexOf(of('ENTRYPOINT')[0]!))
    assert.equal(of('HEALTHCHECK').length, 1)
    assert.equal(of('VOLUME').join(), 'VOLUME /data')
  })

  test('every alert stands in docs/operate', () => {
    const documents = ['metrics', 'trouble'].map((page) => read(`docs/operate/${page}.md`)).join('\n')
    for (const [, alert] of read('deploy/prometheus/gongshi.rules.yml').matchAll(/alert: (\w+)/g))
      assert.ok(documents.includes(`\`${alert}\``), alert)
  })
})
