import type { Fields } from '@gongshi/affair-kit'
import type { Client } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'
import { replace } from '../../verifier/dom.ts'
import { draftFailures, minorUnits } from '../../verifier/knownActs.ts'
import type { ComposeLaw } from '../../workspace/procurement/compose.ts'
import type { ForeseenLaw } from '../../workspace/procurement/foresee.ts'
import type { ComposeTemplate } from '../../workspace/procurement/templates.ts'
import type { KeyChoice } from '../actKeys.ts'
import { failureNote } from '../failure.ts'
import { composeDeskTexts } from './composeTexts.ts'

/** What the page says of its form. */
export type ComposeSpec = {
  readonly fields: Fields
  readonly labels: { readonly [name: string]: string }
  readonly version: number
  readonly law: ComposeLaw
  readonly templates: readonly ComposeTemplate[]
  readonly offices: readonly { readonly role: string; readonly scheme: string; readonly id: string }[]
  readonly begun: { readonly key: string; readonly status: string } | null
  readonly utcOffsetMinutes: number
  readonly timeZone: string
  readonly synthetic: boolean
}

export type Composer = {
  readonly lang: Lang
  readonly spec: ComposeSpec
  readonly client: Client
  readonly form: HTMLFormElement
  readonly review: HTMLElement
  readonly said: HTMLElement
  readonly keys: KeyChoice
  readonly foreseen: ForeseenLaw
}

/** How its answers are read. */
export function meansOf({ utcOffsetMinutes }: Pick<ComposeSpec, 'utcOffsetMinutes'>) {
  return { digits: (currency: string) => minorUnits[currency], utcOffsetMinutes }
}

/** Whatever fails on the way is said; the form stays as it is. */
export async function guarded(
  { said, lang }: Pick<Composer, 'said' | 'lang'>,
  work: () => Promise<void>,
): Promise<void> {
  replace(said)
  try {
    await work()
  } catch (error) {
    replace(said, failureNote(error, lang, composeDeskTexts[lang].next, draftFailures, 'compose-failure'))
  }
}
