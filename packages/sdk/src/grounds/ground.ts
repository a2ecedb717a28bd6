import { type Cbor, encodeCbor, toHex, type Verdict } from '@gongshi/protocol'
import { type ProvenRow, type RowFields, readProvenRow } from './rowFields.ts'

/** What a row says in the chain from a signature to the vote behind a rule; `loan`: a power that was lent. */
export const groundNames = ['key', 'loan', 'mandate', 'office', 'figure', 'proposal', 'vote'] as const
export type GroundName = (typeof groundNames)[number]

/** Bytes in hexadecimal; `from`, `until` and `effective` in Unix milliseconds; organs as `scheme:id`. */
export type GroundFacts = { readonly [fact: string]: string | number }

export type Ground = {
  readonly name: GroundName
  readonly facts: GroundFacts
  /** Of the header that proves it: the row stood so then. Unix milliseconds. */
  readonly asOf: number
}

type Act = {
  readonly affair: string
  readonly action: string
  readonly time: number
  readonly signers: readonly Uint8Array[]
}

const rowTable = /^entity\/([a-zA-Z]+)$/
/** Where the ledger keeps the figures of affairs: [[from, value, clause], …] under [affair, name]. */
const figures = { affair: 'ledger', table: 'param' }

/**
 * Follows the chain from the signatures of an act, row by row: each must hang on one that was there before it, and those
 * that run from a time must have run when the act was done.
 */
export class Chain {
  readonly #act: Act
  readonly #known: RowFields
  readonly #signers: ReadonlySet<string>
  /** Rows that something in the chain named, each with the signing keys that led there. */
  readonly #officers = new Map<string, Set<string>>()
  readonly #mandates = new Map<string, Set<string>>()
  readonly #offices = new Map<string, Set<string>>()
  readonly #figures = new Set<string>()
  readonly #proposals = new Set<string>()
  /** Signing keys whose office is there. */
  readonly #shown = new Set<string>()

  constructor(act: Act, known: RowFields) {
    this.#act = act
    this.#known = known
    this.#signers = new Set(act.signers.map((keyId) => idOf([keyId])))
  }

  /** Null for what has no place in the chain. */
  take({ subject, times }: Verdict): Ground | null {
    if (subject.kind !== 'state' || subject.value === undefined) return null
    const { affair, table, key, value } = subject
    const asOf = times.committed
    if (affair === figures.affair && table === figures.table) return this.#figure(key, value, asOf)
    const entity = rowTable.exec(table)?.[1] ?? ''
    const row = readProvenRow(this.#known, affair, entity, value)
    const found = row === null ? null : this.#row(`${affair}/${entity}`, key, row)
    return found === null ? null : { ...found, asOf }
  }

  /** Whether each signature leads to an officer who held an office. */
  get isWhole(): boolean {
    return [...this.#signers].every((signer) => this.#shown.has(signer))
  }

  #row(kind: string, key: Cbor, { status, fields }: ProvenRow): Omit<Ground, 'asOf'> | null {
    const id = idOf(key)
    switch (kind) {
      case 'organisations/key':
        if (!this.#signers.has(id) || fields.officer === null) return null
        lead(this.#officers, fields.officer!, [id])
        return {
          name: 'key',
          facts: { key: text((key as readonly Cbor[])[0]!), officer: text(fields.officer!), status },
        }
      case 'organisations/delegation':
        if (!this.#held(fields)) return null
        lead(this.#mandates, fields.appointment!, this.#officers.get(idOf(fields.officer!)))
        return { name: 'loan', facts: termOf(fields, 'lender', 'officer', 'roles') }
      case 'organisations/appointment':
        if (!this.#mandates.has(id) && !this.#held(fields)) return null
        lead(this.#offices, fields.office!, this.#mandates.get(id))
        lead(this.#offices, fields.office!, this.#officers.get(idOf(fields.officer!)))
        return { name: 'mandate', facts: termOf(fields, 'officer', 'office', 'acting') }
      case 'organisations/office':
        if (!this.#offices.has(id)) return null
        for (const signer of this.#offices.get(id)!) this.#shown.add(signer)
        return { name: 'office', facts: factsOf(fields, 'organ', 'post', 'roles', 'clause') }
      case 'governance/proposal':
        return this.#proposal(key, { status, fields })
      case 'governance/vote':
        if (!this.#proposals.has(idOf(fields.proposal!))) return null
        return { name: 'vote', facts: { ...factsOf(fields, 'proposal', 'organ'), choice: status } }
      default:
        return null
    }
  }

  #proposal(key: Cbor, { status, fields }: ProvenRow): Omit<Ground, 'asOf'> | null {
    const [of, name, , from] = (Array.isArray(fields.parameter) ? fields.parameter : []) as readonly Cbor[]
    if (!this.#figures.has(idOf([of ?? null, name ?? null, from ?? null]))) return null
    this.#proposals.add(idOf(key))
    const counted = factsOf(fields, 'electorate', 'approvals', 'objections', 'abstentions')
    return {
      name: 'proposal',
      facts: { proposal: text(key), ...factsOf(fields, 'topic', 'clause'), status, ...counted },
    }
  }

  #figure(key: Cbor, value: Cbor, asOf: number): Ground | null {
    if (!Array.isArray(key) || key[0] !== this.#act.affair || !Array.isArray(value)) return null
    const then = (value as readonly (readonly [number, Cbor, string])[]).findLast(([from]) => from <= this.#act.time)
    if (then === undefined) return null
    const [from, figure, clause] = then
    this.#figures.add(idOf([...(key as readonly Cbor[]), from]))
    return { name: 'figure', asOf, facts: { name: text(key[1]!), value: text(figure), from, clause } }
  }

  /** By an officer who signed; from its first moment on, and not at its last; narrowed to no other affair or action. */
  #held({ officer, from, until, affair, action }: ProvenRow['fields']): boolean {
    const act = this.#act
    const runs = (from as number) <= act.time && (until === null || act.time < (until as number))
    const covers = (affair ?? act.affair) === act.affair && (action ?? act.action) === act.action
    return this.#officers.has(idOf(officer!)) && runs && covers
  }
}

function lead(to: Map<string, Set<string>>, id: Cbor, signers: Iterable<string> = []): void {
  const known = to.get(idOf(id)) ?? new Set()
  to.set(idOf(id), new Set([...known, ...signers]))
}

function idOf(id: Cbor): string {
  return toHex(encodeCbor(id))
}

function termOf(fields: ProvenRow['fields'], ...names: readonly string[]): GroundFacts {
  return factsOf(fields, ...names, 'from', 'until', 'clause')
}

/** Those that are there. */
function factsOf(fields: ProvenRow['fields'], ...names: readonly string[]): GroundFacts {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name] ?? null
      return value === null ? [] : [[name, typeof value === 'number' ? value : text(value)]]
    }),
  )
}

function text(value: Cbor): string {
  if (value instanceof Uint8Array) return toHex(value)
  return Array.isArray(value) ? (value as readonly Cbor[]).map(text).join(':') : String(value)
}
