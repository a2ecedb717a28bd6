import { askJson, type Client, type Json } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { describe } from '../help.ts'
import { addJsonOption, addUrlOption, clientOf, integer, type JsonOptions, type UrlOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'

type Thing = {
  readonly name: string
  readonly argument?: string
  readonly zh: string
  readonly en: string
  readonly example: string
  readonly path: (argument: string) => string
}

const whole = (argument: string): string => String(integer('N', 0, Number.MAX_SAFE_INTEGER)(argument))

const things: readonly Thing[] = [
  {
    name: 'ledger',
    zh: '账本的现状',
    en: 'where the ledger stands',
    example: 'gongshi get ledger',
    path: () => '/api/v1/ledger',
  },
  {
    name: 'entry',
    argument: '<index>',
    zh: '日志的一个条目',
    en: 'an entry of the log',
    example: 'gongshi get entry 7',
    path: (index) => `/api/v1/entries/${whole(index)}`,
  },
  {
    name: 'block',
    argument: '<height>',
    zh: '一个区块',
    en: 'a block',
    example: 'gongshi get block 3',
    path: (height) => `/api/v1/blocks/${whole(height)}`,
  },
  {
    name: 'tx',
    argument: '<id>',
    zh: '一笔交易的去向',
    en: 'what became of a transaction',
    example: `gongshi get tx ${'0'.repeat(63)}1`,
    path: (id) => `/api/v1/transactions/${hash(id)}`,
  },
  {
    name: 'affair',
    argument: '[name]',
    zh: '事项及其声明',
    en: 'the affairs, or the declaration of one',
    example: 'gongshi get affair disclosure',
    path: (name) => `/api/v1/affairs${name === '' ? '' : `/${encodeURIComponent(name)}`}`,
  },
]

/** What a node shows of the ledger, decoded for people; what must be relied on comes with `gongshi evidence`. */
export function addGet(program: Command, context: Context): void {
  const get = describe(program.command('get'), context, {
    zh: '读取账本、条目、区块、交易、事项',
    en: 'read the ledger, an entry, a block, a transaction, an affair',
    example: 'gongshi get entry 7',
  })
  for (const thing of things) {
    const command = describe(get.command(thing.name), context, thing)
    if (thing.argument !== undefined) command.argument(thing.argument)
    addJsonOption(addUrlOption(command, context), context)
    command.action(async (...args: unknown[]) => {
      const [argument, options] = thing.argument === undefined ? ['', args[0]] : [args[0] ?? '', args[1]]
      const client = await clientOf(context, options as UrlOptions)
      await show(context, client, thing.path(argument as string), options as JsonOptions)
    })
  }
}

async function show(context: Context, client: Client, path: string, options: JsonOptions): Promise<void> {
  const answer = await askJson(client, path, { signal: context.signal })
  if (options.json) return printJson(context, answer)
  context.out(outline(answer, ''))
}

/** JSON as an indented outline, without its punctuation. */
function outline(json: Json, indent: string): string {
  if (json === null || typeof json !== 'object') return `${indent}${printable(String(json))}\n`
  const entries = Array.isArray(json) ? json.map((item, at) => [`- ${at}`, item] as const) : Object.entries(json)
  return entries
    .map(([name, value]) =>
      isPlain(value)
        ? `${indent}${printable(name)}: ${printable(String(value))}\n`
        : `${indent}${printable(name)}:\n${outline(value as Json, `${indent}  `)}`,
    )
    .join('')
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value !== 'object' || Object.keys(value).length === 0
}

function hash(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new CliError({ code: 'cli-value-invalid', flag: 'ID', expected: '64 × 0-9 a-f' })
  return text
}
