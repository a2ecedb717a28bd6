/** Codes with which the kit itself refuses; a declaration's own refusals have other names. */
export const kitRefusals: readonly string[] = [
  'absent',
  'bounds',
  'call',
  'currency',
  'exists',
  'input',
  'internal',
  'invariant',
  'parameter',
  'range',
  'signer',
  'status',
  'suspended',
]
