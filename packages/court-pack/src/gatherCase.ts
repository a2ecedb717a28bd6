import { installedAffairs } from '@gongshi/affairs'
import type { Cbor } from '@gongshi/protocol'
import {
  type Client,
  getEntryEvidence,
  getGrounded,
  getRowHistory,
  getStateEvidence,
  groundSources,
  type Json,
} from '@gongshi/sdk'
import { CourtPackError } from './errors.ts'
import { isNamed, organName } from './organNames.ts'

/** An entry of the log: `.gse` with the grounds of a signed act, plain where nobody signed. */
export type CaseAct = { readonly index: number; readonly bytes: Uint8Array }
/** What the state held in a row when the evidence was made: a `.gse`. */
export type CaseRow = { readonly affair: string; readonly entity: string; readonly bytes: Uint8Array }

/** All that a pack says follows from these files and the trust root. Acts in the order of the log. */
export type CaseFiles = {
  readonly acts: readonly CaseAct[]
  readonly rows: readonly CaseRow[]
  /** Of the organs whose officers signed. */
  readonly organs: readonly CaseRow[]
  /** The acts that gave these organs their names, of which a row has the hashes. */
  readonly namings: readonly CaseAct[]
}

/** What a case is about: entries of the log, and rows with every act that changed them. */
export type Wanted = {
  readonly entries: readonly number[]
  readonly rows: readonly { readonly affair: string; readonly entity: string; readonly key: Cbor }[]
}

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'trust'>

/** A pack is for people: more than this nobody reads. */
const mostActs = 40

/**
 * Fetches the evidence of a case by the public interface alone, so that a pack never holds what a stranger could not get;
 * each file is verified before it is returned.
 * @throws {CourtPackError} {EvidenceError} {ClientError}
 */
export async function gatherCase(client: Asking, { entries, rows: wanted }: Wanted): Promise<CaseFiles> {
  const indexes = new Set(entries)
  const rows: CaseRow[] = []
  for (const { affair, entity, key } of wanted) {
    const revisions = (await getRowHistory(client, affair, entity, key)).rows
    if (revisions.length === 0) throw new CourtPackError({ code: 'court-pack-row-unknown' })
    for (const index of revisions.flatMap(entryOf)) indexes.add(index)
    rows.push({ affair, entity, bytes: (await getStateEvidence(client, affair, `entity/${entity}`, key)).bytes })
  }
  if (indexes.size + rows.length === 0) throw new CourtPackError({ code: 'court-pack-empty' })
  if (indexes.size > mostActs) throw new CourtPackError({ code: 'court-pack-too-many', limit: mostActs })
  const sources = groundSources(installedAffairs)
  const acts: CaseAct[] = []
  const named = new Set<string>()
  for (const index of [...indexes].sort((left, right) => left - right)) {
    const { bytes, verdict } = await getEntryEvidence(client, index)
    const isSigned = verdict.subject.kind === 'entry' && verdict.subject.leaf.kind === 'tx'
    if (!isSigned) {
      acts.push({ index, bytes })
      continue
    }
    const grounded = await getGrounded(client, index, sources)
    for (const { name, facts } of grounded.grounds) if (name === 'office') named.add(String(facts.organ))
    acts.push({ index, bytes: grounded.bytes })
  }
  return { acts, rows, ...(await gatherOrgans(client, named)) }
}

/** What the ledger holds of the organs that acted, and the newest act of each that says what it is called. */
async function gatherOrgans(
  client: Asking,
  named: ReadonlySet<string>,
): Promise<Pick<CaseFiles, 'organs' | 'namings'>> {
  const organs: CaseRow[] = []
  const namings = new Map<number, CaseAct>()
  for (const organ of [...named].sort()) {
    const at = organ.indexOf(':')
    const key = [[organ.slice(0, at), organ.slice(at + 1)]]
    const row = await getStateEvidence(client, 'organisations', 'entity/organ', key)
    organs.push({ affair: 'organisations', entity: 'organ', bytes: row.bytes })
    const { rows } = await getRowHistory(client, 'organisations', 'organ', key)
    for (const index of rows.flatMap(entryOf).toReversed()) {
      const { bytes, verdict } = await getEntryEvidence(client, index)
      const found = organName(row.verdict, [verdict])
      if (found === null || !isNamed(found)) continue
      namings.set(index, { index, bytes })
      break
    }
  }
  return { organs, namings: [...namings.values()].sort((left, right) => left.index - right.index) }
}

/** A row of the genesis has no entry. */
function entryOf(revision: Json): number[] {
  const entry = typeof revision === 'object' && revision !== null && 'entry' in revision ? revision.entry : null
  return typeof entry === 'number' ? [entry] : []
}
