import { type Cbor, encodeCbor, encodeGrounded, toHex } from '@gongshi/protocol'
import { getEntryEvidence, getStateEvidence } from '../actions/getEvidence.ts'
import { getView } from '../actions/getView.ts'
import type { Client } from '../client.ts'
import { ClientError, isRefusal } from '../errors.ts'
import { member, readText } from '../http/json.ts'
import { parseRowKey, rowKeyText } from '../http/rowKey.ts'
import { type GroundSources, type ProvenRow, type RowFields, readProvenRow } from './rowFields.ts'
import { type VerifiedGrounds, verifyGrounded } from './verifyGrounded.ts'

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'trust'>
type Act = { readonly affair: string; readonly action: string; readonly time: number }
/** Rows that an officer or a proposal has at most; more are left out, and the chain says where it is not whole. */
const mostRows = 50

/**
 * Fetches an act's evidence with that of the rows on which its authority rests: key, mandate, office, the affair's figures
 * of that time, and the votes that set them. `bytes` is the file; it is verified before it is returned.
 * @throws {ClientError} client-trust-missing, client-ground-unrelated for an entry that nobody signed, those of a request
 * @throws {EvidenceError} with the step that failed
 */
export async function getGrounded(
  client: Asking,
  index: number,
  { fields: known, figures }: GroundSources,
): Promise<VerifiedGrounds & { readonly bytes: Uint8Array }> {
  const { bytes: act, verdict } = await getEntryEvidence(client, index)
  const leaf = verdict.subject.kind === 'entry' && verdict.subject.leaf.kind === 'tx' ? verdict.subject.leaf : null
  if (leaf === null) throw new ClientError({ code: 'client-ground-unrelated', ground: 0 })
  const gathering = new Gathering(client, known, leaf)
  for (const keyId of leaf.signers) await gathering.signer(keyId)
  const named = Object.hasOwn(figures, leaf.affair) ? figures[leaf.affair]! : []
  for (const name of named) await gathering.figure(leaf.affair, name)
  const bytes = encodeGrounded({ act, grounds: gathering.grounds })
  return { bytes, ...(await verifyGrounded(bytes, client.trust!, client.now(), known)) }
}

/** Rows in the order in which one names the next, each once. */
class Gathering {
  readonly grounds: Uint8Array[] = []
  readonly #taken = new Set<string>()
  readonly #client: Asking
  readonly #known: RowFields
  readonly #act: Act

  constructor(client: Asking, known: RowFields, act: Act) {
    this.#client = client
    this.#known = known
    this.#act = act
  }

  async signer(keyId: Uint8Array): Promise<void> {
    const key = await this.#row('organisations', 'key', [keyId])
    const officer = key?.fields.officer ?? null
    if (officer === null) return
    for (const id of await this.#found('organisations', 'delegation', 'officer', officer)) {
      const loan = await this.#row('organisations', 'delegation', id)
      if (loan !== null) await this.#mandate(loan.fields.appointment!)
    }
    for (const id of await this.#found('organisations', 'appointment', 'officer', officer)) await this.#mandate(id)
  }

  async figure(affair: string, name: string): Promise<void> {
    const { bytes, verdict } = await getStateEvidence(this.#client, 'ledger', 'param', [affair, name])
    const value = verdict.subject.kind === 'state' ? verdict.subject.value : undefined
    if (!Array.isArray(value)) return
    const then = (value as readonly (readonly [number, Cbor, string])[]).findLast(([from]) => from <= this.#act.time)
    if (then === undefined) return
    this.grounds.push(bytes)
    for (const id of await this.#settling(`parameter/${affair}/${name}`, then[0])) {
      await this.#row('governance', 'proposal', id)
      for (const vote of await this.#found('governance', 'vote', 'proposal', id))
        await this.#row('governance', 'vote', vote)
    }
  }

  async #mandate(id: Cbor): Promise<void> {
    const mandate = await this.#row('organisations', 'appointment', id)
    if (mandate !== null) await this.#row('organisations', 'office', mandate.fields.office!)
  }

  /** The proposal that gave a figure its value from a moment on; none for one of the genesis. */
  async #settling(topic: string, from: number): Promise<readonly Cbor[]> {
    const rows = await this.#rows('governance', 'proposal', { topic })
    const settled = rows.find((row) => {
      const change = member(member(row, 'fields'), 'parameter')
      return ['inForce', 'ended'].includes(String(member(row, 'status'))) && timeIn(change, 'from') === from
    })
    return settled === undefined ? [] : [keyOf(settled)]
  }

  /** Ids of the rows that name another one and were of use for the act, as the node tells it. */
  async #found(affair: string, entity: string, field: string, id: Cbor): Promise<readonly Cbor[]> {
    const { time, affair: of, action } = this.#act
    const rows = await this.#rows(affair, entity, { [field]: rowKeyText(id) })
    const useful = rows.filter((row) => {
      const fields = member(row, 'fields')
      const ran = (timeIn(fields, 'from') ?? time) <= time && time < (timeIn(fields, 'until') ?? time + 1)
      return ran && (member(fields, 'affair') ?? of) === of && (member(fields, 'action') ?? action) === action
    })
    return useful.map(keyOf)
  }

  async #rows(affair: string, entity: string, filters: Readonly<Record<string, string>>) {
    try {
      return (await getView(this.#client, affair, entity, { limit: mostRows, filters })).rows
    } catch (error) {
      if (isRefusal(error, 'view-unknown')) return []
      throw error
    }
  }

  /** What the state holds, proven, and its evidence kept; null where it holds nothing that this version reads. */
  async #row(affair: string, entity: string, id: Cbor): Promise<ProvenRow | null> {
    const { bytes, verdict } = await getStateEvidence(this.#client, affair, `entity/${entity}`, id)
    const value = verdict.subject.kind === 'state' ? verdict.subject.value : undefined
    const row = value === undefined ? null : readProvenRow(this.#known, affair, entity, value)
    const name = `${entity} ${toHex(encodeCbor(id))}`
    if (row === null || row.fields.officer === null || this.#taken.has(name)) return row
    this.#taken.add(name)
    this.grounds.push(bytes)
    return row
  }
}

function keyOf(row: Parameters<typeof member>[0]): Cbor {
  return parseRowKey(readText(member(row, 'key'), 'key'))
}

function timeIn(json: Parameters<typeof member>[0], name: string): number | null {
  const value = member(json, name)
  return typeof value === 'string' ? Date.parse(value) : null
}
