import type { CborReader } from '../bytes/cborReader.ts'
import type { Scope } from './derive.ts'

/** The three parts of `scopeParts`; undefined: they name no scope. */
export function readScope(reader: CborReader): Scope | undefined {
  const [kind, first, second] = [reader.text(), reader.text(), reader.text()]
  if (kind === 'organ') return { kind, scheme: first, id: second }
  return kind === 'case' ? { kind, affair: first, row: second } : undefined
}
