export type { Ast, BinaryOp, ComprehensionOp } from './cel/ast.ts'
export type * from './declare/declaration.ts'
export type { Fields, Kind, ScalarName } from './kinds/kind.ts'
export type * from './program.ts'
