import { type JsonObject, readReleases } from '@gongshi/ocds'
import { waitFor } from '../../node/test/acts.ts'

type Feed = {
  readonly asOf: { readonly entries: number }
  readonly releases: readonly JsonObject[]
  readonly resume: number | null
  readonly more: boolean
}
export type Told = {
  readonly feed: readonly JsonObject[]
  readonly packages: readonly JsonObject[]
  readonly records: readonly JsonObject[]
  readonly compiled: string
}

/** All that a node at rest says in the open standard, its own address left out. */
export async function toldInOcds(url: string): Promise<Told> {
  const answer = async <Value>(path: string): Promise<Value> => {
    const text = await (await fetch(new URL(path, url))).text()
    return JSON.parse(text.replaceAll(new URL(url).origin, 'http://here')) as Value
  }
  const feed: JsonObject[] = []
  for (let query = '?limit=50', more = true; more; ) {
    const page = await answer<Feed>(`/ocds/releases${query}`)
    feed.push(...page.releases)
    query = `?limit=50&after=${page.resume}`
    more = page.more
  }
  const packages: JsonObject[] = []
  let next = (await answer<{ first: string | null }>('/ocds/packages')).first ?? undefined
  while (next !== undefined) {
    const page = await answer<JsonObject & { links?: { next?: string } }>(new URL(next).pathname)
    packages.push(page)
    next = page.links?.next
  }
  const { records } = await answer<{ records: JsonObject[] }>('/ocds/export/records.json')
  const compiled = await (await fetch(new URL('/ocds/export/compiled.jsonl', url))).text()
  return { feed, packages, records, compiled: compiled.replaceAll(new URL(url).origin, 'http://here') }
}

/** When the views have come to the end of the log. */
export async function caughtUp(url: string, logSize: number): Promise<void> {
  await waitFor('the views', async () => {
    const { asOf, releases } = (await (await fetch(new URL('/ocds/releases?limit=200', url))).json()) as Feed
    return asOf.entries === logSize && releases.every(({ text }) => text === 'held')
  })
}

/** What of releases breaks the release schema, the buyer aside, which a release that only says what changed does not name again. */
export async function faultsIn(releases: readonly JsonObject[]): Promise<string[]> {
  const whole = releases.map((release) => ({ ...release, buyer: { id: 'b' } }))
  const faults: string[] = []
  for await (const read of readReleases([Buffer.from(JSON.stringify(whole))], { strict: true }))
    if (!read.ok || read.warnings.length > 0) faults.push(JSON.stringify(read))
  return faults
}
