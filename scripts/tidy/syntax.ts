import { stripTypeScriptTypes } from 'node:module'
import { type AnyNode, type Program, parse } from 'acorn'
import type { Source } from './tree.ts'

const trees = new WeakMap<Source, Program>()

/** The syntax tree of a TypeScript or JavaScript file. Types are blanked, not removed, so lines are those of the source. */
export function syntaxOf(source: Source): Program {
  const known = trees.get(source)
  if (known !== undefined) return known
  const script = source.path.endsWith('.ts') ? stripTypeScriptTypes(source.text) : source.text
  const tree = parse(script, { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true })
  trees.set(source, tree)
  return tree
}

/** Visits every node, its ancestors nearest first. */
export function visit(
  node: AnyNode,
  see: (node: AnyNode, ancestors: readonly AnyNode[]) => void,
  ancestors: readonly AnyNode[] = [],
): void {
  see(node, ancestors)
  const inner = [node, ...ancestors]
  for (const child of children(node)) visit(child, see, inner)
}

function children(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
}

function isNode(value: unknown): value is AnyNode {
  return (
    value !== null && typeof value === 'object' && 'type' in value && typeof value.type === 'string' && 'start' in value
  )
}
