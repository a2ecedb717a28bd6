import type { AnyNode, Identifier } from 'acorn'
import { codeFiles, importsOf } from '../modules.ts'
import { syntaxOf, visit } from '../syntax.ts'
import { type Fault, isTest, type Rule, type Source } from '../tree.ts'

/**
 * Where a result may depend on nothing but its arguments: every validator must compute the same bytes. A native twin of
 * a pure function (same verdicts, faster) lies in a file named `native…`.
 */
const pureRooms = [
  /^packages\/protocol\/src\//,
  /^packages\/affair-kit\/src\/(?!tool\/|bench\/)/,
  /^packages\/affairs\/src\//,
  /^packages\/ledger\/src\/(execute|admit)\/(?!native[A-Z]\w*\.ts$)/,
]

const powers = new Set(
  `Date fetch process Buffer performance crypto globalThis window self document navigator console require module
   setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame localStorage sessionStorage indexedDB
   WebSocket EventSource XMLHttpRequest Worker SharedArrayBuffer Atomics WeakRef FinalizationRegistry Intl eval
   Function`.split(/\s+/),
)
const localeMember = /^(toLocale\w*|localeCompare)$/

export const ambientPowers: Rule = {
  name: 'no ambient powers where results must be the same everywhere',
  check: (tree) =>
    codeFiles(tree)
      .filter(isPure)
      .flatMap((source) => [...platformImports(source), ...uses(source)]),
}

const isPure = (source: Source): boolean => !isTest(source.path) && pureRooms.some((room) => room.test(source.path))

function platformImports(source: Source): Fault[] {
  return importsOf(source)
    .filter(({ from }) => from.startsWith('node:'))
    .map(({ from, line }) => ({ path: source.path, line, message: `imports ${from}` }))
}

function uses(source: Source): Fault[] {
  const tree = syntaxOf(source)
  const own = declaredNames(tree)
  const faults: Fault[] = []
  visit(tree, (node, ancestors) => {
    const power = powerIn(node, ancestors[0], own)
    if (power !== undefined) faults.push({ path: source.path, line: node.loc!.start.line, message: `uses ${power}` })
  })
  return faults
}

function powerIn(node: AnyNode, parent: AnyNode | undefined, own: ReadonlySet<string>): string | undefined {
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && !node.computed) {
    if (node.object.type === 'Identifier' && node.object.name === 'Math' && node.property.name === 'random')
      return 'Math.random'
    if (localeMember.test(node.property.name)) return node.property.name
  }
  if (node.type === 'MetaProperty' && node.meta.name === 'import') return 'import.meta'
  if (node.type !== 'Identifier' || !powers.has(node.name) || own.has(node.name)) return undefined
  return parent !== undefined && isOnlyName(node, parent) ? undefined : node.name
}

/** A name after a dot or before a colon is a name, not a use of the power that is called so. */
function isOnlyName(node: Identifier, parent: AnyNode): boolean {
  if (parent.type === 'MemberExpression') return parent.property === node && !parent.computed
  if (parent.type === 'Property') return parent.key === node && !parent.computed && !parent.shorthand
  if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition')
    return parent.key === node && !parent.computed
  return parent.type === 'ExportSpecifier' || parent.type === 'ImportSpecifier'
}

function declaredNames(tree: AnyNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(tree, (node) => {
    if (node.type === 'VariableDeclarator') addPattern(node.id, names)
    if (
      node.type === 'FunctionDeclaration' ||
      node.type === 'FunctionExpression' ||
      node.type === 'ArrowFunctionExpression'
    )
      for (const parameter of node.params) addPattern(parameter, names)
    if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id) names.add(node.id.name)
    if (node.type === 'ImportSpecifier' || node.type === 'ImportDefaultSpecifier') names.add(node.local.name)
    if (node.type === 'CatchClause' && node.param) addPattern(node.param, names)
  })
  return names
}

function addPattern(pattern: AnyNode, names: Set<string>): void {
  if (pattern.type === 'Identifier') names.add(pattern.name)
  else if (pattern.type === 'ObjectPattern')
    for (const property of pattern.properties)
      addPattern(property.type === 'Property' ? property.value : property.argument, names)
  else if (pattern.type === 'ArrayPattern')
    for (const element of pattern.elements) element && addPattern(element, names)
  else if (pattern.type === 'AssignmentPattern') addPattern(pattern.left, names)
  else if (pattern.type === 'RestElement') addPattern(pattern.argument, names)
}
