import type { CheckOptions } from '../check/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Installed } from '../run/host.ts'
import { bundleHandlers } from './bundleHandlers.ts'
import type { HandlerBundle } from './handlerBundle.ts'
import { installBundled } from './installBundled.ts'

export { BundleError, type BundleFault } from './bundleError.ts'
export { bundleHandlers, instrumentedBundle } from './bundleHandlers.ts'
export { bundleHash, type HandlerBundle } from './handlerBundle.ts'
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
  const bundle = typeof handlers === 'string' ? await bundleHandlers(handlers) : handlers
  return installBundled(declaration, { ...check, bundle })
}
