import type { Bounds } from '../declare/declaration.ts'
import type { Examination } from './examination.ts'

/** What an action may cost unless it says otherwise. */
export const defaultBounds: Bounds = { steps: 20_000, reads: 200, writes: 100, events: 20, bytes: 65_536 }
/** The most that it may say. */
const maxBounds: Bounds = { steps: 1_000_000, reads: 2_000, writes: 1_000, events: 400, bytes: 262_144 }

export function boundsOf(examination: Examination, given: Partial<Bounds>, path: string): Bounds {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(maxBounds, name)) examination.fault('bounds', `${path}.${name}`, `there is no bound "${name}"`)
    else if (!Number.isSafeInteger(value) || value < 1 || value > maxBounds[name as keyof Bounds])
      examination.fault('bounds', `${path}.${name}`, `from 1 to ${maxBounds[name as keyof Bounds]}`)
  }
  return { ...defaultBounds, ...given }
}
