import type { AnyNode } from 'acorn'
import { codeFiles } from '../modules.ts'
import { syntaxOf, visit } from '../syntax.ts'
import { type Fault, isTest, type Rule, type Source, type Tree } from '../tree.ts'

const maxFileLines = 400
const maxFunctionLines = 60
const budgetPath = 'scripts/tidy/budget.json'

/** Exceptions of today by `path` (a file) or `path#function`: their lines. They may shrink, and none may be added. */
export type Budget = Readonly<Record<string, number>>

export const lengths: Rule = {
  name: `functions <= ${maxFunctionLines} lines, files <= ${maxFileLines} (budget.json may only shrink)`,
  check(tree) {
    const budget = readBudget(tree)
    const long = longParts(tree)
    const faults: Fault[] = []
    for (const [name, lines] of long) {
      const limit = budget[name]
      if (limit === undefined) faults.push({ path: name, message: `${lines} lines: split it by its ideas` })
      else if (lines > limit) faults.push({ path: name, message: `grew from ${limit} to ${lines} lines` })
      else if (lines < limit)
        faults.push({ path: name, message: `shrank from ${limit} to ${lines}: run "npm run tidy -- --shrink"` })
    }
    for (const name of Object.keys(budget))
      if (!long.has(name)) faults.push({ path: name, message: 'fits now: run "npm run tidy -- --shrink"' })
    return faults
  },
}

/** The budget with today's smaller numbers, without what fits now; never a new or a larger one. */
export function shrunkBudget(tree: Tree): Budget {
  const long = longParts(tree)
  const kept = Object.entries(readBudget(tree)).flatMap(([name, limit]) => {
    const lines = long.get(name)
    return lines === undefined ? [] : [[name, Math.min(lines, limit)] as const]
  })
  return Object.fromEntries(kept)
}

function readBudget(tree: Tree): Budget {
  return JSON.parse(tree.find(budgetPath)?.text ?? '{}') as Budget
}

function longParts(tree: Tree): ReadonlyMap<string, number> {
  const long = new Map<string, number>()
  for (const source of codeFiles(tree)) {
    const lines = source.text.replace(/\n$/, '').split('\n').length
    if (lines > maxFileLines) long.set(source.path, lines)
    // A test's describe() holds its tests; each of them is short, the list need not be.
    if (!isTest(source.path)) addLongFunctions(source, long)
  }
  return long
}

function addLongFunctions(source: Source, long: Map<string, number>): void {
  visit(syntaxOf(source), (node, ancestors) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return
    const lines = node.loc!.end.line - node.loc!.start.line + 1
    if (lines > maxFunctionLines) long.set(`${source.path}#${nameOf(node, ancestors[0])}`, lines)
  })
}

function nameOf(node: AnyNode, parent: AnyNode | undefined): string {
  if (node.type === 'FunctionDeclaration' && node.id) return node.id.name
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name
  if ((parent?.type === 'Property' || parent?.type === 'MethodDefinition') && parent.key.type === 'Identifier')
    return parent.key.name
  return 'anonymous'
}
