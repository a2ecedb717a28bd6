import {
  checkSignature,
  checkVote,
  type EvidenceChecks,
  EvidenceError,
  encodeEvidence,
  evidenceFromJson,
  type Finding,
  type Leaf,
  type ProvenMember,
  type ProvenSubject,
  parseTrust,
  TrustError,
  type TrustRoot,
  toHex,
  trustFingerprint,
  type Verdict,
  verifyEvidence,
  webCryptoCheck,
  webCryptoVoteCheck,
} from '@gongshi/protocol'
import { ClientError, type VerifiedGrounds } from '@gongshi/sdk'
import { diagnostic } from './diagnostic.ts'
import type { EntrySubject, Note, Outcome, PassedStep, Summary, ValueSubject } from './result.ts'
import { showFacts } from './showFacts.ts'

/** The one place where the page meets the protocol: bytes in, and out comes what the page shows. */
export type LoadedTrust = {
  readonly root: TrustRoot
  readonly chainId: string
  readonly validators: number
  /** 64 hexadecimal digits. */
  readonly fingerprint: string
}

/** Null for a file that is no trust root. */
export function loadTrust(text: string): LoadedTrust | null {
  try {
    const root = parseTrust(text)
    const validators = root.validators.set.length
    return { root, chainId: root.chainId, validators, fingerprint: toHex(trustFingerprint(root)) }
  } catch (cause) {
    if (cause instanceof TrustError) return null
    throw cause
  }
}

/** The `.gse` bytes of a `.gse.json`. @throws {EvidenceError} */
export function evidenceFromText(text: string): Uint8Array {
  return encodeEvidence(evidenceFromJson(JSON.parse(text)))
}

/** How a file is verified, each of its entries in turn. */
export type FileCheck = (
  bytes: Uint8Array,
  root: TrustRoot,
  now: number,
  checks: EvidenceChecks,
) => AsyncIterable<VerifiedGrounds>

/** A file of one entry or value. What reads other files is left out of a page that shows none. */
export const verifyOne: FileCheck = async function* (...given) {
  yield withoutGrounds(await verifyEvidence(...given))
}

export const withoutGrounds = (act: Verdict): VerifiedGrounds => ({ act, grounds: [], isWhole: true })

/** Verifies and says what came out, failures included. `now` is the reader's clock, UnixMs. */
export async function check(
  bytes: Uint8Array,
  trust: LoadedTrust,
  now: number,
  verify: FileCheck = verifyOne,
): Promise<Outcome> {
  const began = performance.now()
  const found: VerifiedGrounds[] = []
  try {
    for await (const each of verify(bytes, trust.root, now, browserChecks())) found.push(each)
    const ms = measured(began)
    const [first, ...others] = found as [VerifiedGrounds, ...VerifiedGrounds[]]
    const summaries = [summarise(first, trust), ...others.map((each) => summarise(each, trust))] as const
    return { ok: true, ms, steps: stepsOf(found), summaries }
  } catch (cause) {
    const refused = { ok: false, ms: measured(began), before: found.length } as const
    if (cause instanceof ClientError) return { ...refused, steps: [], step: 'grounds', code: cause.code }
    if (!(cause instanceof EvidenceError)) throw cause
    return { ...refused, steps: cause.passed.map(showFacts), step: cause.step, code: cause.code }
  }
}

/** What was found on the way to the header, once; and for each entry what was found of it. The last row applies where rows came along. */
function stepsOf(found: readonly VerifiedGrounds[]): PassedStep[] {
  const each = found.map(({ act }) => act.steps.map(showFacts))
  const own = each[0]!.findIndex(({ step }) => step === 'inclusion')
  const steps = each[0]!.map(({ step, facts }, at) => ({
    step,
    applies: each.some((steps) => steps[at]!.applies),
    facts:
      at < own || each.length === 1
        ? facts
        : each.flatMap((steps, nth) =>
            steps[at]!.facts.map(({ name, value }) => ({ name: `${nth + 1}: ${name}`, value })),
          ),
  }))
  const rows = found.flatMap(({ grounds }) => grounds).length
  return [...steps, { step: 'grounds', applies: rows > 0, facts: [{ name: 'rows', value: String(rows) }] }]
}

/** A mark in the browser's own timeline, which the benchmark reads. */
function measured(began: number): number {
  return performance.measure('gongshi-verify', { start: began, end: performance.now() }).duration
}

/**
 * The browser's own cryptography first. Where it refuses or is missing (an insecure origin has none), the pure check
 * decides: strict for transactions, ZIP-215 for votes, which accepts all that the strict one does.
 */
export function browserChecks(): EvidenceChecks {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (subtle === undefined) return { signature: checkSignature, vote: checkVote }
  return { signature: webCryptoCheck(subtle), vote: webCryptoVoteCheck(subtle) }
}

function summarise({ act: verdict, grounds, isWhole }: VerifiedGrounds, trust: LoadedTrust): Summary {
  const { subject, claim, times } = verdict
  const findings = verdict.findings.map(showFinding)
  return {
    chainId: trust.chainId,
    expired: verdict.status === 'expired',
    claim,
    height: subject.kind === 'entry' ? subject.leaf.height : verdict.header.height,
    time: times.happened ?? times.committed,
    provenAt: times.committed,
    validators: trust.validators,
    witnessedAt: times.witnessed,
    unseenAt: times.notBefore,
    witnessed: trust.root.policy.cosigners.length > 0,
    subject: subject.kind === 'entry' ? entrySubject(subject) : valueSubject(subject),
    members: verdict.members.map(showMember),
    findings: isWhole ? findings : [...findings, { kind: 'grounds-broken', values: {} }],
    grounds,
    body: subject.kind === 'entry' && subject.body !== null ? diagnostic(subject.body.input) : null,
  }
}

function entrySubject({ index, leaf }: Extract<ProvenSubject, { kind: 'entry' }>): EntrySubject {
  return {
    kind: 'entry',
    index,
    leafKind: leaf.kind,
    leaf: diagnosticOfLeaf(leaf),
    ...(leaf.kind === 'tx' || leaf.kind === 'due'
      ? { affair: leaf.affair, version: leaf.version, action: leaf.action, outcome: outcomeOf(leaf.outcome) }
      : {}),
    ...(leaf.kind === 'tx' ? { txId: toHex(leaf.txId) } : {}),
    ...(leaf.kind === 'system' ? { event: leaf.event } : {}),
    signers: leaf.kind === 'tx' ? leaf.signers.map(toHex) : [],
  }
}

function outcomeOf(outcome: Extract<Leaf, { kind: 'tx' }>['outcome']): { ok: boolean; code?: string } {
  return outcome[0] === 'ok' ? { ok: true } : { ok: false, code: outcome[1] }
}

/** The leaf's fields by name; `parseLeaf` has proven that they are exactly its bytes. */
function diagnosticOfLeaf(leaf: Leaf): string {
  const lines = Object.entries(leaf).map(
    ([name, value]) => `${name}: ${diagnostic(value as Parameters<typeof diagnostic>[0])}`,
  )
  return lines.join('\n')
}

function valueSubject({ affair, table, key, value }: Extract<ProvenSubject, { kind: 'state' }>): ValueSubject {
  return { kind: 'state', affair, table, key: diagnostic(key), value: value === undefined ? null : diagnostic(value) }
}

/** Text where the bytes are text, otherwise hexadecimal; a very long member is cut, and says so by its ellipsis. */
function showMember({ path, bytes }: ProvenMember): { path: string; text: string } {
  const shown = bytes.subarray(0, 20_000)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(shown, { stream: true })
  } catch {
    text = toHex(shown.subarray(0, 2_000))
  }
  return { path, text: shown.length < bytes.length ? `${text}…` : text }
}

function showFinding(finding: Finding): Note {
  switch (finding.kind) {
    case 'act-refused':
      return { kind: finding.kind, values: { code: finding.code } }
    case 'body-erased':
      return { kind: finding.kind, values: { entry: finding.by } }
    case 'trust-expired':
      return { kind: finding.kind, values: { since: finding.since } }
    case 'time-doubted':
    case 'body-absent':
      return { kind: finding.kind, values: {} }
  }
}
