/**
 * Preloaded (`--import`) by the `gongshi` command and the threads that it starts: where our own modules lie is known without
 * asking the disk. PERF: for each of a thousand imports Node otherwise looks for the file, its real path and the nearest
 * package.json; that took a tenth of a start.
 */
import { registerHooks } from 'node:module'

const packages = new URL('../../packages/', import.meta.url).href
const format = 'module-typescript'
/** Our packages by name: whoever imports one, in this repository it is the same. */
const byName = new Map()

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!context.parentURL?.startsWith(packages)) return nextResolve(specifier, context)
    if (specifier.startsWith('.') && specifier.endsWith('.ts'))
      return { url: new URL(specifier, context.parentURL).href, format, shortCircuit: true }
    if (!specifier.startsWith('@gongshi/')) return nextResolve(specifier, context)
    const found = byName.get(specifier) ?? nextResolve(specifier, context)
    byName.set(specifier, found)
    return { ...found, shortCircuit: true }
  },
})
