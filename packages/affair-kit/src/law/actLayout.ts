import type { AffairDeclaration } from '../declare/declaration.ts'
import { inputFields } from '../declare/input.ts'
import type { Kind } from '../kinds/kind.ts'
import type { AffairTexts } from '../texts/texts.ts'
import { Labels, type Language } from './labels.ts'

/** How one value is said. */
export type Saying =
  | {
      readonly say: 'integer' | 'text' | 'bytes' | 'bool' | 'money' | 'rational' | 'organ' | 'division' | 'ref'
    }
  | { readonly say: 'time' | 'workdays' | 'duration' }
  | { readonly say: 'oneOf'; readonly words: { readonly [value: string]: string } }
  | { readonly say: 'option' | 'list'; readonly of: Saying }
  | { readonly say: 'record'; readonly members: readonly Labelled[] }

export type Labelled = readonly [label: string, saying: Saying]

/** Words around the values. */
export type Frame = (typeof frames)[Language]

/**
 * What there is to say of an action, whatever its input: plain data, made from the declaration and its texts. A reader that
 * keeps these needs no declarations.
 */
export type ActLayout = {
  readonly language: Language
  readonly title: string
  readonly basis: string
  /** Members of the input, in declared order. */
  readonly members: readonly Labelled[]
  readonly frame: Frame
}

const frames = {
  zh: {
    ledger: '账本',
    notAfter: '有效至',
    yes: '是',
    no: '否',
    none: '（无）',
    days: '个工作日',
    seconds: '秒',
  },
  en: {
    ledger: 'Ledger',
    notAfter: 'Valid until',
    yes: 'yes',
    no: 'no',
    none: '(none)',
    days: ' working days',
    seconds: ' s',
  },
} as const

/** @throws {KitError} declaration-unknown for an action that the declaration does not have */
export function actLayout(
  declaration: AffairDeclaration,
  texts: AffairTexts,
  language: Language,
  action: string,
): ActLayout {
  const labels = new Labels(declaration, texts, language)
  const fields = inputFields(declaration, action)
  return {
    language,
    title: `${labels.affair}${language === 'zh' ? '：' : ': '}${labels.action(action)}`,
    basis: declaration.actions[action]!.basis,
    members: fields.map(({ name, kind }) => [labelOf(labels, action, name), sayingOf(labels, kind)] as const),
    frame: frames[language],
  }
}

/** The row that an action moves is named as its entity; everything else is a field or a member of the input. */
function labelOf(labels: Labels, action: string, name: string): string {
  return labels.declaration.actions[action]?.on === name ? labels.entity(name) : labels.input(action, name)
}

function sayingOf(labels: Labels, kind: Kind): Saying {
  switch (kind.kind) {
    case 'option':
    case 'list':
      return { say: kind.kind, of: sayingOf(labels, kind.of) }
    case 'record':
      return {
        say: 'record',
        members: Object.entries(kind.fields).map(
          ([name, field]) => [labels.word(name), sayingOf(labels, field)] as const,
        ),
      }
    case 'oneOf':
      return { say: 'oneOf', words: Object.fromEntries(kind.values.map((value) => [value, labels.word(value)])) }
    case 'int':
      return { say: 'integer' }
    case 'text':
    case 'code':
    case 'date':
      return { say: 'text' }
    case 'subject':
    case 'key':
    case 'commitment':
    case 'bytes':
      return { say: 'bytes' }
    default:
      return { say: kind.kind }
  }
}
