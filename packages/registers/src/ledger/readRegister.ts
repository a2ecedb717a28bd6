import { organisations, type Row } from '@gongshi/affairs'
import { askJson, type Client, getLedger, getView, type Json } from '@gongshi/sdk'
import type { RegisterRows } from '../organs/register.ts'

const pageRows = 200

/**
 * Places and organs as one node tells them: unproven, and enough to see what a list would change, since the ledger
 * judges each act by its own rows. Waits until the views have caught up with what is committed.
 * @throws {ClientError} where the node can't be asked, or answers nonsense
 */
export async function readRegister(client: Client): Promise<RegisterRows> {
  const { logSize } = await getLedger(client)
  while ((await getView(client, organisations.name, 'organ', { limit: 1 })).asOf.entries < logSize)
    await client.sleep(20)
  const [divisions, organs, periods] = await Promise.all(
    ['division', 'organ', 'period'].map((view) => rowsOf(client, view)),
  )
  return { divisions: divisions!, organs: [...(await genesisOrgans(client, organs!)), ...organs!], periods: periods! }
}

async function rowsOf(client: Client, view: string): Promise<Row[]> {
  const rows = new Map<string, Row>()
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await getView(client, organisations.name, view, {
      limit: pageRows,
      ...(cursor === undefined ? {} : { cursor }),
    })
    // A row that is changed while it is read may come twice.
    for (const row of page.rows) rows.set(JSON.stringify((row as { readonly key?: Json }).key), rowOf(row))
    cursor = page.next
  }
  return [...rows.values()]
}

/** What a ledger began with is in no entry, and in the views only once an act has changed it. */
async function genesisOrgans(client: Client, known: readonly Row[]): Promise<Row[]> {
  const answer = await askJson(client, '/rpc/genesis')
  const { genesis } =
    (answer as { readonly result?: { readonly genesis?: { readonly [member: string]: Json } } }).result ?? {}
  const given = (genesis?.organs ?? []) as readonly { readonly [field: string]: Json }[]
  const isKnown = ({ organ }: { readonly organ?: Json }) =>
    known.some(({ fields }) => JSON.stringify(fields.organ) === JSON.stringify(organ))
  return given.filter((organ) => !isKnown(organ)).map((fields) => ({ status: 'active', fields }))
}

function rowOf(json: Json): Row {
  const { status, fields } = json as { readonly status?: Json; readonly fields?: Row['fields'] }
  return { status: String(status), fields: fields ?? {} }
}
