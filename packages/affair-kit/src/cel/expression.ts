import { ParseError } from '@marcbachmann/cel-js'
import type { Fault } from '../check/fault.ts'
import type { Ast } from './ast.ts'
import { convert } from './convert.ts'
import { explainTypeError, type Flaw, findUnknownWords, type Typed } from './explain.ts'
import { expressionLimits } from './language.ts'
import { findOutside } from './outside.ts'
import type { Types } from './types.ts'

/** The compiled expression and its type's name; or everything that is wrong with it. */
type Compiled =
  | { readonly ok: true; readonly ast: Ast; readonly type: string }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** Parses, reduces to our subset and type-checks one expression. `path` is its place in the declaration. */
export function compileExpression(source: string, types: Types, path: string): Compiled {
  const faulty = (flaws: readonly Flaw[]): Compiled => ({
    ok: false,
    faults: flaws.map((flaw) => ({ ...flaw, path, source })),
  })
  if (source.length > expressionLimits.maxCharacters)
    return faulty([
      {
        code: 'outside-subset',
        message: `an expression has at most ${expressionLimits.maxCharacters} characters`,
        start: 0,
        end: 1,
      },
    ])
  const parsed = parse(source, types)
  if ('flaw' in parsed) return faulty([parsed.flaw])

  const flaws: Flaw[] = []
  const ast = convert(parsed.ast, flaws)
  if (flaws.length > 0) return faulty(flaws)

  const checked = parsed.check()
  if (!checked.valid) return faulty([explainTypeError(checked.error!, types)])
  findOutside(parsed.ast as Typed, types, flaws)
  findUnknownWords(parsed.ast as Typed, types, flaws)
  return flaws.length > 0 ? faulty(flaws) : { ok: true, ast, type: checked.type! }
}

type Parsed = ReturnType<Types['language']['parse']>

function parse(source: string, types: Types): Parsed | { flaw: Flaw } {
  try {
    return types.language.parse(source)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const start = error.range?.start ?? 0
    return { flaw: { code: 'syntax', message: error.summary, start, end: Math.max(start + 1, error.range?.end ?? 0) } }
  }
}
