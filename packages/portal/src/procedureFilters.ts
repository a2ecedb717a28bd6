/** By what procedures are found, as the address of their list names it. */
export const procedureFilterNames = [
  'q',
  'status',
  'category',
  'division',
  'buyer',
  'supplier',
  'currency',
  'least',
  'most',
  'from',
  'to',
  'order',
] as const

export type ProcedureFilterName = (typeof procedureFilterNames)[number]
/** Only what was asked and understood, each as its text. */
export type ProcedureFilters = { readonly [Name in ProcedureFilterName]?: string }

export const procedureOrders = ['newest', 'deadline', 'amount'] as const
export type ProcedureOrder = (typeof procedureOrders)[number]

/** With its `?`; nothing where nothing is asked. The same filters always have the same address. */
export function filterQuery(filters: ProcedureFilters): string {
  const asked = procedureFilterNames.flatMap((name) => {
    const value = filters[name]
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  return asked.length === 0 ? '' : `?${asked.join('&')}`
}
