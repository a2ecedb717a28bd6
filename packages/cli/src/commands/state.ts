import { toHex } from '@gongshi/protocol'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadNode, type NodePart } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { Progress, printFields, printJson } from '../output.ts'
import { addStateDiff } from './stateDiff.ts'

export function addState(program: Command, context: Context, end: End): void {
  const state = describe(program.command('state'), context, {
    zh: '核对状态：哈希，或从区块重新执行',
    en: 'check the state: its hash, or execute the blocks again',
    example: 'gongshi state replay --data ./gongshi-data',
  })
  const hash = describe(state.command('hash'), context, {
    zh: '显示静止数据的高度与哈希',
    en: 'show height and hashes of the data at rest',
    example: 'gongshi state hash --data ./gongshi-data',
  })
  addJsonOption(addDataOptions(hash, context), context).action(async (options: ConfigOptions & JsonOptions) => {
    const node = await loadNode()
    show(context, options, await node.stateHash(await configOf(context, node, options)))
  })
  const replay = describe(state.command('replay'), context, {
    zh: '从创世起重新执行全部区块，逐块比对哈希',
    en: 'execute every block again from genesis and compare each hash with its header',
    example: 'gongshi state replay --data ./gongshi-data',
  })
  addJsonOption(addDataOptions(replay, context), context).action(async (options: ConfigOptions & JsonOptions) => {
    const node = await loadNode()
    const progress = new Progress(context)
    const replayed = await node.replay(await configOf(context, node, options), (height, last) =>
      progress.show(`${height}/${last}`),
    )
    progress.clear()
    show(context, options, replayed)
    if (!options.json) context.out(verdict(context, replayed.firstDifference))
    end(replayed.firstDifference === null ? exit.done : exit.no)
  })
  addSnapshot(state, context)
  addStateDiff(state, context, end)
}

function addSnapshot(state: Command, context: Context): void {
  const snapshot = describe(state.command('snapshot'), context, {
    zh: '把静止数据的状态写成快照，供监测方越过已删除的正文继续重算',
    en: 'write the state at rest as a snapshot, from which monitors go on past erased bodies',
    example: 'gongshi state snapshot --data ./gongshi-data --to ./snapshots',
  })
  addDataOptions(snapshot, context).requiredOption(
    '--to <folder>',
    context.say({ zh: '存放快照的文件夹', en: 'folder for snapshots' }),
  )
  addJsonOption(snapshot, context).action(async (options: ConfigOptions & JsonOptions & { readonly to: string }) => {
    const node = await loadNode()
    const made = await node.makeSnapshot(await configOf(context, node, options), options.to)
    if (options.json) return printJson(context, made)
    printFields(context, [
      [context.say({ zh: '高度', en: 'height' }), String(made.height)],
      [context.say({ zh: '快照', en: 'snapshot' }), made.path],
    ])
  })
}

type StateSummary = Awaited<ReturnType<NodePart['stateHash']>>

function show(context: Context, options: JsonOptions, summary: StateSummary): void {
  if (options.json) {
    printJson(context, summary)
    return
  }
  const { say } = context
  printFields(context, [
    [say({ zh: '账本', en: 'ledger' }), summary.chainId],
    [say({ zh: '高度', en: 'height' }), String(summary.height)],
    [say({ zh: '应用哈希', en: 'app hash' }), toHex(summary.appHash)],
    [say({ zh: '状态根', en: 'state root' }), toHex(summary.stateRoot)],
    [say({ zh: '条目数', en: 'log size' }), String(summary.logSize)],
  ])
}

function verdict(context: Context, firstDifference: number | null): string {
  if (firstDifference === null)
    return context.say({ zh: '✓ 每个区块的哈希都一致\n', en: '✓ every block gives the hash in its header\n' })
  return context.say({
    zh: `✗ 自高度 ${firstDifference} 起不一致\n`,
    en: `✗ differs from height ${firstDifference} on\n`,
  })
}
