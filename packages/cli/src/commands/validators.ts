import { fromHex, toHex } from '@gongshi/protocol'
import { type ActInput, sign, submitTransaction } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import { parseOrgan } from '../operate/founding.ts'
import { parsePower } from '../operate/powers.ts'
import {
  addJsonOption,
  addKeyOptions,
  addUrlOption,
  clientOf,
  integer,
  type JsonOptions,
  type KeyOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { printFields, printJson } from '../output.ts'
import { findDeclaration, showCommitted } from './submit.ts'

type Options = UrlOptions & KeyOptions & JsonOptions & { readonly organ: string }
type ProposeOptions = Options & { readonly clause: string; readonly in: number }

/** A voting period as usual, and a minute. Milliseconds. */
const usualDelayMs = 14 * 24 * 60 * 60 * 1000 + 60_000

/** Who votes on blocks changes by the house's vote: one command proposes it, one approves. */
export function addValidators(program: Command, context: Context, end: End): void {
  const validators = describe(program.command('validators'), context, {
    zh: '联盟账本的验证者：提议变更，表决',
    en: 'the validators of a consortium: propose a change, vote on it',
    example: 'gongshi validators approve PROPOSAL --organ x-example:justice --key justice',
  })
  const propose = describe(validators.command('propose').argument('<key=power...>'), context, {
    zh: '提议验证者及其权重；权重 0 为移除',
    en: 'propose validators and their powers; power 0 removes one',
    example: 'gongshi validators propose 8f3c…=1 --organ x-example:finance --clause ledger-charter/5 --key finance',
  })
  propose.requiredOption('--clause <code>', context.say({ zh: '所依据的条款', en: 'the clause on which it rests' }))
  propose.option(
    '--in <ms>',
    context.say({
      zh: '多少毫秒后生效（不短于表决期）',
      en: 'takes effect after so many ms, a voting period at least',
    }),
    integer('--in', 1, 10 ** 12),
    usualDelayMs,
  )
  withOrgan(propose, context).action(async (changes: readonly string[], options: ProposeOptions) => {
    const change = { validators: changes.map(parsePower), effective: context.now() + options.in }
    const proposer = parseOrgan(options.organ)
    const about = { topic: 'validators', clause: options.clause, proposer, reason: null }
    end(await act(context, options, 'proposeValidators', { ...about, ...change }))
  })
  const approve = describe(validators.command('approve').argument('<proposal>'), context, {
    zh: '赞成一项提议',
    en: 'approve a proposal',
    example: 'gongshi validators approve 8f3c… --organ x-example:justice --key justice',
  })
  withOrgan(approve, context).action(async (proposal: string, options: Options) => {
    const input = { proposal: parseHash(proposal), organ: parseOrgan(options.organ), reason: null }
    end(await act(context, options, 'approve', input))
  })
}

function withOrgan(command: Command, context: Context): Command {
  command.requiredOption('--organ <scheme:id>', context.say({ zh: '以哪个机关的名义', en: 'in whose name' }))
  return addJsonOption(addKeyOptions(addUrlOption(command, context), context), context)
}

async function act(context: Context, options: Options, action: string, input: ActInput): Promise<number> {
  const client = await clientOf(context, options)
  const affair = await findDeclaration('governance', action)
  const transaction = await sign(client, await walletOf(context, options), { affair, action }, input)
  const committed = await submitTransaction(client, transaction, { signal: context.signal })
  const { outcome } = committed
  if (options.json) printJson(context, committed)
  else {
    showCommitted(context, committed)
    const made = outcome[0] === 'ok' && action === 'proposeValidators' ? proposalIn(outcome[1][0]) : null
    if (made !== null) printFields(context, [[context.say({ zh: '提议', en: 'proposal' }), toHex(made)]])
  }
  return outcome[0] === 'ok' ? exit.done : exit.no
}

/** The event of a proposal names it first. */
function proposalIn(event: unknown): Uint8Array | null {
  const [, id] = Array.isArray(event) ? (event as readonly unknown[]) : []
  return id instanceof Uint8Array ? id : null
}

function parseHash(text: string): Uint8Array {
  if (!/^[0-9a-f]+$/.test(text) || text.length % 2 !== 0)
    throw new CliError({ code: 'cli-value-invalid', flag: 'PROPOSAL', expected: '[0-9a-f]+' })
  return fromHex(text)
}
