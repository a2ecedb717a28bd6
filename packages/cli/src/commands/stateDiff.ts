import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { loadNode } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printable } from '../output.ts'

/** Which keys differ between two states at rest; one line of JSON each for programs. */
export function addStateDiff(state: Command, context: Context, end: End): void {
  const diff = describe(state.command('diff').argument('<left>').argument('<right>'), context, {
    zh: '逐键比较两份静止的状态（数据文件夹或快照）：哪些键不同，各是什么值',
    en: 'compare two states at rest key by key, each a data folder or a snapshot: which differ, and their values',
    example: 'gongshi state diff ./gongshi-data ./snapshots/1200',
  })
  addJsonOption(diff, context).action(async (left: string, right: string, { json = false }: JsonOptions) => {
    const node = await loadNode()
    const { heights, differences } = await node.diffState(left, right, (difference) => {
      if (json) return context.out(`${JSON.stringify(difference)}\n`)
      context.out(`${printable(difference.name ?? difference.path)}\n`)
      for (const [sign, value] of [['-', difference.left] as const, ['+', difference.right] as const])
        if (value !== null) context.out(`  ${sign} ${printable(JSON.stringify(value))}\n`)
    })
    if (json) context.out(`${JSON.stringify({ heights, differences })}\n`)
    else context.out(verdict(context, heights, differences))
    end(differences === 0 ? exit.done : exit.no)
  })
}

function verdict({ say }: Context, [left, right]: readonly [number, number], differences: number): string {
  if (differences === 0)
    return say({
      zh: `✓ 两份状态逐键相同（高度 ${left} 与 ${right}）\n`,
      en: `✓ both states have the same at every key (heights ${left} and ${right})\n`,
    })
  return say({
    zh: `✗ ${differences} 个键不同（高度 ${left} 与 ${right}）\n`,
    en: `✗ ${differences} keys differ (heights ${left} and ${right})\n`,
  })
}
