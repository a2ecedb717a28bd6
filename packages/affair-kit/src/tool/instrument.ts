import { BundleError } from './bundleError.ts'
import { Instrumenter } from './instrumenter.ts'

const maxBundleCharacters = 262_144

/**
 * Rewrites a bundle so that it counts itself: a charge at each function entry and loop head, weighted by how much code
 * stands there, a depth limit, and bounded forms of whatever can grow. What cannot be bounded is refused.
 * Deterministic: the same source gives the same bytes on every machine; the version's hash is over them.
 *
 * @throws {BundleError} with every fault, each with its line and column in the bundle
 */
export function instrument(source: string): string {
  if (source.length > maxBundleCharacters) throw new BundleError([{ code: 'handlers-too-large', line: 1, column: 0 }])
  // Comments in a script, operators in a module: what is parsed here would not be what runs.
  if (source.includes('<!--') || source.includes('-->'))
    throw new BundleError([{ code: 'handler-syntax', line: 1, column: 0, what: '<!-- or -->' }])
  try {
    return new Instrumenter(source).run()
  } catch (error) {
    if (error instanceof SyntaxError) throw new BundleError([{ code: 'handlers-syntax', ...positionOf(error) }])
    // The parser and the walk below recurse: a source nested that deeply is refused, not run.
    if (error instanceof RangeError) throw new BundleError([{ code: 'handlers-too-deep', line: 1, column: 0 }])
    throw error
  }
}

function positionOf(error: SyntaxError): { line: number; column: number } {
  const at = (error as SyntaxError & { loc?: { line: number; column: number } }).loc
  return { line: at?.line ?? 1, column: at?.column ?? 0 }
}
