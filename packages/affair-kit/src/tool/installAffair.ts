import { type CheckOptions, compileAffair } from '../check/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Installed } from '../run/host.ts'
import { versionHash } from '../run/version.ts'
import { BundleError } from './bundleError.ts'
import { bundleHandlers, type HandlerBundle } from './bundleHandlers.ts'
import { sandboxHandlers } from './sandbox.ts'

export { BundleError, type BundleFault } from './bundleError.ts'
export { bundleHandlers, bundleHash, type HandlerBundle, instrumentedBundle } from './bundleHandlers.ts'
export { sandboxHandlers } from './sandbox.ts'

/**
 * A version as a node runs it: compiled, its handlers bundled, instrumented and contained, its hash computed.
 * @param options.handlers the file that calls `implement`, or a bundle made before
 * @throws {KitError} declaration-faults
 * @throws {BundleError} with everything that a handler may not do
 */
export async function installAffair(
  declaration: AffairDeclaration,
  options: CheckOptions & { readonly handlers?: string | HandlerBundle } = {},
): Promise<Installed> {
  const { handlers, ...check } = options
  const program = compileAffair(declaration, check)
  const bundle = typeof handlers === 'string' ? await bundleHandlers(handlers) : handlers
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
