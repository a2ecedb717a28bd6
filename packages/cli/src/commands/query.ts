import { getView, type Json } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { describe } from '../help.ts'
import { addJsonOption, addUrlOption, clientOf, integer, type JsonOptions, type UrlOptions } from '../options.ts'
import { printable, printJson } from '../output.ts'

type QueryOptions = UrlOptions & JsonOptions & { readonly limit: number; readonly cursor?: string }

/** Rows as a node projects them, for looking around; what matters is proven by `gongshi evidence`. */
export function addQuery(program: Command, context: Context): void {
  const command = describe(program.command('query').argument('<affair>').argument('<view>'), context, {
    zh: '查询某事项的一类记录，最新在前',
    en: 'list the rows of an affair, the newest first',
    example: 'gongshi query disclosure publication --limit 5',
  })
  command.option('--limit <n>', context.say({ zh: '最多几条', en: 'how many at most' }), integer('--limit', 1, 200), 20)
  command.option('--cursor <cursor>', context.say({ zh: '上一页末尾给出的位置', en: 'where the page before ended' }))
  addJsonOption(addUrlOption(command, context), context)
  command.action(async (affair: string, view: string, options: QueryOptions) => {
    const client = await clientOf(context, options)
    const { limit, cursor } = options
    const page = await getView(client, affair, view, { limit, ...(cursor === undefined ? {} : { cursor }) })
    if (options.json) return printJson(context, page)
    for (const row of page.rows) context.out(`${rowText(row)}\n`)
    context.out(context.say({ zh: `截至高度 ${page.asOf.height}`, en: `as of height ${page.asOf.height}` }))
    context.out(page.next === null ? '\n' : `; --cursor ${page.next}\n`)
  })
}

/** A row on one line: where it stands, its state, then its fields. */
function rowText(row: Json): string {
  if (row === null || typeof row !== 'object' || Array.isArray(row)) return printable(JSON.stringify(row))
  const { entry, status, fields, time } = row as { readonly [name: string]: Json }
  return printable(`#${String(entry)}  ${String(time)}  ${String(status)}  ${JSON.stringify(fields)}`)
}
