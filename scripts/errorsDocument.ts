import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ErrorText } from '../packages/protocol/src/errors.ts'

type Entry = { readonly status: number; readonly zh: ErrorText; readonly en: ErrorText }
type Catalogue = Readonly<Record<string, Entry>>
type Fault = { readonly path: string; readonly message: string }

const codeForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** docs/errors.md as the catalogues of all packages give it, and what is wrong with them. */
export async function errorsDocument(root: string): Promise<{ text: string; faults: readonly Fault[] }> {
  const sections: string[] = []
  const faults: Fault[] = []
  const seen = new Map<string, string>()
  for (const { room, path } of catalogueFiles(root)) {
    const catalogue = await readCatalogue(join(root, path))
    for (const [code, entry] of Object.entries(catalogue)) {
      const other = seen.get(code)
      if (other !== undefined && other !== room) faults.push({ path, message: `${code} is a code of ${other}, too` })
      seen.set(code, room)
      faults.push(...faultsOf(code, entry).map((message) => ({ path, message: `${code}: ${message}` })))
    }
    sections.push(section(room, catalogue))
  }
  return { text: [preface, ...sections].join('\n'), faults }
}

const preface = [
  '# Error codes 错误代码',
  '',
  'Generated from the `errorTexts.ts` of each package by `node scripts/errors.ts`. Codes are stable: programs branch on',
  'them. Over HTTP an error is `application/problem+json` with its `code`; the command line prints the same code, text and',
  'next step.',
  '',
].join('\n')

function catalogueFiles(root: string): { room: string; path: string }[] {
  return readdirSync(join(root, 'packages'))
    .sort()
    .map((room) => ({ room, path: `packages/${room}/src/errorTexts.ts` }))
    .filter(({ path }) => existsSync(join(root, path)))
}

async function readCatalogue(file: string): Promise<Catalogue> {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const catalogues = Object.values(module).filter(isCatalogue)
  return Object.fromEntries(catalogues.flatMap((catalogue) => Object.entries(catalogue)))
}

function isCatalogue(value: unknown): value is Catalogue {
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) return false
  return Object.values(value).every(
    (entry) => entry !== null && typeof entry === 'object' && 'zh' in entry && 'en' in entry,
  )
}

function faultsOf(code: string, entry: Entry): string[] {
  const faults: string[] = []
  if (!codeForm.test(code)) faults.push('codes are kebab-case')
  if (!Number.isInteger(entry.status) || entry.status < 400 || entry.status > 599) faults.push('has no HTTP status')
  for (const language of ['zh', 'en'] as const)
    if (!entry[language].what?.trim() || !entry[language].next?.trim()) faults.push(`lacks its ${language} text`)
  if (!/[\u4e00-\u9fff]/.test(entry.zh.what)) faults.push('its zh text is not Chinese')
  return faults
}

function section(room: string, catalogue: Catalogue): string {
  const rows = Object.entries(catalogue)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { status, en, zh }]) => `| \`${code}\` | ${status} | ${cell(en)} | ${cell(zh)} |`)
  return [
    `## ${room}`,
    '',
    '| code | HTTP | what happened, what to do | 发生了什么，怎么办 |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

const cell = ({ what, next }: ErrorText): string => `${what} *${next}*`.replaceAll('|', '\\|').replaceAll('\n', ' ')
