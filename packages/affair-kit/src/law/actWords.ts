import { formatTimestamp, timestampFromMs, toHex } from '@gongshi/protocol'
import type { Division, Money, Organ, Rational, Value } from '../cel/value.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { inputFields } from '../declare/input.ts'
import { valueToJson } from '../kinds/json.ts'
import type { Kind } from '../kinds/kind.ts'
import type { AffairTexts } from '../texts/texts.ts'
import { Labels, type Language } from './labels.ts'

/** What a transaction says, decoded: what somebody is about to sign, or has signed. */
export type SignedAct = {
  readonly chainId: string
  readonly action: string
  /** Unix milliseconds. */
  readonly notAfter: number
  readonly input: { readonly [name: string]: Value }
}

/** The act in plain words: a title, the clause that it rests on, and each part with its label, in declared order. */
export type ActWords = {
  readonly language: Language
  readonly title: string
  readonly basis: string
  readonly lines: readonly (readonly [label: string, value: string])[]
}

/** Digits after the point of a currency's unit; null where it has no smaller unit, undefined for no currency. */
export type CurrencyDigits = (currency: string) => number | null | undefined

/**
 * What a signature means, from the declaration and its texts alone: nothing that a page adds can stand between the signer
 * and the bytes. Every member of the input is there, in full.
 */
export function actWords(
  declaration: AffairDeclaration,
  texts: AffairTexts,
  language: Language,
  act: SignedAct,
  digits: CurrencyDigits,
): ActWords {
  const labels = new Labels(declaration, texts, language)
  const say = new PlainValues(labels, digits)
  const fields = inputFields(declaration, act.action)
  const words = frame[language]
  return {
    language,
    title: `${labels.affair}${words.colon}${labels.action(act.action)}`,
    basis: declaration.actions[act.action]!.basis,
    lines: [
      ...fields.flatMap(({ name, kind }) => say.lines(kind, act.input[name]!, labelOf(labels, act.action, name))),
      [words.ledger, act.chainId],
      [words.notAfter, plainTime(act.notAfter)],
    ],
  }
}

const frame = {
  zh: {
    colon: '：',
    ledger: '账本',
    notAfter: '有效至',
    yes: '是',
    no: '否',
    none: '（无）',
    days: '个工作日',
    seconds: '秒',
  },
  en: {
    colon: ': ',
    ledger: 'Ledger',
    notAfter: 'Valid until',
    yes: 'yes',
    no: 'no',
    none: '(none)',
    days: ' working days',
    seconds: ' s',
  },
} as const

/** The row that an action moves is named as its entity; everything else is a field or a member of the input. */
function labelOf(labels: Labels, action: string, name: string): string {
  return labels.declaration.actions[action]?.on === name ? labels.entity(name) : labels.input(action, name)
}

function plainTime(ms: number): string {
  return formatTimestamp(timestampFromMs(ms))
}

class PlainValues {
  readonly #labels: Labels
  readonly #digits: CurrencyDigits

  constructor(labels: Labels, digits: CurrencyDigits) {
    this.#labels = labels
    this.#digits = digits
  }

  /** One line, or one for each part of a list or a record, under a label that says which. */
  lines(kind: Kind, value: Value, label: string): [string, string][] {
    const words = frame[this.#labels.language]
    if (value === null) return [[label, words.none]]
    if (kind.kind === 'option') return this.lines(kind.of, value, label)
    if (kind.kind === 'list') {
      const items = value as readonly Value[]
      if (items.length === 0) return [[label, words.none]]
      return items.flatMap((item, at) => this.lines(kind.of, item, `${label} ${at + 1}`))
    }
    if (kind.kind === 'record') {
      const members = value as { readonly [name: string]: Value }
      return Object.entries(kind.fields).flatMap(([name, field]) =>
        this.lines(field, members[name]!, `${label} · ${this.#labels.word(name)}`),
      )
    }
    return [[label, this.#scalar(kind, value)]]
  }

  #scalar(kind: Kind, value: Value): string {
    const words = frame[this.#labels.language]
    switch (kind.kind) {
      case 'bool':
        return value ? words.yes : words.no
      case 'money':
        return this.#money(value as Money)
      case 'rational':
        return `${(value as Rational).numerator}/${(value as Rational).denominator}`
      case 'organ':
        return `${(value as Organ).id} (${(value as Organ).scheme})`
      case 'division':
        return `${(value as Division).code} (${(value as Division).scheme}, ${(value as Division).date})`
      case 'time':
        return plainTime(value as number)
      case 'workdays':
        return `${value}${words.days}`
      case 'duration':
        return `${(value as number) / 1000}${words.seconds}`
      case 'oneOf':
        return this.#labels.word(value as string)
      case 'ref':
        return plainId(valueToJson(kind, value))
      default:
        return value instanceof Uint8Array ? toHex(value) : String(value)
    }
  }

  #money({ currency, minor }: Money): string {
    const digits = this.#digits(currency) ?? 0
    const sign = minor < 0n ? '-' : ''
    const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
    const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',')
    return `${currency} ${sign}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`
  }
}

/** A row's id as people may compare it: its parts, bytes in hexadecimal. */
function plainId(json: unknown): string {
  if (Array.isArray(json)) return json.map(plainId).join(' / ')
  if (json !== null && typeof json === 'object') return Object.values(json).map(plainId).join(' / ')
  return String(json)
}
