import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../packages/cli/test/runInTest.ts'

const scheme = 'x-sample'
const place = { scheme, code: '990100', date: '2026-01-01' }

/** A synthetic city that buys: the officers' roles, by the organ that each alone is of. Whoever registers keys registers the own passkey. */
const organs = {
  city: { roles: ['administrator', 'registrar', 'delegate'], votes: true },
  works: { roles: ['purchaser', 'administrator'], votes: false },
  center: { roles: ['agent', 'administrator'], votes: false },
  desk: { roles: ['receiver', 'administrator'], votes: false },
  inspectorate: { roles: ['supervisor', 'administrator'], votes: false },
  audit: { roles: ['trustee', 'administrator'], votes: false },
  justice: { roles: ['trustee', 'administrator'], votes: false },
  archive: { roles: ['trustee', 'administrator'], votes: false },
  carpenter: { roles: ['representative'], votes: false },
  joiner: { roles: ['representative'], votes: false },
  turner: { roles: ['representative'], votes: false },
  /** A company like these, which does not bid. */
  weaver: { roles: ['representative'], votes: false },
} as const

export const trustees = ['audit', 'justice', 'archive'] as const
export const bidders = ['carpenter', 'joiner', 'turner'] as const
export type Trustee = (typeof trustees)[number]
export type Bidder = (typeof bidders)[number]
/** Twice as many as judge, each of an organ of its own. */
export const experts = Array.from({ length: 10 }, (_, at) => `school-${at + 1}`)

export const organOf = (id: string) => ({ scheme, id })
export const organText = (id: string) => `${scheme}:${id}`
export { place }

/** Keys of all founders and the file that names them. */
export async function writeFounders(folder: string): Promise<string> {
  const founders = []
  const all = Object.entries({
    ...organs,
    ...Object.fromEntries(experts.map((id) => [id, { roles: ['publisher', 'administrator'], votes: false }])),
  })
  for (const [id, { roles, votes }] of all) {
    const made = await run(['keys', 'new', id, '--unprotected'], { env: { GONGSHI_KEYS: folder }, random: fresh })
    assert.equal(made.code, 0, made.err)
    founders.push({ organ: organOf(id), division: place, key: join(folder, `${id}.key.json`), post: id, roles, votes })
  }
  const file = join(folder, 'founders.json')
  writeFileSync(file, JSON.stringify({ founders }))
  return file
}

export const fresh = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
