import { getCompileCacheDir } from 'node:module'
import { installBundled, loadCompiled } from '@gongshi/affair-kit/install'
import { installedAffairs } from '@gongshi/affairs'
import type { Installed } from '@gongshi/ledger'

/**
 * Every affair of this program, compiled and hashed as the ledger names it. What is compiled is kept beside
 * V8's compiled code.
 */
export function installAffairs(): Promise<readonly Installed[]> {
  installed ??= install()
  return installed
}

let installed: Promise<readonly Installed[]> | undefined

async function install(): Promise<readonly Installed[]> {
  const module = import.meta.resolve('@gongshi/affairs')
  const compiled = await loadCompiled(installedAffairs, module, getCompileCacheDir() ?? null)
  return installedAffairs.map((affair, at) => installBundled(affair, compiled[at]!))
}
