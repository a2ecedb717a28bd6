import { utf8 } from '@gongshi/protocol'
import { maxPathBytes } from './limits.ts'

// Control (Cc, among them NUL), format (Cf, among them bidi and BOM), surrogate and private-use characters, line and
// paragraph separators: none of them belongs in a name that people read.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/u

/** PERF: what nearly all paths are. */
const plain = /^[!-~]+$/

/** Member paths and clauses are labels, never file names: they only have to be something that people and proofs can show. */
export function isLabel(text: string): boolean {
  if (text.length <= maxPathBytes && plain.test(text)) return true
  return text.length > 0 && text.isWellFormed() && !unprintable.test(text) && utf8(text).length <= maxPathBytes
}
