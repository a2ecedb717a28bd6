import type { Carried, DivisionPlan, OrganChange, OrganPlan, RowFault } from '@gongshi/registers'
import { findErrorText } from '../catalogue.ts'
import type { Context } from '../context.ts'
import type { Bilingual } from '../language.ts'
import { printable, printFields } from '../output.ts'

type Plan = OrganPlan | DivisionPlan
type Change = Plan['changes'][number]

const words: { readonly [what: string]: Bilingual } = {
  create: { zh: '新增', en: 'create' },
  change: { zh: '变更', en: 'change' },
  move: { zh: '改隶', en: 'move' },
  rename: { zh: '更名', en: 'rename' },
  restore: { zh: '恢复', en: 'restore' },
  correct: { zh: '更正', en: 'correct' },
  insert: { zh: '补录', en: 'insert' },
  end: { zh: '终止', en: 'end' },
}
const fields: { readonly [field: string]: Bilingual } = {
  kind: { zh: '性质', en: 'kind' },
  nameZh: { zh: '中文名称', en: 'name (zh)' },
  nameEn: { zh: '英文名称', en: 'name (en)' },
  seat: { zh: '驻地', en: 'seat' },
  parent: { zh: '上级', en: 'superior' },
  division: { zh: '区划', en: 'place' },
}
/** Lines of one kind on a terminal; --json has them all. */
const shownLines = 40

/** What a list would change: counted, then line by line. Texts of the file are shown with what could steer the terminal masked. */
export function showPlan(context: Context, plan: Plan): void {
  const { say } = context
  const counts = Map.groupBy(plan.changes as readonly Change[], ({ what }) => what)
  printFields(context, [
    ...[...counts].map(([what, of]) => [say(words[what]!), String(of.length)] as const),
    [say({ zh: '无变化', en: 'unchanged' }), String(plan.unchanged)],
    [say({ zh: '拒绝', en: 'refused' }), String(plan.refused.length)],
  ])
  shown(context, plan.changes as readonly Change[], (change) => changeLine(context, change))
  shown(context, plan.refused, (fault) => faultLine(context, fault))
  if ('findings' in plan)
    for (const { code, count, examples } of plan.findings) {
      const text = findErrorText(code, context.language)
      context.out(
        `! ${count} × ${text?.what ?? ''} [${code}] ${printable(examples.join(' '))}\n  → ${text?.next ?? ''}\n`,
      )
    }
}

export function showCarried(context: Context, { done, refused }: Carried, seconds: number): void {
  const { say, language } = context
  printFields(context, [
    [say({ zh: '已办理', en: 'done' }), String(done)],
    [say({ zh: '账本拒绝', en: 'refused by the ledger' }), String(refused.length)],
    [say({ zh: '用时', en: 'time' }), `${seconds.toFixed(1)} s, ${Math.round(done / seconds)}/s`],
  ])
  shown(context, refused, ({ subject, action, code }) => {
    const what = findErrorText(code, language)?.what ?? ''
    return `✗ ${printable(subject)} ${action}: ${what} [${code}]\n`
  })
}

function shown<Item>(context: Context, items: readonly Item[], line: (item: Item) => string): void {
  for (const item of items.slice(0, shownLines)) context.out(line(item))
  const left = items.length - shownLines
  if (left > 0)
    context.out(
      context.say({ zh: `… 另有 ${left} 行，--json 列出全部\n`, en: `… ${left} more; --json has them all\n` }),
    )
}

function changeLine(context: Context, change: Change): string {
  const { what, subject, line } = change
  const at = line === null ? '' : ` #${line}`
  return `+ ${context.say(words[what]!)}${at} ${printable(subject)} ${printable(detail(context, change))}\n`
}

function detail(context: Context, change: Change): string {
  if (!('fields' in change)) return `${change.before ?? ''} → ${change.after ?? ''}`
  return [`@${change.day}`, ...change.fields.map((field) => fieldText(context, field))].join('; ')
}

function fieldText(context: Context, { field, before, after }: OrganChange['fields'][number]): string {
  const name = context.say(fields[field] ?? { zh: field, en: field })
  return before === null ? `${name} ${after ?? '-'}` : `${name} ${before} → ${after ?? '-'}`
}

function faultLine(context: Context, { line, column, code, subject }: RowFault): string {
  const text = findErrorText(code, context.language)
  const at = column === null ? `#${line}` : `#${line} ${column}`
  return `✗ ${at} ${printable(subject ?? '')}: ${text?.what ?? ''} [${code}]\n`
}
