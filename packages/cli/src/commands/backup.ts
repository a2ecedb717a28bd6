import { type Command, Option } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadNode, type NodePart } from '../operate/parts.ts'
import { addJsonOption, integer, type JsonOptions } from '../options.ts'
import { Progress, printFields, printJson } from '../output.ts'

type BackupOptions = ConfigOptions &
  JsonOptions & {
    readonly parts?: number
    readonly since?: string
    readonly recipient?: readonly string[]
    readonly identity?: string
  }

/** A copy of everything that cannot be made again, taken beside a running node. */
export function addBackup(program: Command, context: Context): void {
  const command = describe(program.command('backup').argument('<target>'), context, {
    zh: '备份账本（节点运行时也可）：区块、内容、已公布的记录；不含节点密钥',
    en: 'back a ledger up, also beside a running node: blocks, contents, what was published; not the node’s keys',
    example: 'gongshi backup /srv/backup/2026-11-21.gsb --data ./gongshi-data',
  })
  command.option(
    '--parts <MiB>',
    context.say({ zh: '写成文件夹，每个分卷约此大小', en: 'write a folder of parts of about this size' }),
    integer('--parts', 1, 1_000_000),
  )
  command.option(
    '--since <backup>',
    context.say({
      zh: '增量：只写入此备份（完整或增量）之后新增的部分',
      en: 'an increment: only what is new since this backup, itself whole or an increment',
    }),
  )
  const recipients = context.say({
    zh: '用 age 加密，只有此接收方能打开；可重复',
    en: 'encrypt it with age, for this recipient alone; may be repeated',
  })
  const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]
  command.addOption(new Option('--recipient <recipient>', recipients).argParser(collect))
  addIdentityOption(command, context)
  addJsonOption(addDataOptions(command, context), context)
  command.action(async (target: string, options: BackupOptions) => {
    const node = await loadNode()
    const progress = new Progress(context)
    const partBytes = options.parts === undefined ? null : options.parts * 2 ** 20
    const made = await node.makeBackup(
      await configOf(context, node, options),
      {
        path: target,
        partBytes,
        since: options.since ?? null,
        recipients: options.recipient ?? [],
        identities: await identitiesOf(node, options),
      },
      { now: context.now, onHeight: (height, last) => progress.show(`${height}/${last}`) },
    )
    progress.clear()
    if (options.json) return printJson(context, made)
    const { say } = context
    printFields(context, [
      [say({ zh: '账本', en: 'ledger' }), made.chainId],
      [say({ zh: '高度', en: 'height' }), String(made.height)],
      [say({ zh: '摘要', en: 'digest' }), made.digest],
    ])
  })
}

function addIdentityOption(command: Command, context: Context): void {
  command.option(
    '--identity <file>',
    context.say({
      zh: 'age 密钥文件，用来读取加密的备份',
      en: 'file with keys of age, for reading backups that are encrypted',
    }),
  )
}

async function identitiesOf(node: NodePart, { identity }: { readonly identity?: string }): Promise<readonly string[]> {
  return identity === undefined ? [] : node.readIdentities(identity)
}

type RestoreOptions = ConfigOptions &
  JsonOptions & {
    readonly checkpoint?: string
    readonly withoutCheckpoint?: boolean
    readonly verify?: boolean
    readonly identity?: string
  }

/** A data folder out of a backup, once everything in it was checked. */
export function addRestore(program: Command, context: Context, end: End): void {
  const command = describe(program.command('restore').argument('<backups...>'), context, {
    zh: '从备份（完整备份，再依次为其增量）恢复数据文件夹：逐段核对，重新执行每个区块，并与外界所见的检查点比对',
    en: 'make a data folder from a backup and the increments after it: each piece checked, each block executed again, and compared with what others saw',
    example: 'gongshi restore 2026-11-21.gsb --checkpoint https://mirror.example --data ./gongshi-data',
  })
  command.option(
    '--checkpoint <file|url>',
    context.say({
      zh: '外界持有的最新检查点（文件，或公开日志的地址）',
      en: 'the newest checkpoint that anybody outside holds: a file, or the address of a public log',
    }),
  )
  command.option(
    '--without-checkpoint',
    context.say({
      zh: '无人可问：不作比对，doctor 将一直写明',
      en: 'nobody to ask: not compared, which doctor says from then on',
    }),
  )
  command.option(
    '--verify',
    context.say({ zh: '只核对一切，不留下数据文件夹', en: 'check everything and leave no data folder behind' }),
  )
  addIdentityOption(command, context)
  addJsonOption(addDataOptions(command, context), context)
  command.action(async (backups: readonly string[], options: RestoreOptions) => {
    const { checkpoint: source, withoutCheckpoint = false } = options
    if ((source === undefined) !== withoutCheckpoint)
      throw new CliError({ code: 'cli-argument-missing', argument: '--checkpoint | --without-checkpoint' })
    const node = await loadNode()
    const checkpoint = source === undefined ? null : await node.readCheckpoint(source, context.fetch)
    const progress = new Progress(context)
    const restored = await node.restoreBackup(await configOf(context, node, options), backups, {
      checkpoint,
      onlyVerify: options.verify ?? false,
      identities: await identitiesOf(node, options),
      now: context.now,
      onHeight: (height, last) => progress.show(`${height}/${last}`),
    })
    progress.clear()
    if (options.json) printJson(context, restored)
    else show(context, restored)
    end(restored.verdict === 'behind' ? exit.no : exit.done)
  })
}

type Restored = Awaited<ReturnType<NodePart['restoreBackup']>>

function show(context: Context, restored: Restored): void {
  const { say } = context
  const verdicts = {
    current: say({ zh: '✓ 外界没有更新的检查点\n', en: '✓ nobody outside has seen more\n' }),
    unchecked: say({ zh: '! 未与外界比对\n', en: '! not compared with what others saw\n' }),
    behind: say({
      zh: '✗ 外界见过更多：此节点不会启动 [restored-behind]\n    → 找到缺失的区块或更新的备份；docs/operate/backup.md\n',
      en: '✗ others have seen more: a node does not start on this [restored-behind]\n    → find the missing blocks or a newer backup; docs/operate/backup.md\n',
    }),
  }
  printFields(context, [
    [say({ zh: '账本', en: 'ledger' }), restored.chainId],
    [say({ zh: '高度', en: 'height' }), String(restored.height)],
    [say({ zh: '条目数', en: 'log size' }), String(restored.entries)],
    [say({ zh: '外界所见', en: 'seen outside' }), restored.seenOutside === null ? '—' : String(restored.seenOutside)],
  ])
  context.out(verdicts[restored.verdict])
}
