import type { FlagData, ProcedureData } from '@gongshi/portal'
import type { ViewRow } from '../../projections/question.ts'
import { organOf } from '../organs.ts'
import type { RecordNeeds } from '../records.ts'
import type { OrganId } from './shapes.ts'

type Read = (content: string) => Promise<NonNullable<ProcedureData['notice']>>

/** What everybody reads of the questions to a buyer: none before it is answered, or the time to answer is over. */
export function publicFlags(
  { names }: Pick<RecordNeeds, 'names'>,
  rows: readonly ViewRow[],
  read: Read,
): Promise<readonly FlagData[]> {
  const readOrNot = (content: unknown) => (typeof content === 'string' ? read(content) : null)
  return Promise.all(
    rows
      .filter(({ status }) => status !== 'raised')
      .map(async ({ status, fields }) => ({
        indicator: fields.indicator as FlagData['indicator'],
        status,
        supervisor: organOf(names, fields.supervisor as unknown as OrganId),
        entries: Number(fields.entries),
        question: await read(fields.question as string),
        answer: await readOrNot(fields.answer),
        finding: fields.finding as string | null,
        reasons: await readOrNot(fields.reasons),
      })),
  )
}
