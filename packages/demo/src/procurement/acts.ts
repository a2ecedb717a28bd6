import { procurement } from '@gongshi/affairs'
import { type Cbor, utf8 } from '@gongshi/protocol'
import {
  type ActInput,
  type Client,
  type ContentMember,
  createWallet,
  getView,
  type Json,
  rowKeyText,
  sign,
  submitMany,
  uploadContents,
} from '@gongshi/sdk'
import type { Bilingual } from '../bilingual.ts'
import { DemoError } from '../errors.ts'
import type { DemoKeys } from '../seed.ts'

/** An act of affair `procurement`, and whose keys sign it. */
export type Act = { readonly action: string; readonly by: readonly string[]; readonly input: object }

export type Stage = { readonly client: Client; readonly keys: DemoKeys }

/** Acts of which none depends on another. @throws {DemoError} demo-seed-refused */
export async function perform({ client, keys }: Stage, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return
  const signed = await Promise.all(
    acts.map(async ({ action, by, input }) => {
      const wallet = createWallet(...((await Promise.all(by.map(keys))) as [Awaited<ReturnType<DemoKeys>>]))
      return sign(client, wallet, { affair: procurement, action }, input as ActInput)
    }),
  )
  const answers = await submitMany(client, signed, { waitSeconds: 30 })
  for (const [at, answer] of answers.entries()) {
    const refused =
      answer.status !== 'committed' ? answer.status : answer.outcome[0] === 'ok' ? null : String(answer.outcome[1])
    if (refused !== null) throw new DemoError({ code: 'demo-seed-refused', reason: `${acts[at]!.action}: ${refused}` })
  }
}

/** Documents beside the ledger, in both languages and marked as made up: their commitments. */
export async function publishWords(
  { client, keys }: Stage,
  officer: string,
  documents: readonly { readonly title?: Bilingual; readonly paragraphs: readonly Bilingual[] }[],
): Promise<Uint8Array[]> {
  const signer = await keys(officer)
  const answers = await uploadContents(client, signer, documents.map(membersOf))
  return answers.map((answer) => {
    if (answer.status === 'refused') throw new DemoError({ code: 'demo-seed-refused', reason: answer.code })
    return answer.commitment
  })
}

function membersOf({ title, paragraphs }: { title?: Bilingual; paragraphs: readonly Bilingual[] }): ContentMember[] {
  const text = (path: string, { zh, en }: Bilingual) => [
    { path: `${path}/zh`, bytes: utf8(zh) },
    { path: `${path}/en`, bytes: utf8(en) },
  ]
  return [
    { path: '@synthetic', bytes: utf8('a city that does not exist; 虚构城市') },
    ...(title === undefined ? [] : text('title', title)),
    ...paragraphs.flatMap((words, at) => text(`paragraph/${at + 1}`, words)),
  ]
}

export type ViewedRow = { readonly key: string; readonly fields: { readonly [name: string]: Json } }

/** A procedure's rows of one kind, in the order of their entries, once the views have as many. */
export async function rowsOf({ client }: Stage, entity: string, procedure: Cbor, count: number): Promise<ViewedRow[]> {
  const options = { limit: 200, sort: 'entry', filters: { procedure: rowKeyText(procedure) } }
  for (;;) {
    const { rows } = await getView(client, procurement.name, entity, options)
    if (rows.length >= count) return rows as unknown as ViewedRow[]
    await client.sleep(20)
  }
}
