import { toHex } from '@gongshi/protocol'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { describe } from '../help.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadNode } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printFields, printJson } from '../output.ts'

/** One operator's data folder becomes that of a consortium's member: what the house has decided is carried out here. */
export function addHandover(program: Command, context: Context): void {
  const command = describe(program.command('handover'), context, {
    zh: '账本由单一运行方移交联盟：表决生效、节点停止之后，在每个成员的数据文件夹上运行',
    en: 'hand one operator’s ledger over to a consortium: once the vote is in force and the node is stopped',
    example: 'gongshi handover --data ./gongshi-data',
  })
  addJsonOption(addDataOptions(command, context), context)
  command.action(async (options: ConfigOptions & JsonOptions) => {
    const node = await loadNode()
    const { data } = await configOf(context, node, options)
    const made = await node.handOver({ data }, context)
    if (options.json) return printJson(context, made)
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
  })
}

function own({ say }: Context, isValidator: boolean): string {
  return isValidator ? say({ zh: '验证者', en: 'a validator' }) : say({ zh: '无表决权', en: 'without a vote' })
}
