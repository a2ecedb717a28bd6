import { keyPointFields } from './keyPoint.ts'
import type { Fields, Kind } from './kind.ts'

type Named = { readonly name: string; readonly rows: { readonly [entity: string]: unknown } }

/**
 * The kinds, as an author writes them. Those that can be parameters take the clause of the register that sets them:
 * `t.duration('court-enforcement/487')`.
 */
export const t = {
  /** Signed 64-bit. */
  int: scalar('int'),
  bool: scalar('bool'),
  /** ISO 4217 currency and integer minor units. */
  money: scalar('money'),
  /** A person's or company's pairwise pseudonym. */
  subject: scalar('subject'),
  /** (scheme, id); scheme gb-32100 has its check digit checked. */
  organ: scalar('organ'),
  /** (scheme, code, date on which the code was in force). */
  division: scalar('division'),
  /** A signing key's id (RFC 9679 thumbprint). */
  key: scalar('key'),
  /** A public key itself: `suite`, `x`, `y`. */
  keyPoint: () => ({ kind: 'record', fields: keyPointFields }) as const,
  /** A moment, to the millisecond. */
  time: scalar('time'),
  /** A calendar day. */
  date: scalar('date'),
  /** A count of working days. */
  workdays: scalar('workdays'),
  /** A span of time that is not counted in working days. */
  duration: scalar('duration'),
  /** An exact fraction in lowest terms. */
  rational: scalar('rational'),
  /** A member of a published code list. */
  code: <const List extends string>(list: List) => ({ kind: 'code', list }) as const,
  /** A content or vault record, kept off the ledger: also every free text by a citizen. */
  commitment: <const Schema extends string>(schema: Schema) => ({ kind: 'commitment', schema }) as const,
  /** An officer's public text: the ledger keeps its hash, the transaction's body keeps the words. */
  text: <const Max extends number>(max: Max) => ({ kind: 'text', max }) as const,
  bytes: <const Length extends number>(length: Length) => ({ kind: 'bytes', length }) as const,
  oneOf: <const Values extends readonly [string, ...string[]]>(...values: Values) =>
    ({ kind: 'oneOf', values }) as const,
  option: <const Of extends Kind>(of: Of) => ({ kind: 'option', of }) as const,
  list: <const Of extends Kind, const Max extends number>(of: Of, max: Max) => ({ kind: 'list', of, max }) as const,
  record: <const Members extends Fields>(fields: Members) => ({ kind: 'record', fields }) as const,
  ref,
} as const

function scalar<const Name extends Extract<Kind, { readonly basis?: string }>['kind']>(kind: Name) {
  return (basis?: string): { readonly kind: Name; readonly basis?: string } =>
    basis === undefined ? { kind } : { kind, basis }
}

/** A row of this affair, or of another: `t.ref('unit')`, `t.ref(certificates, 'certificate')`. */
function ref<const Entity extends string>(entity: Entity): { readonly kind: 'ref'; readonly entity: Entity }
function ref<A extends Named, const Entity extends keyof A['rows'] & string>(
  affair: A,
  entity: Entity,
): { readonly kind: 'ref'; readonly affair: A['name']; readonly entity: Entity }
function ref(affairOrEntity: Named | string, entity?: string): Kind {
  return typeof affairOrEntity === 'string'
    ? { kind: 'ref', entity: affairOrEntity }
    : { kind: 'ref', affair: affairOrEntity.name, entity: entity! }
}
