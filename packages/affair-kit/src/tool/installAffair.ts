import { type CheckOptions, compileAffair } from '../check/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Installed } from '../run/host.ts'
import { versionHash } from '../run/version.ts'
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
  return {
    declaration,
    program,
    versionHash: versionHash(declaration, bundle?.hash ?? null),
    ...(bundle && { handlers: sandboxHandlers(bundle.source) }),
  }
}
