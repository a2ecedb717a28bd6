import { encodeCbor, hexName } from '@gongshi/protocol'
import type { ReadDatabase } from './database/database.ts'
import { dayOf } from './day.ts'
import { inParts, type Within } from './describe.ts'
import { oneState } from './oneState.ts'
import type { TalliesAnswer } from './question.ts'
import { changeIds } from './rows.ts'
import type { OrganTallyRow, TallyRow } from './tables.ts'

/** An act as the counts have it: signed by somebody, or the ledger's own when it was due. */
export type Act = {
  readonly entry: number
  /** Unix milliseconds. */
  readonly time: number
  readonly affair: string
  readonly action: string
  readonly isDone: boolean
  readonly signers: readonly Uint8Array[]
}

/**
 * Adds acts to the counts, each once: it runs in the transaction that writes their rows, after those.
 * PERF: a batch costs a statement for the acts, and two for the organs of their signers, however long the log is.
 */
export async function addTallies(within: Within, acts: readonly Act[]): Promise<void> {
  for (const part of inParts(talliesOf(acts)))
    await within
      .insertInto('tally')
      .values([...part])
      .onConflict((conflict) =>
        conflict.columns(['day', 'affair', 'action']).doUpdateSet((set) => ({
          done: set('tally.done', '+', set.ref('excluded.done')),
          refused: set('tally.refused', '+', set.ref('excluded.refused')),
        })),
      )
      .execute()
  for (const part of inParts(await organTalliesOf(within, acts)))
    await within
      .insertInto('organ_tally')
      .values([...part])
      .onConflict((conflict) =>
        conflict.columns(['organ', 'affair']).doUpdateSet((set) => ({
          done: set('organ_tally.done', '+', set.ref('excluded.done')),
        })),
      )
      .execute()
}

function talliesOf(acts: readonly Act[]): TallyRow[] {
  const same = Map.groupBy(acts, ({ time, affair, action }) => `${dayOf(time)} ${affair} ${action}`)
  return [...same.values()].map((some) => {
    const { time, affair, action } = some[0]!
    const done = some.filter(({ isDone }) => isDone).length
    return { day: dayOf(time), affair, action, done, refused: some.length - done }
  })
}

/** An act that officers of two organs signed counts for both. */
async function organTalliesOf(within: Within, acts: readonly Act[]): Promise<OrganTallyRow[]> {
  const done = acts.filter(({ isDone }) => isDone)
  const register = await registeredKeys(
    within,
    done.flatMap(({ signers }) => signers),
  )
  const counts = new Map<string, OrganTallyRow>()
  for (const { entry, affair, signers } of done) {
    const { first } = changeIds(entry)
    const organs = signers.flatMap((key) => register.get(hexName(key))?.findLast(({ id }) => id < first)?.organ ?? [])
    for (const organ of new Set(organs)) {
      const name = `${affair} ${organ}`
      counts.set(name, { organ, affair, done: (counts.get(name)?.done ?? 0) + 1 })
    }
  }
  return [...counts.values()]
}

type RegisteredKey = { readonly id: number; readonly organ: string }

/** Whose keys they were by each revision of the register of organs, the first one first; a private person's key is not there. */
async function registeredKeys(
  within: Within,
  keys: readonly Uint8Array[],
): Promise<ReadonlyMap<string, readonly RegisteredKey[]>> {
  const rowKeys = new Map(keys.map((key) => [hexName(key), encodeCbor([key])]))
  const names = new Map([...rowKeys].map(([name, rowKey]) => [hexName(rowKey), name]))
  const found = new Map<string, RegisteredKey[]>()
  for (const part of inParts([...rowKeys.values()])) {
    const rows = await within
      .selectFrom('revision')
      .select(['id', 'key', 'fields'])
      .where('affair', '=', 'organisations')
      .where('entity', '=', 'key')
      .where('key', 'in', part)
      .orderBy('id')
      .execute()
    for (const { id, key, fields } of rows) {
      const { organ } = JSON.parse(fields) as { readonly organ: { readonly scheme: string; readonly id: string } }
      const name = names.get(hexName(key))!
      found.set(name, [...(found.get(name) ?? []), { id, organ: `${organ.scheme}/${organ.id}` }])
    }
  }
  return found
}

/** PERF: reads the counts alone, a row a day and action: some ten thousand for a ledger of years. */
export function tallies(database: ReadDatabase): Promise<TalliesAnswer> {
  return oneState(database, async (within, asOf) => ({
    asOf,
    tallies: await within.selectFrom('tally').selectAll().orderBy('day').orderBy('affair').orderBy('action').execute(),
    organs: await within.selectFrom('organ_tally').selectAll().orderBy('organ').orderBy('affair').execute(),
  }))
}
