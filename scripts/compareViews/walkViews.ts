/**
 * The same questions to two nodes of one ledger: every view in every order, every kind of filter, every page, every table
 * for a spreadsheet, every row's history, and words that stand in them. Questions follow from what the first one answers.
 */

/** One question that both were asked, and what they said where that was not the same. */
export type Difference = { readonly path: string; readonly left: string; readonly right: string }
export type Walked = {
  readonly questions: number
  readonly rows: number
  /** By kind of question, how many were asked. */
  readonly kinds: { readonly [kind: string]: number }
  readonly differences: readonly Difference[]
}

type Kind = { readonly kind: string; readonly of?: Kind }
type Field = { readonly name: string; readonly kind: Kind; readonly filters: boolean }
type View = { readonly view: string; readonly fields: readonly Field[] }
type Row = {
  readonly key: string
  readonly status: string
  readonly fields: { readonly [name: string]: unknown }
  readonly document?: { readonly fragment: string }
}
type Page = { readonly rows?: readonly Row[]; readonly next?: string | null }

const pagesOfList = 40
const valuesOfField = 8
const historiesOfView = 20
const wordsAsked = 120
const ranged = new Set(['int', 'workdays', 'duration', 'time', 'date'])
const waitMs = 200
const waits = 50

/** `words`: looked for beside those that rows have, as words of documents. */
export async function walkViews(left: string, right: string, words: readonly string[] = []): Promise<Walked> {
  const walk = new Walk(left, right)
  const affairs = await walk.ask<readonly { readonly name: string }[]>('affairs', '/api/v1/affairs')
  const texts = new Set(words)
  for (const name of new Set(affairs.map((affair) => affair.name))) {
    const { views } = await walk.ask<{ readonly views: readonly View[] }>('affairs', `/api/v1/affairs/${name}`)
    for (const view of views) {
      const rows = await walkView(walk, `/api/v1/affairs/${name}/views/${view.view}`, view)
      for (const row of rows) collectWords(row.fields, texts)
    }
  }
  await walkSearches(walk, [...texts])
  return { questions: walk.questions, rows: walk.rows, kinds: walk.kinds, differences: walk.differences }
}

class Walk {
  readonly differences: Difference[] = []
  readonly kinds: { [kind: string]: number } = {}
  questions = 0
  rows = 0
  readonly #left: string
  readonly #right: string

  constructor(left: string, right: string) {
    this.#left = left
    this.#right = right
  }

  /** What the left one answers, after the right one was asked the same. */
  async ask<Answer>(kind: string, path: string, rightPath = path): Promise<Answer> {
    const [left, right] = await Promise.all([this.#fetch(this.#left + path), this.#fetch(this.#right + rightPath)])
    this.questions++
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1
    const [mine, theirs] = [comparable(left), comparable(right)]
    if (mine !== theirs) this.differences.push({ path, left: mine, right: theirs })
    return left.json as Answer
  }

  /** Every page of a list. Cursors are each node's own. */
  async pages(kind: string, path: string, most = pagesOfList): Promise<Row[]> {
    const rows: Row[] = []
    let cursors: readonly [string, string] | null = null
    for (let page = 0; page < most; page++) {
      const at = (side: 0 | 1) => (cursors === null ? path : `${path}&cursor=${encodeURIComponent(cursors[side])}`)
      const left: Page = await this.ask(kind, at(0), at(1))
      rows.push(...(left.rows ?? []))
      this.rows += left.rows?.length ?? 0
      const next = this.#next
      if (next === null) break
      cursors = next
    }
    return rows
  }

  #cursors: [unknown, unknown] = [null, null]

  get #next(): readonly [string, string] | null {
    const [left, right] = this.#cursors
    return typeof left === 'string' && typeof right === 'string' ? [left, right] : null
  }

  async #fetch(url: string) {
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(url)
      const text = await response.text()
      // Too many questions, or a database that is busy: that is no answer.
      if ((response.status === 429 || response.status === 503) && attempt < waits) {
        await new Promise((resolve) => setTimeout(resolve, waitMs))
        continue
      }
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      const json: unknown = isJson ? JSON.parse(text) : text
      const cursor = (json as Page | null)?.next ?? null
      this.#cursors = url.startsWith(this.#left) ? [cursor, this.#cursors[1]] : [this.#cursors[0], cursor]
      const asOf = response.headers.get('gongshi-as-of')
      return { status: response.status, json, asOf, hasNext: response.headers.has('link') }
    }
  }
}

/** Everything but the cursor itself. */
function comparable({ status, json, ...headers }: { readonly status: number; readonly json: unknown }): string {
  const isPage = typeof json === 'object' && json !== null && 'next' in json
  return JSON.stringify([status, headers, isPage ? { ...json, next: json.next !== null } : json])
}

async function walkView(walk: Walk, at: string, { fields }: View): Promise<Row[]> {
  const found = fields.filter(({ filters }) => filters)
  const rows = await walk.pages('lists', `${at}?limit=7`)
  await walk.pages('lists', `${at}?limit=200&sort=entry`)
  for (const { name } of found)
    for (const sort of [name, `-${name}`]) await walk.pages('sorts', `${at}?limit=5&sort=${sort}`)
  await walk.ask('tables', `${at}?format=csv&limit=200`)
  for (const { key } of rows.slice(0, historiesOfView)) await walk.ask('histories', `${at}?key=${key}`)
  for (const field of found) await walkFilters(walk, at, field, rows)
  for (const row of rows.slice(0, valuesOfField)) await walkPairs(walk, at, found, row)
  for (const wrong of ['filter[nothing]=1', 'sort=nothing', 'cursor=AAAA', 'key=%25', 'limit=0', 'filter[status]=%00'])
    await walk.ask('refusals', `${at}?${wrong}`)
  return rows
}

async function walkFilters(walk: Walk, at: string, { name, kind }: Field, rows: readonly Row[]): Promise<void> {
  const values = new Set(rows.flatMap((row) => textOf(kind, valueIn(row, name)) ?? []))
  const some = [...values].slice(0, valuesOfField)
  const asked = ['', ...some]
  if (ranged.has(withoutOption(kind).kind)) {
    const [low = '', high = ''] = [some.at(-1), some[0]]
    asked.push('..', `${low}..`, `..${high}`, `${low}..${high}`, `${high}..${low}`)
  }
  for (const value of asked) {
    const path = `${at}?limit=5&${filter(name, value)}`
    await walk.pages('filters', path)
    await walk.ask('tables', `${path}&format=csv`)
  }
}

/** Two filters that a row fits, and one that it does not, in the order of each field. */
async function walkPairs(walk: Walk, at: string, fields: readonly Field[], row: Row): Promise<void> {
  const given = fields.flatMap((field) => {
    const text = textOf(field.kind, valueIn(row, field.name))
    return text === null ? [] : [filter(field.name, text)]
  })
  for (const [place, one] of given.entries())
    for (const other of given.slice(place + 1))
      for (const sort of ['-entry', fields[0]!.name, `-${fields.at(-1)!.name}`])
        await walk.pages('filters of two', `${at}?limit=3&${one}&${other}&sort=${sort}`, 5)
  if (given.length > 1) await walk.pages('filters of two', `${at}?limit=3&${given[0]}&filter[status]=none`)
}

function filter(name: string, value: string): string {
  return `filter[${name}]=${encodeURIComponent(value)}`
}

function valueIn(row: Row, name: string): unknown {
  return name === 'status' ? row.status : row.fields[name]
}

function withoutOption(kind: Kind): Kind {
  return kind.kind === 'option' ? kind.of! : kind
}

/** A value as filters have it; null where there is none, or it is none of the plain ones. */
function textOf(kind: Kind, value: unknown): string | null {
  if (value === null || value === undefined) return null
  const { kind: given } = withoutOption(kind)
  if (given === 'organ') return Object.values(value).join('/')
  if (given === 'division') {
    const { scheme, code, date } = value as { readonly [part: string]: string }
    return `${scheme}/${code}/${date}`
  }
  return typeof value === 'object' ? null : String(value)
}

async function walkSearches(walk: Walk, texts: readonly string[]): Promise<void> {
  const step = Math.max(1, Math.floor(texts.length / wordsAsked))
  const words = texts.filter((_, at) => at % step === 0).slice(0, wordsAsked)
  const search = (text: string) => walk.pages('searches', `/api/v1/search?limit=4&q=${encodeURIComponent(text)}`, 10)
  for (const [at, word] of words.entries()) {
    const hits = await search(word)
    for (const { document } of hits) if (document !== undefined) await search(document.fragment.slice(0, 40))
    await search(word.slice(0, Math.max(1, word.length - 2)))
    await search(`${word.slice(0, 2)}${word.slice(3)} x${word}`)
    await search(`${word} ${words[(at * 7 + 3) % words.length]}`)
  }
  for (const narrowed of ['kind=disclosure/publication', 'kind=disclosure/release&from=2020-01-01', 'to=2020-01-01'])
    await walk.pages('searches', `/api/v1/search?limit=4&q=${encodeURIComponent(words[0] ?? 'a')}&${narrowed}`, 10)
  for (const hostile of ['"a" OR b', "'; DROP TABLE document", '-- * ^', '%_', 'ＦＵＬＬ', 'a:* & !b', '\u0000'])
    await search(hostile)
}

function collectWords(value: unknown, words: Set<string>): void {
  if (typeof value === 'string') for (const [word] of value.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) words.add(word)
  else if (value !== null && typeof value === 'object')
    for (const member of Object.values(value)) collectWords(member, words)
}
