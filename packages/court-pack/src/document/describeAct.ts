import { sayAct } from '@gongshi/affair-kit'
import { affairTexts, installedAffairs } from '@gongshi/affairs'
import { minorUnitDigits } from '@gongshi/ocds'
import { encodeCbor, type Leaf, toHex } from '@gongshi/protocol'
import { declaredActs, type GroundFacts, groundWords, type Language } from '@gongshi/sdk'
import type { VerifiedAct, VerifiedCase } from '../verifyCase.ts'
import type { Block } from './block.ts'
import { documentTexts, fill, momentText } from './texts.ts'

type Done = Extract<Leaf, { kind: 'tx' | 'due' }>
const known = declaredActs(installedAffairs, affairTexts)

/** One entry of the log: a sentence, what was submitted, and on what it rests. */
export function describeAct(act: VerifiedAct, of: VerifiedCase, language: Language): Block[] {
  const { subject } = act.verdict
  if (subject.kind !== 'entry') return []
  const texts = documentTexts[language]
  const { leaf } = subject
  const time = momentText(leaf.time)
  if (leaf.kind !== 'tx' && leaf.kind !== 'due') {
    const what = leaf.kind === 'system' ? leaf.event : leaf.kind
    return [heading(act.index, what, language), paragraph(fill(texts.actSystem, { time, what }))]
  }
  const what = titleOf(leaf, language)
  const values = { time, what, who: whoOf(act, of, language), clause: clauseOf(leaf, language) }
  const said = fill(leaf.kind === 'tx' ? texts.actBy : texts.actDue, { ...values, outcome: outcomeOf(leaf, language) })
  return [
    heading(act.index, what, language),
    paragraph(said),
    ...submitted(act, of, language),
    ...authority(act, of, language),
  ]
}

function heading(index: number, what: string, language: Language): Block {
  return { kind: 'heading', level: 3, text: fill(documentTexts[language].act, { index, what }) }
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text }
}

function titleOf(leaf: Done, language: Language): string {
  return known(leaf, language)?.title ?? `${leaf.affair}/${leaf.action}`
}

function clauseOf(leaf: Done, language: Language): string {
  const unknown = fill(documentTexts[language].clauseUnknown, { version: leaf.version })
  return known(leaf, language)?.basis ?? unknown
}

function outcomeOf({ outcome }: Done, language: Language): string {
  const texts = documentTexts[language]
  return outcome[0] === 'ok' ? texts.accepted : fill(texts.refused, { code: outcome[1] })
}

/** The offices behind the signatures: what an officer is called the ledger does not publish, and neither does this. */
function whoOf({ verdict, grounds }: VerifiedAct, { organs }: VerifiedCase, language: Language): string {
  const texts = documentTexts[language]
  const offices = grounds
    .filter(({ name }) => name === 'office')
    .map(({ facts }) =>
      fill(texts.officer, {
        organ: organText(String(facts.organ), organs, language),
        post: String(facts.post),
        roles: inList(String(facts.roles ?? ''), language),
      }),
    )
  if (offices.length > 0) return offices.join(texts.and)
  const { subject } = verdict
  const signers = subject.kind === 'entry' && subject.leaf.kind === 'tx' ? subject.leaf.signers : []
  return fill(texts.someone, { key: signers.map(toHex).join(', ') })
}

/** Grounds have lists with colons between. */
function inList(text: string, language: Language): string {
  return text.replaceAll(':', language === 'zh' ? '、' : ', ')
}

function organText(organ: string, names: VerifiedCase['organs'], language: Language): string {
  const name = names.get(organ)
  const said = language === 'zh' ? (name?.zh ?? name?.en) : (name?.en ?? name?.zh)
  return said === undefined || said === null ? organ : `${said} [${organ}]`
}

function submitted({ verdict }: VerifiedAct, { trust }: VerifiedCase, language: Language): Block[] {
  const { subject } = verdict
  const texts = documentTexts[language]
  if (subject.kind !== 'entry' || subject.leaf.kind !== 'tx') return []
  const erased = verdict.findings.find(({ kind }) => kind === 'body-erased')
  if (erased?.kind === 'body-erased') return [paragraph(fill(texts.erased, { entry: erased.by }))]
  if (subject.body === null || subject.signed === null) return [paragraph(texts.absent)]
  const layout = known(subject.leaf, language)
  if (layout === undefined) return []
  const frame = { chainId: trust.chainId, notAfter: subject.signed.notAfter }
  const { lines } = sayAct(layout, frame, encodeCbor(subject.body.input), minorUnitDigits)
  return [
    { kind: 'heading', level: 4, text: texts.said },
    { kind: 'facts', facts: lines },
  ]
}

function authority({ grounds }: VerifiedAct, { organs }: VerifiedCase, language: Language): Block[] {
  if (grounds.length === 0) return []
  const words = groundWords[language]
  const facts = grounds.map(({ name, facts: of, asOf }) => {
    const said = Object.entries(of).map(
      ([fact, value]) => `${words.facts[fact]} ${factText(fact, value, organs, language)}`,
    )
    const proven = `${documentTexts[language].proven} ${momentText(asOf)}`
    return [words.names[name], [...said, proven].join(language === 'zh' ? '；' : '; ')] as const
  })
  return [{ kind: 'heading', level: 4, text: words.head }, { kind: 'facts', facts }, paragraph(words.limit)]
}

function factText(
  fact: string,
  value: GroundFacts[string],
  organs: VerifiedCase['organs'],
  language: Language,
): string {
  if (typeof value === 'number') return fact === 'from' || fact === 'until' ? momentText(value) : String(value)
  if (fact === 'roles') return inList(value, language)
  return fact === 'organ' ? organText(value, organs, language) : value
}
