import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { CometError } from '../errors.ts'

/** The one version of CometBFT that this engine speaks with. */
export const cometVersion = '0.39.4'
const modulePath = `github.com/cometbft/cometbft/cmd/cometbft@v${cometVersion}`

const run = promisify(execFile)

/**
 * CometBFT's program: the one that is named, or the first on PATH and where `go install` puts it.
 * @throws {CometError} cometbft-missing, cometbft-version
 */
export async function findCometBft(named?: string): Promise<string> {
  for (const path of named === undefined ? await usualPlaces() : [named]) {
    if (!(await isExecutable(path))) continue
    await assertVersion(path)
    return path
  }
  throw new CometError({ code: 'cometbft-missing', wanted: cometVersion })
}

/**
 * Builds it with Go, which checks the source against its public checksum database.
 * @throws {CometError} cometbft-build-failed, cometbft-missing, cometbft-version
 */
export async function installCometBft(): Promise<string> {
  try {
    await run('go', ['install', modulePath])
  } catch (cause) {
    const { stderr, message } = cause as { readonly stderr?: string; readonly message: string }
    throw new CometError({ code: 'cometbft-build-failed', reason: (stderr || message).slice(-500) }, { cause })
  }
  return findCometBft(join(await goBin(), 'cometbft'))
}

async function usualPlaces(): Promise<string[]> {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), await goBin()]
  return folders.map((folder) => join(folder, 'cometbft'))
}

/** Where `go install` puts programs. */
async function goBin(): Promise<string> {
  const { stdout } = await run('go', ['env', 'GOBIN', 'GOPATH']).catch(() => ({ stdout: '' }))
  const [bin, path] = stdout.split('\n')
  return bin || join(path || join(homedir(), 'go'), 'bin')
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function assertVersion(path: string): Promise<void> {
  const { stdout } = await run(path, ['version']).catch(() => ({ stdout: '' }))
  const found = stdout.trim().slice(0, 100)
  if (found.replace(/^v/, '') !== cometVersion)
    throw new CometError({ code: 'cometbft-version', found, wanted: cometVersion })
}
