import { type ActionDeclaration, type AffairDeclaration, powers, type WithClause } from '../declare/declaration.ts'
import type { AffairTexts } from '../texts/texts.ts'
import { escapeMarkup } from './escape.ts'
import { Labels, type Language } from './labels.ts'
import { type LawWords, lawWords } from './lawWords.ts'
import { signerWords } from './signerWords.ts'

/** One action as an article: plain sentences, no markup. */
export type Article = {
  readonly action: string
  readonly heading: string
  readonly basis: string
  readonly sentences: readonly string[]
}

export type LawPage = {
  readonly language: Language
  readonly title: string
  readonly articles: readonly Article[]
  /** What holds whatever happens, and the parameters with the clauses that set them. */
  readonly always: readonly string[]
  readonly params: readonly string[]
}

/**
 * An affair in the words of the law: who may do what, when, by which clause, and when it is refused. Generated from the
 * declaration and its texts alone, so it cannot say anything else than what the ledger executes.
 */
export function lawPage(declaration: AffairDeclaration, texts: AffairTexts, language: Language): LawPage {
  const labels = new Labels(declaration, texts, language)
  const words = lawWords[language]
  return {
    language,
    title: labels.affair,
    articles: Object.entries(declaration.actions).map(([name, action], at) => ({
      action: name,
      heading: `${words.article(at + 1)} ${labels.action(name)}`,
      basis: words.basis(clauseWords(texts, action.basis)),
      sentences: sentencesOf(labels, words, name, action),
    })),
    always: Object.entries(declaration.entities).flatMap(([entity, { invariants = {} }]) =>
      Object.keys(invariants).map((meaning) => words.always(labels.entity(entity), labels.invariant(entity, meaning))),
    ),
    params: Object.entries(declaration.params).map(([name, kind]) =>
      words.params(
        labels.param(name),
        'basis' in kind && kind.basis !== undefined ? clauseWords(texts, kind.basis) : '—',
      ),
    ),
  }
}

/** The sentences of one article, for a page about one action. */
export function articleSentences(
  declaration: AffairDeclaration,
  texts: AffairTexts,
  language: Language,
  action: string,
): readonly string[] {
  const labels = new Labels(declaration, texts, language)
  return sentencesOf(labels, lawWords[language], action, declaration.actions[action]!)
}

/** A clause by its title, where it has one, and always by its code. */
function clauseWords({ clauses = {} }: AffairTexts, code: string): string {
  return Object.hasOwn(clauses, code) ? `${clauses[code]} ${code}` : code
}

/** The page as HTML: headings from level 3, everything that an author wrote escaped. */
export function lawHtml(page: LawPage): string {
  const words = lawWords[page.language]
  const articles = page.articles.map(({ action, heading, basis, sentences }) => {
    const body = sentences.map((sentence) => `<p>${escapeMarkup(sentence)}</p>`).join('')
    return `<section id="article-${escapeMarkup(action)}"><h3>${escapeMarkup(heading)}</h3>${body}<p><small>${escapeMarkup(basis)}</small></p></section>`
  })
  return [...articles, section(words.alwaysTitle, page.always), section(words.paramsTitle, page.params)].join('\n')
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const items = lines.map((line) => `<li>${escapeMarkup(line)}</li>`).join('')
  return `<section><h3>${escapeMarkup(title)}</h3><ul>${items}</ul></section>`
}

function sentencesOf(labels: Labels, words: LawWords, name: string, action: ActionDeclaration): readonly string[] {
  const signers = signerWords(labels, name)
  const own = action.on ?? action.creates
  const fields = (names: readonly string[]) =>
    words.list(names.map((field) => (own === undefined ? field : labels.field(own, field))))
  const refusals = Object.keys(action.refuse ?? {}).map((code) => labels.refusal(name, code))
  return [
    effect(labels, words, action),
    ...clock(labels, words, name, action),
    ...(action.calledOnly === true ? [words.calledOnly] : []),
    ...(signers.length === 0 ? [] : [words.signedBy(words.list(signers))]),
    ...apart(labels, words, name),
    ...given(labels, words, name, action, fields),
    ...unsealed(labels, words, name, action),
    ...(action.set === undefined ? [] : [words.sets(fields(Object.keys(action.set)))]),
    ...Object.values(action.with ?? {}).flatMap((clause) => others(labels, words, name, clause)),
    ...calls(words, action),
    ...(refusals.length === 0 ? [] : [words.refused(refusals)]),
    ...(action.handler ? [words.computed(labels.computes(name))] : []),
  ]
}

function effect(labels: Labels, words: LawWords, action: ActionDeclaration): string {
  const statuses = (entity: string, names: readonly string[]) =>
    words.list(names.map((status) => words.quoted(labels.status(entity, status))))
  const to = [action.to ?? []].flat()
  if (action.creates !== undefined) return words.creates(labels.entity(action.creates), statuses(action.creates, to))
  if (action.on === undefined) return words.plain
  const [entity, from] = [labels.entity(action.on), statuses(action.on, action.from ?? [])]
  if (to.length === 0) return words.keeps(entity, from)
  return to.length === 1
    ? words.moves(entity, from, statuses(action.on, to))
    : words.decides(entity, from, statuses(action.on, to))
}

function clock(labels: Labels, words: LawWords, name: string, action: ActionDeclaration): readonly string[] {
  if (action.at === undefined) return []
  const time = labels.path(name, action.at) ?? action.at
  return [action.signers === undefined ? words.byItself(time) : words.byItselfOrSigned(time)]
}

/** Which power the action belongs to, and from which others it is kept apart. */
function apart(labels: Labels, words: LawWords, name: string): readonly string[] {
  const { separation } = labels.declaration
  const power = separation && powers.find((each) => separation[each]?.includes(name))
  if (separation === undefined || power === undefined) return []
  const others = powers
    .filter((each) => each !== power && separation[each] !== undefined)
    .map((each) => words.powers[each])
  return [words.apart[separation.apart](words.powers[power], words.list(others), labels.entity(separation.of))]
}

function given(
  labels: Labels,
  words: LawWords,
  name: string,
  action: ActionDeclaration,
  fields: (names: readonly string[]) => string,
): readonly string[] {
  const asked = Object.keys(action.input ?? {}).map((member) => labels.input(name, member))
  const filled = action.fill === undefined || action.fill.length === 0 ? [] : [fields(action.fill)]
  const all = [...filled, ...asked]
  return all.length === 0 ? [] : [words.fills(words.list(all))]
}

function unsealed(
  labels: Labels,
  words: LawWords,
  action: string,
  { unseals = {} }: ActionDeclaration,
): readonly string[] {
  return Object.keys(unseals).map((each) => {
    const { name, fields } = labels.unsealed(action, each)
    return words.unseals(name, words.list(fields))
  })
}

function others(labels: Labels, words: LawWords, action: string, clause: WithClause): readonly string[] {
  if ('new' in clause)
    return [words.makes(labels.entity(clause.new), words.quoted(labels.status(clause.new, clause.to)))]
  const target = 'each' in clause ? clause.each : clause.one
  const entity = typeof target === 'string' ? target : target.entity
  const from = words.list((clause.from ?? []).map((status) => words.quoted(labels.status(entity, status))))
  if (clause.to === undefined && clause.set === undefined) {
    if (from !== '') return [words.requires(labels.entity(entity), from)]
    const key = 'one' in clause ? [clause.is ?? []].flat() : []
    // One that an act names by several parts is a condition of its own: without such a row it is refused.
    return key.length < 2
      ? []
      : [words.mustBe(labels.entity(entity), words.list(key.map((path) => labels.path(action, path) ?? path)))]
  }
  const to = clause.to === undefined ? '' : words.quoted(labels.status(entity, clause.to))
  return [words.touches(labels.entity(entity), from, to)]
}

function calls(words: LawWords, action: ActionDeclaration): readonly string[] {
  const called = Object.values(action.calls ?? {}).map(({ of }) => `${of.affair}.${of.action}`)
  return called.length === 0 ? [] : [words.calls(words.list(called))]
}
