import type { Committed } from '@gongshi/sdk'
import type { TrusteeSecrets } from '@gongshi/sdk/trustee'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { describe } from '../help.ts'
import type { Bilingual } from '../language.ts'
import { parseOrgan } from '../operate/founding.ts'
import type { JsonOptions } from '../options.ts'
import { printFields, printJson } from '../output.ts'
import {
  addTrusteeOptions,
  type Doing,
  doingOf,
  type TrusteeOptions,
  trusteeTools,
  withSecrets,
} from '../sealing/trusteeDoing.ts'
import { showCommitted } from './submit.ts'
import { addTrusteeCopies } from './trusteeCopies.ts'

/** A trustee of sealed bids: makes the key with the others, gives shares after the deadline. */
export function addTrustee(program: Command, context: Context, end: End): void {
  const trustee = describe(program.command('trustee'), context, {
    zh: '投标开启保管人：与其他保管人共同生成密钥，截止后交出开启份额；秘密保存在密钥文件旁',
    en: 'trustee of sealed bids: make the key with the others, give shares after the deadline; secrets lie beside the key file',
    example: 'gongshi trustee enrol PROCEDURE --organ x-example:audit --key audit --trust trust.json',
  })
  addEnrol(trustee, context, end)
  const add = (name: string, words: Bilingual, act: (doing: Doing) => Promise<readonly Committed[]>) =>
    addStep(trustee, context, end, { name, words, act })
  add(
    'contribute',
    {
      zh: '提交本人对公共密钥的贡献（先存盘，只生成一次）',
      en: 'publish the contribution to the common key: kept first, made once',
    },
    contribute,
  )
  add(
    'judge',
    {
      zh: '检验收到的各份：有假则举证，齐全且真实则接受',
      en: 'check the parts that were handed over: dispute a false one, accept when all are there and true',
    },
    judge,
  )
  add(
    'give',
    {
      zh: '截止后交出全部投标的开启份额（账本证明已截止才交出）',
      en: 'give the shares of all bids, once the ledger itself proves that bidding is over',
    },
    async (doing) => (await trusteeTools()).giveShares(await withSecrets(doing)),
  )
  add(
    'open',
    { zh: '请账本开启份额已足的投标', en: 'have the ledger open the bids for which there are shares enough' },
    async (doing) => (await trusteeTools()).openBids(await withSecrets(doing)),
  )
  addTrusteeCopies(trustee, context, end)
}

function addEnrol(trustee: Command, context: Context, end: End): void {
  const command = describe(trustee.command('enrol').argument('<procedure>'), context, {
    zh: '为一个程序生成保管人密钥并登记；秘密先存盘，不覆盖已有文件',
    en: 'make a trustee’s key for one procedure and enrol; the secrets are kept first, and never overwritten',
    example:
      'gongshi trustee enrol gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ --organ x-example:audit --key audit --trust trust.json',
  })
  command.requiredOption(
    '--organ <scheme:id>',
    context.say({ zh: '作为保管人的机关', en: 'the organ that is a trustee' }),
  )
  addTrusteeOptions(command, context)
  command.action(async (procedure: string, options: TrusteeOptions & { readonly organ: string }) => {
    const doing = await doingOf(context, options, procedure)
    const { enrolTrustee, keepTrustee, newTrustee, trusteeOfKept } = await trusteeTools()
    const { scheme, id } = parseOrgan(options.organ)
    const kept = await doing.file.find()
    const secrets = kept === null ? newTrustee(doing.context, context.random) : trusteeOfKept(kept, doing.context)
    if (kept === null) await doing.file.create(keepTrustee(secrets))
    end(show(context, options, doing, [await enrolTrustee({ ...doing, secrets }, [scheme, id])]))
  })
}

type Step = {
  readonly name: string
  readonly words: Bilingual
  readonly act: (doing: Doing) => Promise<readonly Committed[]>
}

function addStep(trustee: Command, context: Context, end: End, { name, words, act }: Step): void {
  const command = describe(trustee.command(name).argument('<procedure>'), context, {
    ...words,
    example: `gongshi trustee ${name} gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ --key audit --trust trust.json`,
  })
  addTrusteeOptions(command, context)
  command.action(async (procedure: string, options: TrusteeOptions) => {
    const doing = await doingOf(context, options, procedure)
    end(show(context, options, doing, await act(doing)))
  })
}

async function contribute(doing: Doing): Promise<readonly Committed[]> {
  const { contributeTrustee, keepTrustee } = await trusteeTools()
  const keep = (secrets: TrusteeSecrets) => doing.file.replace(keepTrustee(secrets))
  return [await contributeTrustee(await withSecrets(doing), keep)]
}

async function judge(doing: Doing): Promise<readonly Committed[]> {
  const { judgeTrustees } = await trusteeTools()
  const { disputes, accepted } = await judgeTrustees(await withSecrets(doing))
  return accepted === null ? disputes : [...disputes, accepted]
}

function show(context: Context, options: JsonOptions, { file }: Doing, done: readonly Committed[]): number {
  if (options.json) printJson(context, done)
  else {
    if (done.length === 0) context.out(context.say({ zh: '目前没有要做的。\n', en: 'Nothing is to be done now.\n' }))
    for (const committed of done) showCommitted(context, committed)
    printFields(context, [[context.say({ zh: '秘密保存在', en: 'secrets kept in' }), file.path]])
  }
  return done.some(({ outcome }) => outcome[0] === 'refused') ? exit.no : exit.done
}
