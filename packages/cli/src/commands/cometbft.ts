import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toHex } from '@gongshi/protocol'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { describe } from '../help.ts'
import { addDataOptions, type ConfigOptions, configOf } from '../operate/config.ts'
import { loadNode, type NodePart } from '../operate/parts.ts'
import { addJsonOption, type JsonOptions } from '../options.ts'
import { printFields, printJson } from '../output.ts'

type Options = ConfigOptions & JsonOptions & { readonly install?: boolean; readonly id?: boolean }

/** The program that orders a consortium's transactions: whether it is there, and getting it. */
export function addCometBft(program: Command, context: Context): void {
  const command = describe(program.command('cometbft'), context, {
    zh: '联盟账本所用的 CometBFT：查找、安装，显示本节点的标识',
    en: 'the CometBFT of a consortium: find it, install it, print this node’s id',
    example: 'gongshi cometbft --install',
  })
  command.option(
    '--install',
    context.say({
      zh: '用 Go（1.25 以上）编译所需版本',
      en: 'build the version that is needed, with Go 1.25 or later',
    }),
  )
  command.option(
    '--id',
    context.say({
      zh: '显示其他成员填写的本节点标识',
      en: 'print the id under which the other members know this node',
    }),
  )
  addJsonOption(addDataOptions(command, context), context)
  command.action(async (options: Options) => {
    const node = await loadNode()
    const { data, engine } = await configOf(context, node, options)
    const found = options.install ? await node.installCometBft() : await node.findCometBft(engine.binary)
    const id = options.id ? await peerIdIn(node, data) : null
    const validator = options.id ? toHex(await node.validatorKeyOf({ data, engine })) : null
    if (options.json) return printJson(context, { program: found, version: node.cometVersion, id, validator })
    printFields(context, [
      [context.say({ zh: '程序', en: 'program' }), found],
      [context.say({ zh: '版本', en: 'version' }), node.cometVersion],
      ...(id === null ? [] : [[context.say({ zh: '标识', en: 'id' }), id] as const]),
      ...(validator === null ? [] : [[context.say({ zh: '验证者公钥', en: 'validator' }), validator] as const]),
    ])
  })
}

/** Null with the embedded engine, whose node no others connect to. */
async function peerIdIn(node: NodePart, data: string): Promise<string | null> {
  return existsSync(join(node.foldersOf(data).keys, 'peer.key')) ? node.readPeerId(data) : null
}
