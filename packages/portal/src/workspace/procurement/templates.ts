import type { Lang } from '@gongshi/ui'
import samples from './templates.json' with { type: 'json' }

/** A sample from which a tender is composed: answers by path, as a form has them. */
export type ComposeTemplate = {
  readonly name: string
  readonly title: string
  readonly answers: { readonly [path: string]: string }
}

/** The samples in one language; whoever takes one puts the own words in their place. */
export function composeTemplates(lang: Lang): readonly ComposeTemplate[] {
  return samples.map((sample) => {
    const { title, plan, notice, lots, criteria } = sample[lang]
    const { category, estimate, experts } = sample
    const money = (path: string, amount: string) => ({ [`${path}.currency`]: 'CNY', [`${path}.amount`]: amount })
    const answers = Object.assign(
      { category, experts, plan, notice, ...money('estimate', estimate) },
      { 'lots.length': String(lots.length), 'criteria.length': String(criteria.length) },
      ...lots.map((lot, at) => ({
        [`lots[${at}].title`]: lot.title,
        ...money(`lots[${at}].estimate`, lot.estimate),
        ...money(`lots[${at}].ceiling`, lot.ceiling),
      })),
      ...criteria.map((criterion, at) =>
        Object.fromEntries(Object.entries(criterion).map(([name, value]) => [`criteria[${at}].${name}`, value])),
      ),
    ) as { readonly [path: string]: string }
    return { name: sample.name, title, answers }
  })
}
