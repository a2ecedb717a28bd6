import { Command, CommanderError, Option } from 'commander'
import { addAward } from './commands/award.ts'
import { addBackup, addRestore } from './commands/backup.ts'
import { addBid } from './commands/bid.ts'
import { addCometBft } from './commands/cometbft.ts'
import { addCourtPack } from './commands/courtPack.ts'
import { addDemo } from './commands/demo.ts'
import { addDesk } from './commands/desk.ts'
import { addDoctor } from './commands/doctor.ts'
import { addDraft } from './commands/draft.ts'
import { addEvidence } from './commands/evidence.ts'
import { addExplain } from './commands/explain.ts'
import { addFlags } from './commands/flags.ts'
import { addGenesis } from './commands/genesis.ts'
import { addGet } from './commands/get.ts'
import { addHandover, addReconstitute } from './commands/handover.ts'
import { addImport } from './commands/import.ts'
import { addInit } from './commands/init.ts'
import { addJoin } from './commands/join.ts'
import { addKeys } from './commands/keys.ts'
import { addMirror } from './commands/mirror.ts'
import { addMonitor } from './commands/monitor.ts'
import { addPerson } from './commands/person.ts'
import { addQuery } from './commands/query.ts'
import { addSigner } from './commands/signer.ts'
import { addStart } from './commands/start.ts'
import { addState } from './commands/state.ts'
import { addSubmit } from './commands/submit.ts'
import { addTestnet } from './commands/testnet.ts'
import { addTrust } from './commands/trust.ts'
import { addTrustee } from './commands/trustee.ts'
import { addValidators } from './commands/validators.ts'
import { addVerify } from './commands/verify.ts'
import { addViews } from './commands/views.ts'
import { addWitness } from './commands/witness.ts'
import { type Context, platformContext } from './context.ts'
import type { End } from './end.ts'
import { CliError } from './errors.ts'
import { exit, explain, explainedText } from './failure.ts'
import { describe, translateHelp } from './help.ts'
import { toJson } from './output.ts'
import { version } from './version.ts'

const adders = [
  addInit,
  addGenesis,
  addJoin,
  addStart,
  addDoctor,
  addKeys,
  addSubmit,
  addDraft,
  addCourtPack,
  addExplain,
  addPerson,
  addTrustee,
  addBid,
  addAward,
  addDesk,
  addQuery,
  addGet,
  addImport,
  addFlags,
  addEvidence,
  addVerify,
  addTrust,
  addMirror,
  addMonitor,
  addWitness,
  addState,
  addBackup,
  addRestore,
  addViews,
  addCometBft,
  addValidators,
  addSigner,
  addHandover,
  addReconstitute,
  addTestnet,
  addDemo,
]

/** Runs one command line. @returns the exit code; docs/cli.md says what each means */
export async function runCli(args: readonly string[], context: Context): Promise<number> {
  const ended: { code: number; help: string } = { code: exit.done, help: '' }
  const takeHelp = (text: string): void => {
    ended.help += text
  }
  const program = createProgram(context, takeHelp, (code) => {
    ended.code = code
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return ended.code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exit.done
    if (error instanceof CommanderError && error.code === 'commander.help') {
      context.err(ended.help)
      return exit.unusable
    }
    return report(context, args, error instanceof CommanderError ? usageError(context, error) : error)
  }
}

function createProgram(context: Context, takeHelp: (text: string) => void, end: End): Command {
  const program = new Command('gongshi')
  program.exitOverride()
  // Commander's own complaint is replaced by a coded one in the reader's language; its help is kept. Commands take this
  // over when they are made.
  program.configureOutput({
    writeOut: (text) => context.out(text),
    writeErr: takeHelp,
    getOutHelpWidth: () => 80,
    getErrHelpWidth: () => 80,
  })
  translateHelp(program, context)
  describe(program, context, {
    zh: '公示：人人可以核验的政务账本',
    en: 'Gongshi: a public-affairs ledger that anyone can check alone',
    example: 'gongshi verify notice.gse --trust trust.json',
  })
  const langText = context.say({ zh: '界面语言', en: 'language' })
  program.addOption(new Option('--lang <language>', langText).choices(['zh', 'en']))
  program.version(version(), '-V, --version', context.say({ zh: '显示版本', en: 'print the version' }))
  for (const add of adders) add(program, context, end)
  for (const command of everyCommand(program))
    if (command !== program) command.addOption(new Option('--lang <language>', langText).choices(['zh', 'en']))
  return program
}

/** The words of each command that does something, for tests and docs/cli.md. */
export function commandPaths(): string[][] {
  const leaves = (command: Command, path: string[]): string[][] =>
    command.commands.length === 0 ? [path] : command.commands.flatMap((inner) => leaves(inner, [...path, inner.name()]))
  return leaves(
    createProgram(
      platformContext([], new AbortController().signal),
      () => {},
      () => {},
    ),
    [],
  )
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)]
}

function report(context: Context, args: readonly string[], error: unknown): number {
  const thrown = context.signal.aborted ? new CliError({ code: 'cli-interrupted' }, { cause: error }) : error
  const explained = explain(thrown, context.language)
  if (args.includes('--json')) {
    const { detail, exit: code, ...rest } = explained
    context.err(`${toJson({ ...rest, detail, exit: code })}\n`)
  } else context.err(explainedText(explained))
  if (context.env.GONGSHI_DEBUG)
    context.err(`${thrown instanceof Error ? `${thrown.stack}\n${String(thrown.cause ?? '')}` : String(thrown)}\n`)
  return explained.exit
}

/** Commander's complaints as codes of ours: its English sentences name what they are about in quotes. */
function usageError(context: Context, error: CommanderError): CliError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  const about = quoted.slice(0, 80)
  const suggestion = /Did you mean (?:one of )?([^?]+)\?/.exec(error.message)?.[1]
  const near = suggestion === undefined ? {} : { suggestion }
  switch (error.code) {
    case 'commander.unknownOption':
      return new CliError({ code: 'cli-flag-unknown', flag: about, ...near })
    case 'commander.unknownCommand':
      return new CliError({ code: 'cli-command-unknown', command: about, ...near })
    case 'commander.excessArguments':
      return new CliError({ code: 'cli-argument-excess' })
    case 'commander.invalidArgument':
      return new CliError({
        code: 'cli-value-invalid',
        flag: about,
        expected: /Allowed choices are ([^.]*)/.exec(error.message)?.[1] ?? '',
      })
    case 'commander.conflictingOption': {
      const other = /cannot be used with option '(--[a-z]+)/.exec(error.message)?.[1] ?? ''
      return new CliError({
        code: 'cli-value-invalid',
        flag: about,
        expected: context.say({ zh: `不与 ${other} 同用`, en: `not with ${other}` }),
      })
    }
    default:
      return new CliError({ code: 'cli-argument-missing', argument: about })
  }
}
