/** A row that cannot be made, by its code: a fault of a projection, never of the ledger. */
export class ProjectionFault extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}
