/** One thing wrong with an affair. `path` is its place in the declaration, such as `actions.sell.refuse.same`. */
export type Fault = {
  readonly code: FaultCode
  readonly path: string
  /** One sentence for the author. */
  readonly message: string
  /** For a fault in an expression: its text and the part meant, as UTF-16 offsets. */
  readonly source?: string
  readonly start?: number
  readonly end?: number
  /** The name that was probably meant. */
  readonly meant?: string
}

export type FaultCode =
  | 'syntax'
  | 'outside-subset'
  | 'unknown-name'
  | 'unknown-field'
  | 'unknown-function'
  | 'unknown-word'
  | 'types'
  | 'result'
  | 'name'
  | 'duplicate'
  | 'missing'
  | 'kind'
  | 'key'
  | 'tally'
  | 'has'
  | 'status'
  | 'timed'
  | 'signers'
  | 'separation'
  | 'with'
  | 'clause'
  | 'call'
  | 'cycle'
  | 'handler'
  | 'bounds'
  | 'import'
  | 'migration'
  | 'text-missing'
  | 'text-unused'

/** All faults for a terminal: place, sentence, the expression with a caret under the part meant, and a guess. */
export function formatFaults(faults: readonly Fault[]): string {
  return faults.map(formatFault).join('\n\n')
}

function formatFault(fault: Fault): string {
  const lines = [`${fault.path}: ${fault.message} [${fault.code}]`]
  if (fault.source !== undefined && fault.start !== undefined) {
    const { line, column } = lineAt(fault.source, fault.start)
    const width = Math.max(1, Math.min((fault.end ?? fault.start) - fault.start, line.length - column))
    lines.push(`  ${line}`, `  ${' '.repeat(column)}${'^'.repeat(width)}`)
  }
  if (fault.meant !== undefined) lines.push(`  did you mean "${fault.meant}"?`)
  return lines.join('\n')
}

function lineAt(source: string, at: number): { line: string; column: number } {
  const start = source.lastIndexOf('\n', at - 1) + 1
  const end = source.indexOf('\n', at)
  return { line: source.slice(start, end < 0 ? undefined : end), column: at - start }
}
