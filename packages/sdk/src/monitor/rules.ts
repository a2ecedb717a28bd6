import { identityAffair, organisationsAffair } from '@gongshi/affair-kit'
import type { Cbor, Leaf } from '@gongshi/protocol'
import { MonitorError } from './errors.ts'

/** What is told of beside forks, rollbacks and what does not verify, which are told of always. Ages are in milliseconds. */
export type MonitorRules = {
  readonly entries: readonly EntryRule[]
  /** The newest entry is older than that; null asks for nothing. */
  readonly silenceMs: number | null
  /** The cosignatures that the trust root's policy asks for are older than that; null asks for nothing. */
  readonly witnessMs: number | null
}

/** What an entry falls under a rule by: acts that were carried out, by affair; events of the ledger's own; a key that may sign. */
const entryRules = {
  'key-added': { acts: {}, events: [], keys: true },
  'affair-upgraded': { acts: {}, events: ['version-scheduled'], keys: false },
  'publication-withdrawn': { acts: { disclosure: ['withdraw', 'withdrawRelease'] }, events: [], keys: false },
  'parameter-set': { acts: {}, events: ['parameter-set'], keys: false },
  'validators-changed': { acts: {}, events: ['validators-changed', 'handover', 'reconstitution'], keys: false },
  'publisher-listed': { acts: {}, events: ['publisher-listed'], keys: false },
  'affair-paused': { acts: {}, events: ['paused', 'suspended'], keys: false },
} as const satisfies Record<string, Rule>

type Rule = {
  readonly acts: Readonly<Record<string, readonly string[]>>
  readonly events: readonly string[]
  readonly keys: boolean
}

/** The affairs whose rows `key` are the keys that sign. */
const keyAffairs: readonly string[] = [organisationsAffair, identityAffair]

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

/** `key`: the thumbprint of the key that it is about, 32 bytes. */
type RuleHit = { readonly kind: EntryRule; readonly key: Uint8Array | null }

/** Which of the rules an entry falls under, once for each key that it adds. */
export function rulesOf(leaf: Leaf, asked: readonly EntryRule[]): readonly RuleHit[] {
  return asked.flatMap((kind): RuleHit[] => {
    const { acts, events, keys }: Rule = entryRules[kind]
    if (keys) return keysAdded(leaf).map((key) => ({ kind, key }))
    return isNamed(leaf, acts, events) ? [{ kind, key: null }] : []
  })
}

function isNamed(leaf: Leaf, acts: Rule['acts'], events: Rule['events']): boolean {
  if (leaf.kind === 'system') return events.includes(leaf.event)
  if (leaf.kind === 'block' || leaf.outcome[0] !== 'ok') return false
  return Object.hasOwn(acts, leaf.affair) && acts[leaf.affair]!.includes(leaf.action)
}

/**
 * Keys that came to stand on the ledger, or to sign, whichever act of whichever affair brought them: rows move by events
 * [entity, key, action, revision, from, to] (docs/protocol.md), those of a called affair by `affair/entity`.
 */
function keysAdded(leaf: Leaf): Uint8Array[] {
  if ((leaf.kind !== 'tx' && leaf.kind !== 'due') || leaf.outcome[0] !== 'ok') return []
  return leaf.outcome[1].flatMap((event) => {
    if (!Array.isArray(event) || event.length !== 6) return []
    const [entity, id, , , from, to] = event as readonly Cbor[]
    if (!isKeyRow(leaf.affair, entity) || !Array.isArray(id) || !(id[0] instanceof Uint8Array)) return []
    const isAdded = from === null || (to === 'active' && from !== 'active')
    return isAdded ? [id[0]] : []
  })
}

function isKeyRow(affair: string, entity: Cbor | undefined): boolean {
  if (entity === 'key') return keyAffairs.includes(affair)
  return keyAffairs.some((name) => entity === `${name}/key`)
}
