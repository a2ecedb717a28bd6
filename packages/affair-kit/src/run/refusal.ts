import type { Cbor } from '@gongshi/protocol'

/** Refusals that the kit itself gives; an affair adds its own. Their texts: `refusalTexts.ts`. */
export type KitRefusal =
  | 'affair-version'
  | 'action-unknown'
  | 'action-not-submittable'
  | 'bounds'
  | 'internal'
  | 'invariant'
  | 'suspended'
  | 'input'
  | 'row-missing'
  | 'row-exists'
  | 'row-status'
  | 'rows-present'
  | 'rows-too-many'
  | 'ref-missing'
  | 'tally-currency'
  | 'param-missing'
  | 'signer-count'
  | 'signer-repeated'
  | 'signer-key'
  | 'signer-role'
  | 'signer-organ'
  | 'signer-division'
  | 'signer-scope'
  | 'signer-term'
  | 'signer-holder'
  | 'signer-place'
  | 'signer-succession'
  | 'signer-person'
  | 'signer-maker'
  | 'signer-separation'
  | 'signer-conflict'
  | 'signer-missing'
  | 'signer-confirmation'
  | 'call-depth'
  | 'call-refused'
  | 'not-due'
  | 'value-range'
  | 'expression-range'
  | 'expression-currency'
  | 'expression-division-by-zero'
  | 'expression-no-workday'

/** Ends a transaction: it leaves its refusal in the log and nothing else. `detail` is typed and holds no free text. */
export class Refused extends Error {
  readonly code: string
  readonly detail: Cbor

  constructor(code: string, detail: Cbor) {
    super(code)
    this.name = 'Refused'
    this.code = code
    this.detail = detail
  }
}

export function refuse(code: KitRefusal, detail: Cbor = null): never {
  throw new Refused(code, detail)
}

/** An affair's promise to itself that an action would have broken. */
export class InvariantBroken extends Error {}

/** What an author got wrong and no check found before: the action is suspended, the ledger goes on. */
export class AuthorFault extends Error {}
