import { affairTexts } from '@gongshi/affairs'
import {
  type Cbor,
  isGrounded,
  parseGrounded,
  sha256,
  splitFragments,
  toHex,
  trustFingerprint,
} from '@gongshi/protocol'
import type { Language } from '@gongshi/sdk'
import { evidenceFiles } from '../files.ts'
import type { CaseFiles } from '../gatherCase.ts'
import type { VerifiedCase, VerifiedRow } from '../verifyCase.ts'
import type { Block } from './block.ts'
import { describeAct } from './describeAct.ts'
import { documentTexts, fill, momentText } from './texts.ts'

/** A case in plain words: what happened, what stands, what is proven and what is not, how to check it. */
export function describeCase(of: VerifiedCase, files: CaseFiles, language: Language): Block[] {
  const texts = documentTexts[language]
  const under = fill(texts.under, { chain: of.trust.chainId, time: momentText(of.asOf) })
  return [
    { kind: 'title', text: texts.title, under },
    { kind: 'paragraph', text: texts.about },
    ...(of.acts.length === 0 ? [] : [heading(texts.happened)]),
    ...of.acts.flatMap((act) => describeAct(act, of, language)),
    ...of.rows.flatMap((row) => describeRow(row, language)),
    heading(texts.provenHead),
    { kind: 'list', items: proven(of, language) },
    heading(texts.notHead),
    { kind: 'list', items: notProven(of, language) },
    ...howToCheck(of, files, language),
    ...codes(of, language),
    ...evidenceInCodes(files, language),
  ]
}

function heading(text: string): Block {
  return { kind: 'heading', level: 2, text }
}

function describeRow({ affair, entity, verdict }: VerifiedRow, language: Language): Block[] {
  const { subject, times } = verdict
  if (subject.kind !== 'state') return []
  const texts = documentTexts[language]
  const words = affairTexts[affair]?.[language]
  const named = words?.entities[entity]
  const status = statusOf(subject.value)
  const values = {
    affair: words?.name ?? affair,
    entity: named?.name ?? entity,
    status: named?.status?.[status] ?? status,
    key: keyText(subject.key),
  }
  const said = subject.value === undefined ? texts.rowNone : texts.rowIs
  return [
    heading(fill(texts.rowHead, { time: momentText(times.committed) })),
    { kind: 'paragraph', text: fill(said, values) },
  ]
}

function keyText(key: Cbor): string {
  if (key instanceof Uint8Array) return toHex(key)
  return Array.isArray(key) ? (key as readonly Cbor[]).map(keyText).join(':') : String(key)
}

/** A row is [head, status, …]. */
function statusOf(value: Cbor | undefined): string {
  return Array.isArray(value) && typeof value[1] === 'string' ? value[1] : ''
}

function proven({ trust, acts, rows }: VerifiedCase, language: Language): string[] {
  const texts = documentTexts[language]
  const { set } = trust.validators
  const isSigned = acts.some(({ verdict: { subject } }) => subject.kind === 'entry' && subject.signed !== null)
  const stood = rows.map(({ verdict }) => fill(texts.provenRow, { time: momentText(verdict.times.committed) }))
  return [
    ...(acts.length === 0 ? [] : [fill(texts.provenEntry, { chain: trust.chainId, count: acts.length })]),
    ...(isSigned ? [texts.provenSigned] : []),
    ...new Set(stood),
    set.length === 1 ? texts.provenOne : fill(texts.provenMany, { count: set.length }),
    ...(trust.policy.cosigners.length > 0 ? [texts.provenWitnesses] : []),
  ]
}

/** What a court must not take from the files, however well they verify. */
function notProven({ trust, acts, asOf }: VerifiedCase, language: Language): string[] {
  const texts = documentTexts[language]
  return [
    texts.notTrue,
    texts.notHands,
    texts.notRoot,
    ...(trust.validators.set.length === 1 ? [texts.notOne] : []),
    ...(trust.policy.cosigners.length === 0 ? [texts.notWitnessed] : []),
    fill(texts.notLatest, { time: momentText(asOf) }),
    ...acts.filter(({ isWhole }) => !isWhole).map(({ index }) => fill(texts.notBroken, { index })),
  ]
}

function howToCheck({ trust }: VerifiedCase, files: CaseFiles, language: Language): Block[] {
  const texts = documentTexts[language]
  const grouped = toHex(trustFingerprint(trust)).replace(/.{4}(?=.)/g, '$& ')
  return [
    heading(texts.checkHead),
    { kind: 'list', items: texts.checks },
    {
      kind: 'facts',
      facts: [
        [texts.fingerprint, grouped],
        [texts.ledger, trust.chainId],
        [texts.genesis, toHex(trust.genesisHash)],
        [texts.source, trust.source],
        ...evidenceFiles(files).map(([name, bytes]) => [name, `${texts.sha256} ${toHex(sha256(bytes))}`] as const),
      ],
    },
  ]
}

/** Links to the site from which the trust root says it came; none where that is no address. */
function codes({ trust, acts }: VerifiedCase, language: Language): Block[] {
  const texts = documentTexts[language]
  const site = URL.parse(trust.source)
  if (site === null || !/^https?:$/.test(site.protocol) || acts.length === 0) return []
  const each = acts.map(({ index }) => {
    const link = `${site.origin}/${language}/entries/${index}`
    return { text: link, under: `${fill(texts.codeUnder, { index })}\n${link}`, alt: fill(texts.codeAlt, { link }) }
  })
  return [heading(texts.codesHead), { kind: 'paragraph', text: texts.codesAbout }, { kind: 'codes', codes: each }]
}

/** Codes that one document holds at most: who scans more takes the files. */
const mostCodes = 24
const codeBytes = 400

/** The evidence itself, where it is small: of each act without its grounds, as long as there is room. */
function evidenceInCodes({ acts }: CaseFiles, language: Language): Block[] {
  const texts = documentTexts[language]
  let room = mostCodes
  const blocks: Block[] = []
  for (const { index, bytes } of acts) {
    const evidence = isGrounded(bytes) ? parseGrounded(bytes).act : bytes
    const count = Math.ceil(evidence.length / codeBytes)
    if (count > room) continue
    room -= count
    const each = splitFragments(evidence).map((text, at) => {
      const under = fill(texts.partUnder, { index, part: at + 1, count })
      return { text, under, alt: under }
    })
    blocks.push({ kind: 'heading', level: 3, text: fill(texts.codeUnder, { index }) }, { kind: 'codes', codes: each })
  }
  return blocks.length === 0 ? [] : [heading(texts.partsHead), { kind: 'paragraph', text: texts.partsAbout }, ...blocks]
}
