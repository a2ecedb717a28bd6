import { toHex } from '@gongshi/protocol'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { describe } from '../help.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadNode, type NodePart } from '../operate/parts.ts'
import { parsePower } from '../operate/powers.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printFields, printJson } from '../output.ts'

type Options = ConfigOptions & JsonOptions
type HandedOver = Awaited<ReturnType<NodePart['handOver']>>

/** One operator's data folder becomes that of a consortium's member: what the house has decided is carried out here. */
export function addHandover(program: Command, context: Context): void {
  const command = describe(program.command('handover'), context, {
    zh: '账本由单一运行方移交联盟：表决生效、节点停止之后，在每个成员的数据文件夹上运行',
    en: 'hand one operator’s ledger over to a consortium: once the vote is in force and the node is stopped',
    example: 'gongshi handover --data ./gongshi-data',
  })
  addJsonOption(addDataOptions(command, context), context)
  command.action(async (options: Options) => {
    const node = await loadNode()
    const { data } = await configOf(context, node, options)
    show(context, options, await node.handOver({ data }, context))
  })
}

/** After the loss of a third of the power or more: those who are left go on, each on its own folder, by the same words. */
export function addReconstitute(program: Command, context: Context): void {
  const command = describe(program.command('reconstitute').argument('<key=power...>'), context, {
    zh: '联盟失去三分之一以上表决权后重建：由其余成员商定的验证者接续同一账本，需要新的信任根',
    en: 'after the loss of a third of the power or more: go on with the validators that the others have agreed on, under a new trust root',
    example: 'gongshi reconstitute 8f3c…=1 41aa…=1 --data ./gongshi-data',
  })
  addJsonOption(addDataOptions(command, context), context)
  command.action(async (validators: readonly string[], options: Options) => {
    const node = await loadNode()
    const { data } = await configOf(context, node, options)
    const named = validators.map(parsePower).map(({ key, power }) => ({ key, power: Number(power) }))
    show(context, options, await node.reconstitute({ data }, named))
  })
}

function show(context: Context, options: Options, made: HandedOver): void {
  if (options.json) {
    printJson(context, made)
    return
  }
  const { say } = context
  const { chainId, height, blockHash, validators } = made.beginning
  printFields(context, [
    [say({ zh: '账本', en: 'ledger' }), chainId],
    [say({ zh: '最后一个区块', en: 'last block' }), `${height} ${blockHash}`],
    [say({ zh: '验证者', en: 'validators' }), String(validators.length)],
    [say({ zh: '本节点', en: 'this node' }), own(context, made.isValidator)],
    [say({ zh: '节点', en: 'peer' }), made.peerId],
    [say({ zh: '起点指纹', en: 'beginning' }), toHex(made.hash)],
  ])
}

function own({ say }: Context, isValidator: boolean): string {
  return isValidator ? say({ zh: '验证者', en: 'a validator' }) : say({ zh: '无表决权', en: 'without a vote' })
}
