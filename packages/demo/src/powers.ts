import { disclosure, organisations } from '@gongshi/affairs'
import { fromHex, type Signer, toHex } from '@gongshi/protocol'
import { type ActInput, type Client, createWallet, getView, type Json, sign, submitMany } from '@gongshi/sdk'
import { deputyName, publisherName, registrarName } from './city/officers.ts'
import { demoScheme } from './city/organs.ts'
import { DemoError } from './errors.ts'
import type { DemoKeys } from './seed.ts'

const dayMs = 86_400_000
/** Two bureaus become one: the employment service goes into its superior. */
const merged = { id: 'qs-employment', into: 'qs-labour', on: '2026-07-01', clause: 'decree/2026-4' } as const
const office = 'qs-transport'
/** Synthetic, as the whole city is. */
const calendar = {
  year: 2026n,
  holidays: ['2026-01-01', '2026-01-02', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
  worked: ['2026-01-04', '2026-10-10'],
  clause: 'decree/2025-31',
} as const

/**
 * A calendar of working days, a merger, a power lent for a holiday, and an act that goes beyond it and is refused. What is
 * there already is left alone.
 */
export async function lendPowers(client: Client, keys: DemoKeys): Promise<void> {
  const { rows } = await getView(client, 'organisations', 'delegation', { limit: 1 })
  if (rows.length > 0) return
  const registrar = await keys(registrarName)
  const into = [[demoScheme, merged.into]]
  const merger = { organ: [[demoScheme, merged.id]], until: merged.on, into, clause: merged.clause }
  await perform(client, registrar, organisations, 'publishCalendar', calendar)
  await perform(client, registrar, organisations, 'merge', merger)
  const [lender, deputy] = [await keys(publisherName(office)), await keys(deputyName)]
  const officer = await officerOf(client, lender)
  const from = client.now() + 60_000
  const grant = { roles: ['publisher'], affair: 'disclosure', action: null, division: null, onward: false }
  await perform(client, lender, organisations, 'delegate', {
    ...grant,
    officer: [await officerOf(client, deputy)],
    from,
    until: from + 10 * dayMs,
    clause: 'decree/2026-9',
    appointment: await appointmentOf(client, officer),
  })
  const publication = [[demoScheme, 'qs-housing'], 'QS-2026-052']
  const beyond = { publication, clause: 'government-information/18', reason: 'lapsed' }
  await perform(client, deputy, disclosure, 'withdraw', beyond, 'signer-organ')
}

type Affair = typeof organisations | typeof disclosure

async function perform(
  client: Client,
  signer: Signer,
  affair: Affair,
  action: string,
  input: object,
  expected = 'ok',
): Promise<void> {
  const signed = await sign(client, createWallet(signer), { affair, action }, input as ActInput)
  const [answer] = await submitMany(client, [signed], { waitSeconds: 30 })
  const outcome = answer?.status === 'committed' ? answer.outcome : null
  const came = outcome === null ? answer?.status : outcome[0] === 'ok' ? 'ok' : outcome[1]
  if (came !== expected) throw new DemoError({ code: 'demo-seed-refused', reason: String(came) })
}

/** The random numbers of these officers, in their order. @throws {DemoError} demo-seed-refused */
export async function readOfficerNumbers(client: Client, keys: DemoKeys, names: readonly string[]) {
  return Promise.all(names.map(async (name) => officerOf(client, await keys(name))))
}

/** The random number behind a key. */
async function officerOf(client: Client, { key }: Signer): Promise<Uint8Array> {
  const row = await find(client, 'key', ({ keyId }) => keyId === toHex(key.id))
  return numberIn(row.officer!)
}

async function appointmentOf(client: Client, officer: Uint8Array): Promise<Json> {
  const number = toHex(officer)
  const row = await find(client, 'appointment', (fields) => toHex(numberIn(fields.officer!)) === number)
  return [[officer], row.office, Date.parse(row.from as string)] as unknown as Json
}

type Fields = { readonly [field: string]: Json }

async function find(client: Client, view: string, fits: (fields: Fields) => boolean): Promise<Fields> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof getView>> = await getView(client, 'organisations', view, {
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    })
    for (const { fields } of page.rows as unknown as readonly { readonly fields: Fields }[])
      if (fits(fields)) return fields
    cursor = page.next
  } while (cursor !== null)
  throw new DemoError({ code: 'demo-seed-refused', reason: 'row-missing' })
}

function numberIn(ref: Json): Uint8Array {
  const [number] = ref as readonly [string | { readonly hex: string }]
  return fromHex(typeof number === 'string' ? number : number.hex)
}
