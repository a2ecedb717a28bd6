import { codeFiles, importsOf, resolveImport } from '../modules.ts'
import type { Fault, Rule, Tree } from '../tree.ts'

/**
 * A circle of files can only be understood, moved and tested whole, and starts in an order that nobody chose. Types may
 * point back: they are gone at run time.
 */
export const circles: Rule = {
  name: 'no circles between files',
  check(tree) {
    const edges = new Map(codeFiles(tree).map((source) => [source.path, targets(tree, source.path)]))
    return findCircles(edges).map(
      (circle): Fault => ({ path: circle[0]!, message: `circle: ${[...circle, circle[0]].join(' -> ')}` }),
    )
  },
}

function targets(tree: Tree, path: string): string[] {
  const source = tree.find(path)!
  return importsOf(source)
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ from }) => resolveImport(tree, source, from) ?? [])
}

/** One circle for each knot: depth first, a file on the current path seen again closes one. */
function findCircles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>()
  const path: string[] = []
  const found: string[][] = []
  const walk = (node: string): void => {
    if (done.has(node)) return
    const at = path.indexOf(node)
    if (at >= 0) {
      found.push(path.slice(at))
      return
    }
    path.push(node)
    for (const next of edges.get(node) ?? []) walk(next)
    path.pop()
    done.add(node)
  }
  for (const node of edges.keys()) walk(node)
  return found
}
