import type { Leaf } from '@gongshi/protocol'
import { MonitorError } from './errors.ts'

/** What is told of beside forks, rollbacks and what does not verify, which are told of always. Ages are in milliseconds. */
export type MonitorRules = {
  readonly entries: readonly EntryRule[]
  /** The newest entry is older than that; null asks for nothing. */
  readonly silenceMs: number | null
  /** The cosignatures that the trust root's policy asks for are older than that; null asks for nothing. */
  readonly witnessMs: number | null
}

/** Acts that were carried out, by affair; and the events of the ledger's own entries. */
const entryRules = {
  'key-added': {
    acts: {
      identity: ['admit', 'join'],
      organisations: ['registerKey', 'addKey', 'announceKey', 'activateKey', 'rotateKey'],
    },
    events: [],
  },
  'affair-upgraded': { acts: {}, events: ['version-scheduled'] },
  'publication-withdrawn': { acts: { disclosure: ['withdraw', 'withdrawRelease'] }, events: [] },
  'parameter-set': { acts: {}, events: ['parameter-set'] },
  'validators-changed': { acts: {}, events: ['validators-changed', 'handover', 'reconstitution'] },
  'publisher-listed': { acts: {}, events: ['publisher-listed'] },
  'affair-paused': { acts: {}, events: ['paused', 'suspended'] },
} as const satisfies Record<
  string,
  { readonly acts: Readonly<Record<string, readonly string[]>>; readonly events: readonly string[] }
>

export type EntryRule = keyof typeof entryRules

const names = Object.keys(entryRules) as EntryRule[]

/** The rules of whoever gives none. */
const usualRules: MonitorRules = {
  entries: ['key-added', 'affair-upgraded', 'publication-withdrawn'],
  silenceMs: null,
  witnessMs: null,
}

/**
 * Reads rules from outside: what is absent is as usual, what is unknown refuses.
 * @throws {MonitorError} monitor-rules-malformed
 */
export function parseRules(json: unknown): MonitorRules {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed('')
  const given = json as Readonly<Record<string, unknown>>
  for (const name of Object.keys(given)) if (!Object.hasOwn(usualRules, name)) throw malformed(name)
  const { entries = usualRules.entries, silenceMs = null, witnessMs = null } = given
  if (!Array.isArray(entries)) throw malformed('entries')
  for (const name of entries as unknown[]) if (!names.includes(name as EntryRule)) throw malformed(String(name))
  return {
    entries: entries as EntryRule[],
    silenceMs: readAge(silenceMs, 'silenceMs'),
    witnessMs: readAge(witnessMs, 'witnessMs'),
  }
}

function readAge(value: unknown, at: string): number | null {
  if (value === null || (Number.isSafeInteger(value) && (value as number) > 0)) return value as number | null
  throw malformed(at)
}

function malformed(at: string): MonitorError {
  return new MonitorError({ code: 'monitor-rules-malformed', at })
}

/** Which of the rules an entry falls under. */
export function rulesOf(leaf: Leaf, asked: readonly EntryRule[]): readonly EntryRule[] {
  return asked.filter((name) => {
    const { acts, events }: { acts: Readonly<Record<string, readonly string[]>>; events: readonly string[] } =
      entryRules[name]
    if (leaf.kind === 'system') return events.includes(leaf.event)
    if (leaf.kind === 'block' || leaf.outcome[0] !== 'ok') return false
    return Object.hasOwn(acts, leaf.affair) && acts[leaf.affair]!.includes(leaf.action)
  })
}
