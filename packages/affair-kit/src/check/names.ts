import type { Examination } from './examination.ts'

/** What every row has beside its fields. */
export const rowMembers = ['id', 'status', 'revision'] as const

/** Names that expressions already give a meaning. */
const taken = new Set([
  ...['input', 'param', 'now', 'signer', 'call', 'before', 'after'],
  ...[
    'string',
    'bool',
    'int',
    'uint',
    'double',
    'map',
    'list',
    'bytes',
    'null_type',
    'type',
    'dyn',
    'optional',
    'cel',
    'google',
  ],
  ...['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'in', 'let', 'loop', 'package'],
  ...['namespace', 'return', 'var', 'void', 'while', 'true', 'false', 'null', 'prototype', 'constructor'],
])

/** A name that states, expressions and generated code can use as it is. */
export function checkName(examination: Examination, name: string, path: string): void {
  if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(name))
    examination.fault(
      'name',
      path,
      `"${name.slice(0, 60)}" is not a name: a small letter, then at most 39 letters and digits`,
    )
}

/** A name that stands alone in expressions: an entity or a `with` row. */
export function checkVariable(examination: Examination, name: string, path: string): void {
  checkName(examination, name, path)
  if (taken.has(name)) examination.fault('name', path, `"${name}" already means something in expressions`)
}

export function checkDistinct(examination: Examination, names: readonly string[], path: string): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) examination.fault('duplicate', path, `"${twice}" stands there twice`)
}
