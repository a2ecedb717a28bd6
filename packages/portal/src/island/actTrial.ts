import type { Json } from '@gongshi/affair-kit'
import { GongshiError, utf8 } from '@gongshi/protocol'
import { askJson, type Client } from '@gongshi/sdk'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element } from '../verifier/dom.ts'
import { draftFailures } from '../verifier/knownActs.ts'
import { actTexts } from './actTexts.ts'
import { failureWords } from './failure.ts'

/** An act by its input in JSON and the key ids of its signers. */
export type TriedAct = {
  readonly affair: string
  readonly action: string
  readonly input: Json
  readonly signers: readonly string[]
}

/** What the ledger says of a dry run of an act, with the rules that it would break; its own words for it are not used. */
export async function trialNote(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  { affair, action, input, signers }: TriedAct,
  lang: Lang,
): Promise<HTMLElement> {
  const text = actTexts[lang]
  const path = `/api/v1/affairs/${encodeURIComponent(affair)}/actions/${encodeURIComponent(action)}`
  const ask = (what: string, body: object): Promise<Json> =>
    askJson(client, `${path}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: utf8(JSON.stringify(body)),
    })
  try {
    const answer = (await ask('prepare', { input, signers })) as { readonly dryRun: { readonly outcome: string } }
    const { outcome } = answer.dryRun
    if (outcome === 'ok') return element('p', { class: 'small' }, text.trialOk)
    const reasons = brokenRules(await ask('explain', { input, key: signers[0]! }), lang)
    const items = reasons.map((reason) => element('li', {}, reason))
    return element(
      'div',
      { class: 'ds-alert stack', 'data-color': 'warning' },
      element('p', {}, fill(text.trialRefused, { code: outcome })),
      items.length === 0 ? null : element('ul', {}, items),
    )
  } catch (error) {
    if (!(error instanceof GongshiError)) throw error
    const { what } = failureWords(error, lang, draftFailures)
    return element('p', { class: 'small' }, fill(text.trialUnknown, { what }))
  }
}

type Rules = readonly { readonly holds: boolean | null; readonly zh: string; readonly en: string }[]
type Explained = {
  readonly before: Rules
  readonly refusals: Rules
  readonly signers: readonly {
    readonly holds: boolean | null
    readonly rules: Rules
    readonly offices: readonly { readonly rules: Rules }[]
  }[]
}

function brokenRules(answer: Json, lang: Lang): string[] {
  const { before, signers, refusals } = answer as unknown as Explained
  const barred = signers.every(({ holds }) => holds === false) ? signers : []
  const rules = [
    ...before,
    ...barred.flatMap(({ rules: own, offices }) => [...own, ...offices.flatMap((each) => each.rules)]),
  ]
  return [...new Set([...rules, ...refusals].filter(({ holds }) => holds === false).map((rule) => rule[lang]))]
}
