/**
 * An expression as the ledger evaluates it: what cel-js parsed, reduced to our subset. Plain JSON data (integers as
 * decimal text, bytes as hex), so that the node serves it and a browser evaluates it without a parser.
 */
export type Ast =
  | { readonly op: 'null' }
  | { readonly op: 'bool'; readonly value: boolean }
  | { readonly op: 'int'; readonly value: string }
  | { readonly op: 'text'; readonly value: string }
  | { readonly op: 'bytes'; readonly value: string }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'field'; readonly of: Ast; readonly name: string }
  | { readonly op: 'index'; readonly of: Ast; readonly at: Ast }
  | { readonly op: 'list'; readonly items: readonly Ast[] }
  | { readonly op: 'not' | 'negate'; readonly of: Ast }
  | { readonly op: BinaryOp; readonly left: Ast; readonly right: Ast }
  | { readonly op: 'if'; readonly test: Ast; readonly yes: Ast; readonly no: Ast }
  | { readonly op: 'call'; readonly name: string; readonly args: readonly Ast[] }
  | { readonly op: ComprehensionOp; readonly over: Ast; readonly item: string; readonly body: Ast }

export type BinaryOp =
  | 'and'
  | 'or'
  | 'equal'
  | 'unequal'
  | 'less'
  | 'lessOrEqual'
  | 'greater'
  | 'greaterOrEqual'
  | 'in'
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'remainder'

/** CEL's macros over a list: `list.all(item, body)` and so on. */
export type ComprehensionOp = 'all' | 'exists' | 'existsOne' | 'map' | 'filter'
