import type { Confirmation, SignerRule } from '../declare/declaration.ts'
import type { Labels } from './labels.ts'
import { type LawWords, lawWords } from './lawWords.ts'

/** Who signs an action, in words. */
export function signerWords(labels: Labels, action: string): readonly string[] {
  const rules = Object.entries(labels.declaration.actions[action]?.signers ?? {})
  return rules.map(([name, rule]) => oneSigner(labels, lawWords[labels.language], action, name, rule))
}

function oneSigner(labels: Labels, words: LawWords, action: string, name: string, rule: SignerRule): string {
  if ('confirms' in rule) {
    const confirmed = labels.declaration.actions[action]?.signers?.[rule.confirms]
    const role = confirmed !== undefined && 'officer' in confirmed ? labels.role(confirmed.officer) : rule.confirms
    return words.confirmation[rule.by ?? 'either'](role)
  }
  const described = 'officer' in rule ? officer(labels, words, action, rule) : party(labels, words, action, name, rule)
  const count = rule.atLeast ?? 1
  return count > 1 ? words.several(count, described) : described
}

function officer(
  labels: Labels,
  words: LawWords,
  action: string,
  rule: Extract<SignerRule, { officer: string }>,
): string {
  let text = labels.role(rule.officer)
  if (rule.of !== undefined) text = words.officerOf(text, labels.path(action, rule.of) ?? rule.of)
  if (rule.within !== undefined) text = words.officerWithin(text, labels.path(action, rule.within) ?? rule.within)
  const not = rule.not === undefined ? [] : [rule.not].flat()
  if (not.length === 0) return text
  return words.notMaker(text, words.list(not.map((earlier) => words.quoted(labels.action(earlier)))))
}

function party(
  labels: Labels,
  words: LawWords,
  action: string,
  name: string,
  rule: Exclude<SignerRule, { officer: string } | Confirmation>,
): string {
  const expression = 'person' in rule ? rule.person : 'holder' in rule ? rule.holder : rule.organ
  const [signer, what] = [labels.signer(action, name), labels.path(action, expression) ?? expression]
  return signer === what ? signer : words.identified(signer, what)
}
