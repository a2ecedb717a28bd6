import type { AnyNode } from 'acorn'

export function hasRest(id: Extract<AnyNode, { type: 'ObjectPattern' | 'ArrayPattern' }>): boolean {
  return (id.type === 'ArrayPattern' ? id.elements : id.properties).some((member) => member?.type === 'RestElement')
}

/** Evaluating it twice is the same as once: a variable, or named properties of one. */
export function isRepeatable(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return !node.computed && isRepeatable(node.object)
  return node.type === 'Identifier' || node.type === 'ThisExpression'
}

export function isConstant(node: AnyNode): boolean {
  if (node.type === 'ArrayExpression') return node.elements.length === 0
  if (node.type === 'ObjectExpression') return node.properties.length === 0
  if (node.type === 'UnaryExpression') return node.operator === '-' && node.argument.type === 'Literal'
  return node.type === 'Literal' || node.type === 'Identifier'
}

/** Child nodes in source order. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = []
  for (const value of Object.values(node) as unknown[])
    for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) found.push(item)
  return found.sort((left, right) => left.start - right.start)
}

function isNode(value: unknown): value is AnyNode {
  return value !== null && typeof value === 'object' && 'type' in value && 'start' in value
}
