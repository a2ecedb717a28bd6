import { type Ground, type GroundFacts, groundWords, type VerifiedGrounds } from '@gongshi/sdk'
import type { Context } from './context.ts'
import { printable } from './output.ts'

/** On what an act rests, a row at a time, from the signatures to the votes behind its figures. */
export function showGrounds(
  context: Context,
  { grounds, isWhole }: Pick<VerifiedGrounds, 'grounds' | 'isWhole'>,
): void {
  const words = groundWords[context.language]
  context.out(`\n${words.head}\n`)
  for (const ground of grounds) context.out(`✓ ${words.names[ground.name]}\n    ${shown(context, ground)}\n`)
  if (!isWhole) context.out(`✗ ${words.broken}\n`)
  context.out(`${words.limit}\n`)
}

function shown(context: Context, { facts, asOf }: Ground): string {
  const words = groundWords[context.language]
  const parts = Object.entries(facts).map(([fact, value]) => `${words.facts[fact]} ${valueText(fact, value)}`)
  const proven = context.say({ zh: '证明时刻', en: 'proven as of' })
  return printable([...parts, `${proven} ${new Date(asOf).toISOString()}`].join(', '))
}

function valueText(fact: string, value: GroundFacts[string]): string {
  return (fact === 'from' || fact === 'until') && typeof value === 'number' ? new Date(value).toISOString() : `${value}`
}
