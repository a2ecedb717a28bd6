import { seededRandom } from '../random.ts'
import { faultAt, type Random, type Step } from './plan.ts'

/** What happens to a store of contents: `which` of a few contents is put, read, erased or discarded, or the machine fails. */
export type ContentStep =
  | { readonly at: number; readonly kind: 'put' | 'read' | 'erase' | 'discard'; readonly which: number }
  | { readonly at: number; readonly kind: 'scrub' }
  | Extract<Step, { readonly kind: 'end' | 'strike' | 'slow' | 'rot' | 'restart' }>

/** So few that they meet. */
export const contentsCount = 24
const kinds = ['put', 'put', 'put', 'put', 'read', 'read', 'erase', 'discard'] as const

export function contentsPlan(seed: number): ContentStep[] {
  const random = seededRandom(seed)
  const lengthMs = 200 + random() * 6000
  const work = Array.from({ length: 30 + whole(random, 120) }, (): ContentStep => {
    const at = random() * lengthMs
    return random() < 0.02
      ? { at, kind: 'scrub' }
      : { at, kind: kinds[whole(random, kinds.length)]!, which: whole(random, contentsCount) }
  })
  const faults = Array.from({ length: whole(random, 14) }, () => faultAt(random, random() * lengthMs)).filter(concerns)
  return [...work, ...faults].sort((left, right) => left.at - right.at)
}

function concerns(step: Step): step is Extract<ContentStep, Step> {
  if (step.kind === 'strike' || step.kind === 'rot') return step.operation !== 'store'
  return step.kind === 'end' || step.kind === 'slow' || step.kind === 'restart'
}

const whole = (random: Random, below: number): number => Math.floor(random() * below)
