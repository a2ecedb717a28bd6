import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cometVersion } from '@gongshi/engine-cometbft'

const libraries = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].map((folder) =>
  join(folder, 'faketime/libfaketime.so.1'),
)

/** libfaketime sets off Node's clock, and Go builds a CometBFT whose clock is read with an offset. */
export const clocksCanNotBeSkewed =
  (!libraries.some(existsSync) || spawnSync('go', ['version']).status !== 0) &&
  'libfaketime or Go is not on this machine'

/**
 * For a node whose clock, and whose CometBFT's, is off by so many minutes. Go reads the clock past every library, so that
 * libfaketime does nothing to it: CometBFT is built with an offset in the one function that it takes consensus times from.
 */
export async function skewedEnvironment(minutes: number): Promise<Readonly<Record<string, string>>> {
  return {
    LD_PRELOAD: libraries.find(existsSync)!,
    FAKETIME: `${minutes > 0 ? '+' : ''}${minutes}m`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    GONGSHI_TEST_CLOCK_OFFSET: `${minutes}m`,
    PATH: `${skewedComet()}:${process.env.PATH}`,
  }
}

let built: string | null = null

/** The folder of a CometBFT with the offset of GONGSHI_TEST_CLOCK_OFFSET. */
function skewedComet(): string {
  if (built !== null) return built
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-skewed-'))
  const cache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim()
  const [source, bin] = [join(folder, 'source'), join(folder, 'bin')]
  execFileSync('cp', ['-r', join(cache, `github.com/cometbft/cometbft@v${cometVersion}`), source])
  execFileSync('chmod', ['-R', 'u+w', source]) // Go keeps its cache read-only
  change(join(source, 'types/time/time.go'), [
    ['import (', 'import (\n\t"os"'],
    ['Canonical(time.Now())', 'Canonical(time.Now().Add(offset))'],
    ['$', '\nvar offset, _ = time.ParseDuration(os.Getenv("GONGSHI_TEST_CLOCK_OFFSET"))\n'],
  ])
  // Here alone it asks the machine itself whether a block's time lies ahead.
  change(join(source, 'state/validation.go'), [
    ['import (', 'import (\n\tcmttime "github.com/cometbft/cometbft/types/time"'],
    [/\btime\.Now\(\)/g, 'cmttime.Now()'],
  ])
  execFileSync('go', ['build', '-buildvcs=false', '-trimpath', '-o', join(bin, 'cometbft'), './cmd/cometbft'], {
    cwd: source,
  })
  rmSync(source, { recursive: true })
  built = bin
  return built
}

/** `$`: the end of the file. */
function change(path: string, changes: readonly (readonly [string | RegExp, string])[]): void {
  const changed = changes.reduce(
    (text, [from, to]) => (from === '$' ? text + to : text.replace(from, to)),
    readFileSync(path, 'utf8'),
  )
  writeFileSync(path, changed)
}
