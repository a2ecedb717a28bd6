import { type CheckOptions, compileAffair } from '../check/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Installed } from '../run/host.ts'
import { versionHash } from '../run/version.ts'
import { BundleError } from './bundleError.ts'
import type { HandlerBundle } from './handlerBundle.ts'
import { sandboxHandlers } from './sandbox.ts'

export type { HandlerBundle } from './handlerBundle.ts'
export { loadHandlerBundles } from './loadHandlerBundles.ts'

/**
 * A version as a node runs it: compiled, its handlers contained, its hash computed. Without the bundler, so that a node does
 * not hold it.
 * @throws {KitError} declaration-faults
 * @throws {BundleError} handlers-missing
 */
export function installBundled(
  declaration: AffairDeclaration,
  options: CheckOptions & { readonly bundle?: HandlerBundle | undefined } = {},
): Installed {
  const { bundle, ...check } = options
  const program = compileAffair(declaration, check)
  const loaded = bundle && sandboxHandlers(bundle.source)
  const missing = Object.values(program.actions).filter(({ name, handler }) => handler && !loaded?.has(name))
  if (missing.length > 0)
    throw new BundleError(missing.map(({ name }) => ({ code: 'handlers-missing', line: 1, column: 0, what: name })))
  return {
    declaration,
    program,
    versionHash: versionHash(declaration, bundle?.hash ?? null),
    ...(loaded && { handlers: loaded }),
  }
}
