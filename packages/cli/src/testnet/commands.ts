import { CliError } from '../errors.ts'
import type { LinkFault } from './namespaces.ts'

const processActs = ['start', 'stop', 'kill', 'pause', 'resume'] as const
export type ProcessAct = (typeof processActs)[number]

/** What somebody asks of a running test network; nodes by their place in it. */
export type NetworkCommand =
  | { readonly act: ProcessAct; readonly nodes: readonly number[] }
  | { readonly act: 'cut'; readonly nodes: readonly number[] }
  | { readonly act: 'impair'; readonly nodes: readonly number[]; readonly fault: LinkFault }
  | { readonly act: 'heal' }

/**
 * Reads a line: `kill node3`, `cut node1,node2`, `loss all 5` (percent), `slow node2 256` (kilobits a second),
 * `delay node1 100` (milliseconds), `heal`.
 * @throws {CliError} cli-testnet-command
 */
export function parseCommand(line: string, names: readonly string[]): NetworkCommand {
  const [word, who = '', amount = '', ...more] = line.trim().split(/\s+/)
  const malformed = () => new CliError({ code: 'cli-testnet-command', line: line.slice(0, 100) })
  if (more.length > 0) throw malformed()
  if (word === 'heal' && who === '') return { act: 'heal' }
  const nodes = who === 'all' ? names.map((_, at) => at) : who.split(',').map((name) => names.indexOf(name))
  if (nodes.includes(-1)) throw malformed()
  const act = processActs.find((each) => each === word)
  if (act !== undefined && amount === '') return { act, nodes }
  if (word === 'cut' && amount === '') return { act: 'cut', nodes }
  const fault = faultOf(word, Number(amount))
  if (fault === null || !/^\d{1,6}(\.\d+)?$/.test(amount)) throw malformed()
  return { act: 'impair', nodes, fault }
}

function faultOf(word: string | undefined, amount: number): LinkFault | null {
  if (word === 'delay') return { kind: 'delay', ms: amount }
  if (word === 'loss' && amount <= 100) return { kind: 'loss', percent: amount }
  if (word === 'slow' && amount > 0) return { kind: 'slow', kilobits: amount }
  return null
}
