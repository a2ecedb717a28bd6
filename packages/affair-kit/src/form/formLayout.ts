import type { AffairDeclaration } from '../declare/declaration.ts'
import { inputFields } from '../declare/input.ts'
import type { Kind } from '../kinds/kind.ts'
import { Labels, type Language } from '../law/labels.ts'
import { signerWords } from '../law/signerWords.ts'
import type { AffairTexts } from '../texts/texts.ts'
import { kindWords } from './kindWords.ts'

/** One member of an action's input: what stands beside its input, and what it takes. */
export type FormField = {
  readonly name: string
  readonly label: string
  readonly help: string
  readonly kind: Kind
}

/** What a form for an action shows and asks, in one language: plain data, made from the declaration and its texts. */
export type FormLayout = {
  readonly affair: string
  readonly version: number
  readonly action: string
  readonly title: string
  /** Clause of the register on which the act rests. */
  readonly basis: string
  /** In the order in which the input is encoded. */
  readonly fields: readonly FormField[]
  /** Words of `oneOf` and labels of the members of records, by their names. */
  readonly words: { readonly [name: string]: string }
  /** Who signs, in words; and how many signatures there are at least. */
  readonly signers: readonly string[]
  readonly signatures: number
}

/** @throws {KitError} declaration-unknown for an action that the declaration does not have */
export function formLayout(
  declaration: AffairDeclaration,
  texts: AffairTexts,
  language: Language,
  action: string,
): FormLayout {
  const fields = inputFields(declaration, action)
  const labels = new Labels(declaration, texts, language)
  const declared = declaration.actions[action]!
  return {
    affair: declaration.name,
    version: declaration.version,
    action,
    title: labels.action(action),
    basis: declared.basis,
    fields: fields.map(({ name, kind }) => ({
      name,
      label: declared.on === name ? labels.entity(name) : labels.input(action, name),
      help: helpOf(declaration, texts, action, name) ?? kindWords(kind, language),
      kind,
    })),
    words: Object.fromEntries(
      [...new Set(fields.flatMap(({ kind }) => wordsIn(kind)))].map((w) => [w, labels.word(w)]),
    ),
    signers: signerWords(labels, action),
    signatures: Object.values(declared.signers ?? {}).reduce((sum, rule) => sum + (rule.atLeast ?? 1), 0),
  }
}

/** What the author says of this member; else its kind has words of its own. */
function helpOf({ actions }: AffairDeclaration, texts: AffairTexts, action: string, name: string): string | undefined {
  const own = actions[action]?.on ?? actions[action]?.creates
  return texts.actions[action]?.help?.[name] ?? (own === undefined ? undefined : texts.entities[own]?.help?.[name])
}

function wordsIn(kind: Kind): readonly string[] {
  switch (kind.kind) {
    case 'oneOf':
      return kind.values
    case 'option':
    case 'list':
      return wordsIn(kind.of)
    case 'record':
      return Object.entries(kind.fields).flatMap(([name, field]) => [name, ...wordsIn(field)])
    default:
      return []
  }
}
