import type { Json } from '@gongshi/affair-kit'
import {
  type ProcessRecord,
  type RedFlag,
  redFlagsAcross,
  redFlagsOf,
  type Thresholds,
  usualThresholds,
} from '@gongshi/ocds'
import type { QuestionedProcedure, QuestionsData } from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import type { ViewRow } from '../../../projections/question.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { rowOf } from '../../procurement/rows.ts'
import type { DeskNeeds } from './desk.ts'
import { affair, parametersInForce } from './tender.ts'

const dayMs = 86_400_000
const mostProcedures = 50
/** Nothing is asked before the notice. */
const unannounced = new Set(['planned', 'convened', 'keying', 'keyed'])

type Organ = { readonly scheme: string; readonly id: string }
type Division = { readonly scheme: string; readonly code: string }
type Reckoned = { readonly row: ViewRow; readonly record: ProcessRecord; readonly flags: readonly RedFlag[] }

type AllReckoned = { readonly rows: readonly Reckoned[]; readonly isCut: boolean; readonly entries: number }

/** Reckoned once a height for all supervisors. PERF: some ten questions to the views a procedure. */
export class Questions {
  readonly #needs: DeskNeeds
  #kept: { readonly height: number; readonly all: Promise<AllReckoned> } | null = null

  constructor(needs: DeskNeeds) {
    this.#needs = needs
  }

  /** For supervisors, of their divisions alone, and of no procedure in which their own organ takes part. */
  async of({ offices }: Pick<Officer, 'offices'>, lang: Lang): Promise<QuestionsData> {
    const own = offices.filter(({ roles, organ }) => organ !== null && roles.includes('supervisor'))
    if (own.length === 0) return { isSupervisor: false, procedures: [], isCut: false }
    const { rows, isCut, entries } = await this.#reckoned()
    const procedures: QuestionedProcedure[] = []
    for (const { row, flags } of rows) {
      const office = own.find((each) => supervises(each, row))
      if (office === undefined || flags.length === 0) continue
      const asking = { procedure: keyJson(row), supervisor: office.organ as unknown as Json, entries }
      procedures.push({ row: await rowOf(this.#needs, row, lang), questions: flags, asking })
    }
    return { isSupervisor: true, procedures, isCut }
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
    for (const row of page.rows) {
      const record = unannounced.has(row.status) ? null : await this.#recordOf(row)
      if (record !== null) rows.push({ row, record, flags: redFlagsOf(record, this.#thresholds(record)) })
    }
    const across = redFlagsAcross(
      rows.map(({ record }) => record),
      usualThresholds,
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

  /** A time to bid that is no longer than the least that the law gave on the day of the notice is worth a question. */
  #thresholds({ releases }: ProcessRecord): Thresholds {
    const notice = releases.find(({ tag }) => Array.isArray(tag) && tag.includes('tender'))
    const announced = typeof notice?.date === 'string' ? Date.parse(notice.date) : this.#needs.now()
    const least = parametersInForce(this.#needs.ledger, announced).get('leastBidding')?.value
    const days = least === undefined ? usualThresholds.leastDays : Math.floor(Number(least) / dayMs) + 1
    return { ...usualThresholds, leastDays: days }
  }
}

function supervises({ organ, division }: Officer['offices'][number], { fields }: ViewRow): boolean {
  const place = fields.division as unknown as Division
  const isParty = [fields.buyer, fields.agency].some((party) => isSame(party as unknown as Organ, organ))
  return !isParty && division !== null && division.scheme === place.scheme && division.code === place.code
}

function isSame(one: Organ, other: Organ | null): boolean {
  return other !== null && one.scheme === other.scheme && one.id === other.id
}

/** As a form of an act takes the row. */
function keyJson({ fields }: ViewRow): Json {
  const { scheme, id } = fields.buyer as unknown as Organ
  return [[scheme, id], fields.number as string] as unknown as Json
}
