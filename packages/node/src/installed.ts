import { getCompileCacheDir } from 'node:module'
import { installBundled, loadHandlerBundles } from '@gongshi/affair-kit/install'
import { installedAffairs } from '@gongshi/affairs'
import type { Installed } from '@gongshi/ledger'

/**
 * Every affair of this program, compiled and hashed as the ledger names it. Handlers are bundled once and kept beside the
 * compiled code. PERF: once a process, since it takes half a second of it.
 */
export function installAffairs(): Promise<readonly Installed[]> {
  installed ??= install()
  return installed
}

let installed: Promise<readonly Installed[]> | undefined

async function install(): Promise<readonly Installed[]> {
  const module = import.meta.resolve('@gongshi/affairs')
  const bundles = await loadHandlerBundles(installedAffairs, module, getCompileCacheDir() ?? null)
  // Callees stand before callers.
  return installedAffairs.map((affair, at) =>
    installBundled(affair, { imports: installedAffairs.slice(0, at), bundle: bundles[affair.name] }),
  )
}
