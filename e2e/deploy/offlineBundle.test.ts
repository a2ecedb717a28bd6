import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { root, stepsOf } from './documents.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-offline-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** What is missing for it here; false where all is there. */
function missing(): string | false {
  if (spawnSync('unshare', ['-n', 'true']).status !== 0) return 'may not cut off the network here (unshare -n)'
  if (spawnSync('git', ['-C', root, 'rev-parse', 'HEAD']).status !== 0) return 'this is no git checkout'
  return false
}

/** Runs in the new machine: no network but its own loopback, no Node, an empty home. */
const onTheMachine = (script: string, cwd: string): string =>
  execFileSync('unshare', ['-n', 'bash', '-euo', 'pipefail', '-c', `ip link set lo up\n${script}`], {
    cwd,
    env: { PATH: `${folder}/bin:/usr/sbin:/usr/bin:/sbin:/bin`, HOME: join(folder, 'home'), LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    timeout: 300_000,
  })

const walk = `
ip -o link | wc -l
head -c 32 /dev/urandom | base64 > pass
gongshi init --chain-id offline-city --data data --passphrase-file pass > init.out
gongshi start --data data --port 7900 --ops-port 7901 > start.out 2>&1 &
for _ in $(seq 300); do ${folder}/opt/gongshi/deploy/healthy > /dev/null && break; sleep 0.2; done
# the launcher becomes the node where its Node can
readlink /proc/$(pgrep --newest --parent $! || echo $!)/exe
${folder}/opt/gongshi/node_modules/node-*/bin/node --input-type=module --eval '
  const page = await fetch("http://127.0.0.1:7900/en/")
  console.log(page.status, /<h1/.test(await page.text()))
  console.log(await fetch("http://192.0.2.1/").then(() => "a network", ({ cause }) => cause.code))'
kill %1
wait %1
cat start.out
`

describe('the offline bundle', { skip: missing() }, () => {
  test('made, carried, unpacked as docs/operate/install.md says, founded, started, asked for a page', () => {
    const dist = join(folder, 'dist')
    execFileSync(join(root, 'deploy/offline-bundle.sh'), [dist], { stdio: ['ignore', 'ignore', 'inherit'] })
    const [archive] = readdirSync(dist)
    assert.match(archive!, /^gongshi-\d+\.\d+\.\d+-linux-(x64|arm64)\.tar\.gz$/)
    for (const name of ['bin', 'home', 'opt']) mkdirSync(join(folder, name))
    const [unpack] = stepsOf('install.md')
    const here = unpack!.script
      .replaceAll('/opt', join(folder, 'opt'))
      .replaceAll('/usr/local/bin', join(folder, 'bin'))
      .replaceAll('gongshi-0.1.0-linux-x64', archive!.replace('.tar.gz', ''))
    assert.match(onTheMachine(here, dist), /^gongshi-.*: OK\n\d+\.\d+\.\d+\n$/)
    const lines = onTheMachine(walk, join(folder, 'home')).split('\n')
    assert.equal(lines[0]!.trim(), '1', 'no interface but loopback')
    assert.ok(lines[1]!.startsWith(join(folder, 'opt')), `the Node of the bundle, not ${lines[1]}`)
    assert.deepEqual(lines.slice(2, 4), ['200 true', 'ENETUNREACH'])
    assert.match(lines.slice(4).join('\n'), /running: http:\/\/127\.0\.0\.1:7900[\s\S]*(Stopping|正在停止)/)
  })

  test('a changed byte is found by its checksums', () => {
    const opt = join(folder, 'opt')
    const bundle = join(opt, readdirSync(opt).find((name) => name !== 'gongshi')!)
    writeFileSync(join(bundle, 'packages/cli/src/main.ts'), '\n', { flag: 'a' })
    const { status, stdout } = spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], {
      cwd: bundle,
      encoding: 'utf8',
    })
    assert.equal(status, 1)
    assert.match(stdout, /packages\/cli\/src\/main\.ts: FAILED/)
  })

  test('a platform for which no Node comes is refused', () => {
    const { status, stderr } = spawnSync(join(root, 'deploy/offline-bundle.sh'), ['--platform', 'sunos-x64'], {
      encoding: 'utf8',
    })
    assert.equal(status, 2)
    assert.match(stderr, /no Node comes for sunos-x64/)
  })
})
