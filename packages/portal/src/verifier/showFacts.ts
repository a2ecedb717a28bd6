import { type PassedStep as ProvenStep, toHex } from '@gongshi/protocol'
import type { PassedStep } from './result.ts'

/** The facts of one step as names and values. A step about something that this evidence has not is not applicable. */
export function showFacts(proven: ProvenStep): PassedStep {
  const facts =
    proven.facts === null ? [] : Object.entries(proven.facts).flatMap(([name, value]) => flatten(name, value))
  return { step: proven.step, applies: applies(proven), facts }
}

function applies(proven: ProvenStep): boolean {
  switch (proven.step) {
    case 'leaf':
      return proven.facts !== null
    case 'signatures':
      return proven.facts.signers.length > 0
    case 'body':
      return proven.facts.status === 'present' || proven.facts.status === 'erased'
    case 'members':
      return proven.facts.disclosed > 0
    case 'witnesses':
      return proven.facts.required > 0 || proven.facts.cosigners.length > 0
    default:
      return true
  }
}

function flatten(name: string, value: unknown): { name: string; value: string }[] {
  if (value instanceof Uint8Array) return [{ name, value: toHex(value) }]
  if (Array.isArray(value)) return value.flatMap((item, at) => flatten(`${name} ${at + 1}`, item))
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([inner, item]) => flatten(`${name}, ${inner}`, item))
  return [
    {
      name,
      value: /time|notB/.test(name) && typeof value === 'number' ? new Date(value).toISOString() : String(value),
    },
  ]
}
