import type { TrustRoot } from '@gongshi/protocol'
import type { Context } from './context.ts'
import { exit } from './failure.ts'
import type { JsonOptions } from './options.ts'
import { printFields, printJson } from './output.ts'

/** Judges a file that `gongshi mirror` or a node kept: what two signed checkpoints of one ledger say about each other. Null for any other. */
export async function verifyTwo(
  context: Context,
  text: string,
  { logKeys }: TrustRoot,
  options: JsonOptions,
): Promise<number | null> {
  const { isTwoCheckpoints, verifyTwoCheckpoints } = await import('@gongshi/sdk/mirror')
  if (!isTwoCheckpoints(text)) return null
  const judged = verifyTwoCheckpoints(text, logKeys)
  if (options.json) printJson(context, { valid: judged !== null, ...judged })
  else if (judged !== null)
    printFields(context, [
      [context.say({ zh: '日志', en: 'log' }), [...new Set([judged.smaller.origin, judged.larger.origin])].join(', ')],
      [context.say({ zh: '条目数', en: 'entries' }), `${judged.smaller.size}, ${judged.larger.size}`],
    ])
  if (!options.json) context.out(context.say(sentences[judged?.verdict ?? 'nothing']))
  return judged === null ? exit.no : exit.done
}

const sentences = {
  forked: {
    zh: '✗ 日志已分叉：公布者签署了两份不能同属一个日志的检查点。\n',
    en: '✗ The log has forked: its publisher signed two checkpoints that cannot be of one log.\n',
  },
  consistent: {
    zh: '两份检查点同属一个日志。若先见到较大的一份，则该日志曾被缩短展示。\n',
    en: 'Both are of one log. Whoever was shown the larger one first was later shown less.\n',
  },
  nothing: { zh: '不可采信：文件不证明任何事。\n', en: 'NOT VALID: the file proves nothing.\n' },
} as const
