import { type Json, parameterTable, type Value } from '@gongshi/affair-kit'
import { flagThresholds } from '@gongshi/affairs'
import {
  datedThresholds,
  indicatorCodes,
  type ProcessRecord,
  type RedFlag,
  redFlagsAcross,
  redFlagsOf,
  type ThresholdsAt,
} from '@gongshi/ocds'
import type { QuestionedProcedure, QuestionsData } from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import { parseRowKey, rowKeyText } from '../../../http/rowKey.ts'
import type { ViewRow } from '../../../projections/question.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { clauseOf } from '../../clauses.ts'
import { rowOf } from '../../procurement/rows.ts'
import { askedBySupervisor, organsWith } from './asked.ts'
import type { DeskNeeds } from './desk.ts'
import { affair } from './tender.ts'

const mostProcedures = 50
/** Nothing is asked before the notice. */
const unannounced = new Set(['planned', 'convened', 'keying', 'keyed'])

type Organ = { readonly scheme: string; readonly id: string }
type Reader = Pick<Officer, 'keyId' | 'offices'>
type Reckoned = { readonly row: ViewRow; readonly record: ProcessRecord; readonly flags: readonly RedFlag[] }

type AllReckoned = { readonly rows: readonly Reckoned[]; readonly isCut: boolean; readonly entries: number }

/** Reckoned once a height for all supervisors. PERF: some ten questions to the views a procedure. */
export class Questions {
  readonly #needs: DeskNeeds
  #kept: { readonly height: number; readonly all: Promise<AllReckoned> } | null = null

  constructor(needs: DeskNeeds) {
    this.#needs = needs
  }

  /**
   * For supervisors, of what they may ask about: procedures of the divisions that their offices reach, superior ones by the order of
   * divisions, and none in which their own organ takes part.
   */
  async of(reader: Reader, lang: Lang): Promise<QuestionsData> {
    if (organsWith(reader, 'supervisor').length === 0)
      return { isSupervisor: false, procedures: [], asked: [], isCut: false }
    const { rows, isCut, entries } = await this.#reckoned()
    const procedures: QuestionedProcedure[] = []
    for (const { row, flags } of rows) {
      const supervisor = flags.length === 0 ? undefined : askingOrgan(this.#needs, reader, row)
      if (supervisor === undefined) continue
      const asking = { procedure: keyJson(row), supervisor: supervisor as unknown as Json, entries }
      const questions = flags.map(({ source, ...flag }) => ({
        ...flag,
        clause: source === null ? null : clauseOf(affair, source),
      }))
      procedures.push({ row: await rowOf(this.#needs, row, lang), questions, asking })
    }
    const asked = await askedBySupervisor(this.#needs, reader, lang)
    return { isSupervisor: true, procedures, asked, isCut }
  }

  #reckoned(): Promise<AllReckoned> {
    const { height } = this.#needs.ledger.info()
    if (this.#kept?.height !== height) {
      const all = this.#reckon()
      this.#kept = { height, all }
      all.catch(() => {
        this.#kept = null // what failed is tried again
      })
    }
    return this.#kept!.all
  }

  async #reckon(): Promise<AllReckoned> {
    const order = { field: '', isDescending: true }
    const question = { affair, entity: 'procedure', filters: [], order, after: null, limit: mostProcedures }
    const page = await this.#needs.views.list(question)
    const rows: Reckoned[] = []
    const thresholds = this.#thresholds()
    for (const row of page.rows) {
      const record = unannounced.has(row.status) ? null : await this.#recordOf(row)
      if (record !== null) rows.push({ row, record, flags: redFlagsOf(record, thresholds) })
    }
    const across = redFlagsAcross(
      rows.map(({ record }) => record),
      thresholds,
    )
    const all = rows.map((each) => ({
      ...each,
      flags: [...each.flags, ...across.filter(({ ocid }) => ocid === each.record.ocid)],
    }))
    return { rows: all, isCut: page.next !== null, entries: page.asOf.entries }
  }

  async #recordOf({ key }: ViewRow): Promise<ProcessRecord | null> {
    const ocid = this.#needs.views.ocidOf(key)
    const range = {
      ocid,
      after: null,
      below: Number.MAX_SAFE_INTEGER,
      separator: '',
      contentsAt: 'urn:gongshi:content:',
    }
    const { bytes, count } = await this.#needs.views.releases({ wanted: 'records', ...range })
    const record = count === 0 ? null : (JSON.parse(new TextDecoder().decode(bytes)) as Partial<ProcessRecord>)
    return record?.compiledRelease === undefined ? null : (record as ProcessRecord)
  }

  /** As the parameters of the affair have them over the time of the ledger. */
  #thresholds(): ThresholdsAt {
    const { ledger } = this.#needs
    return datedThresholds(flagThresholds((name) => ledger.state('ledger', parameterTable, [affair, name])))
  }
}

/** The organ in whose name the reader may ask, by the very rules that judge the act; undefined: in none. */
function askingOrgan({ ledger, now }: DeskNeeds, reader: Reader, { key }: ViewRow): Organ | undefined {
  const procedure = parseRowKey(rowKeyText(key)).key as Value
  return organsWith(reader, 'supervisor').find((supervisor) => {
    const question = { indicator: indicatorCodes[0]!, version: 1n, entries: 1n, question: new Uint8Array(32) }
    const input = { procedure, supervisor, ...question }
    return ledger.explain({ affair, action: 'raiseFlag', key: reader.keyId, input }, now())?.may === true
  })
}

/** As a form of an act takes the row. */
function keyJson({ fields }: ViewRow): Json {
  const { scheme, id } = fields.buyer as unknown as Organ
  return [[scheme, id], fields.number as string] as unknown as Json
}
