import { type Json, valueToJson } from '@gongshi/affair-kit'
import { decodeCbor, fromBase64 } from '@gongshi/protocol'
import { askJson, type Client, ClientError } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { actTexts } from './actTexts.ts'

type Asking = Pick<Client, 'url' | 'fetch' | 'language'>
type Row = {
  readonly key: string
  readonly entity?: string
  readonly affair?: string
  readonly fields: { readonly [name: string]: Json }
}

const shown = 12
/** So many rows are looked through here; a longer register is searched by the node. */
const pageRows = 200
const pauseMs = 200

/** Combo boxes that find rows of a register as one types (WAI-ARIA APG, “Combobox With List Autocomplete”). */
export function openPickers(within: HTMLElement, client: Asking, lang: Lang): void {
  for (const picker of within.querySelectorAll<HTMLElement>('.picker')) open(picker, client, lang)
}

function open(picker: HTMLElement, client: Asking, lang: Lang): void {
  const input = picker.querySelector('input')!
  const list = picker.querySelector('ul')!
  const { affair = '', entity = '' } = picker.dataset
  let timer = 0
  let asked = 0
  const close = () => {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const look = async () => {
    asked += 1
    const turn = asked
    const rows = await find(client, affair, entity, input.value.trim()).catch((error: unknown) => {
      if (error instanceof ClientError) return []
      throw error
    })
    if (turn !== asked) return
    const options = rows.slice(0, shown).map((row, at) => optionOf(row, `${list.id}-${at}`))
    for (const [at, option] of options.entries())
      option.addEventListener('pointerdown', (event) => {
        event.preventDefault()
        take(picker, rows[at]!)
        input.value = option.textContent ?? ''
        close()
      })
    const none = element('li', { role: 'option', 'aria-disabled': 'true', class: 'soft' }, actTexts[lang].noneFound)
    replace(list, options.length === 0 ? none : options)
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), pauseMs) as unknown as number
  })
  input.addEventListener('blur', close)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
    else if (event.key === 'ArrowDown' && list.hidden) void look()
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(list, input, event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'Enter' && !list.hidden)
      list.querySelector('[aria-selected=true]')?.dispatchEvent(new PointerEvent('pointerdown', { cancelable: true }))
    else return
    event.preventDefault()
  })
}

function move(list: HTMLElement, input: HTMLElement, by: number): void {
  const options = [...list.querySelectorAll('[role=option]:not([aria-disabled])')]
  if (options.length === 0) return
  const now = options.findIndex((option) => option.getAttribute('aria-selected') === 'true')
  const next = options[(now + by + options.length) % options.length]!
  for (const option of options) option.setAttribute('aria-selected', String(option === next))
  input.setAttribute('aria-activedescendant', next.id)
  next.scrollIntoView({ block: 'nearest' })
}

const pages = new Map<string, Promise<{ readonly rows: readonly Row[]; readonly isWhole: boolean }>>()

/** Rows that have the words, from the register's own view; a long register is asked by words. */
async function find(client: Asking, affair: string, entity: string, words: string): Promise<readonly Row[]> {
  const path = `/api/v1/affairs/${encodeURIComponent(affair)}/views/${encodeURIComponent(entity)}?limit=${pageRows}`
  const known = pages.get(path) ?? readPage(client, path)
  pages.set(path, known)
  const { rows, isWhole } = await known
  const wanted = words.toLowerCase().split(/\s+/)
  const here = rows.filter((row) => wanted.every((word) => labelOf(row).toLowerCase().includes(word)))
  if (isWhole || here.length > 0 || words === '') return here
  const found = await readPage(client, `/api/v1/search?limit=50&q=${encodeURIComponent(words)}`)
  return found.rows.filter((row) => row.affair === affair && row.entity === entity)
}

async function readPage(client: Asking, path: string) {
  const { rows, next } = (await askJson(client, path)) as unknown as { rows: readonly Row[]; next: string | null }
  return { rows, isWhole: next === null }
}

function optionOf(row: Row, id: string): HTMLElement {
  return element('li', { role: 'option', id, 'aria-selected': 'false' }, labelOf(row))
}

/** What people can tell a row by: its texts and codes, without hashes and times. */
function labelOf({ fields }: Row): string {
  return Object.values(fields).flatMap(textsIn).slice(0, 5).join(' · ').slice(0, 140)
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return /^([0-9a-f]{64}|\d{4}-\d\d-\d\dT.*Z)$/.test(value) ? [] : [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}

/** Fills the member's inputs from the row that was chosen. */
function take(picker: HTMLElement, { key, fields }: Row): void {
  const { into = '', take: what } = picker.dataset
  const put = (part: string, value: unknown) => {
    const name = part === '' ? into : `${into}.${part}`
    const input = picker.closest('form')?.elements.namedItem(name)
    if (!(input instanceof HTMLInputElement)) return
    input.value = String(value ?? '')
    // Whoever checks while somebody types is told, as if it had been typed.
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  if (what === 'organ') {
    const { scheme, id } = fields.organ as { readonly scheme: string; readonly id: string }
    put('scheme', scheme)
    put('id', id)
  } else if (what === 'division') {
    put('scheme', fields.scheme)
    put('code', fields.code)
    put('date', fields.from)
  } else if (what === 'code') put('', fields.code)
  else put('', idText(key))
}

/** A row's key in a view (CBOR in base64url) as people may paste it. */
function idText(key: string): string {
  const base64 = key.replaceAll('-', '+').replaceAll('_', '/')
  const id = decodeCbor(fromBase64(base64.padEnd(Math.ceil(key.length / 4) * 4, '=')), { maxBytes: 1024, maxDepth: 8 })
  const json = valueToJson({ kind: 'ref', entity: '' }, id as Parameters<typeof valueToJson>[1])
  return typeof json === 'string' ? json : JSON.stringify(json)
}
