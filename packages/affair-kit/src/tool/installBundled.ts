import { type CheckOptions, compileAffair } from '../check/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Program } from '../program.ts'
import type { Installed } from '../run/host.ts'
import { versionHash } from '../run/version.ts'
import { BundleError } from './bundleError.ts'
import type { HandlerBundle } from './handlerBundle.ts'
import { sandboxHandlers } from './sandbox.ts'

export type { HandlerBundle } from './handlerBundle.ts'
export { loadCompiled } from './loadCompiled.ts'

/**
 * A version as a node runs it: compiled, its handlers contained, its hash computed. Without the bundler, so that a node does
 * not hold it.
 * @param options.program of this very declaration, where it has been compiled before
 * @throws {KitError} declaration-faults
 * @throws {BundleError} handlers-missing
 */
export function installBundled(
  declaration: AffairDeclaration,
  options: CheckOptions & { readonly bundle?: HandlerBundle | undefined; readonly program?: Program } = {},
): Installed {
  const { bundle, program = compileAffair(declaration, options) } = options
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
