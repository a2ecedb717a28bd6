import { consortiumPlan } from './consortiumPlan.ts'
import { ConsortiumWorld } from './consortiumWorld.ts'
import { contentsPlan } from './contentsPlan.ts'
import { ContentsWorld } from './contentsWorld.ts'
import { planOf } from './plan.ts'
import { type Figures, SoloWorld } from './soloWorld.ts'

export type Failure = { readonly seed: number; readonly kept: readonly number[]; readonly error: unknown }

/** The steps of a seed's run: of a consortium for each fourth, of a store of contents for each eighth, else of one operator's node. */
export function stepsOf(seed: number): readonly unknown[] {
  if (isConsortium(seed)) return consortiumPlan(seed)
  return isContents(seed) ? contentsPlan(seed) : planOf(seed)
}

const isConsortium = (seed: number): boolean => seed % 4 === 3
const isContents = (seed: number): boolean => seed % 8 === 5

/** Runs what a seed decides, or only the steps of it that are kept, by their places in the plan. */
export async function runSchedule(seed: number, kept?: readonly number[]): Promise<Figures | Failure> {
  const places = kept ?? stepsOf(seed).map((_, place) => place)
  const keep = <Item>(plan: readonly Item[]): Item[] => places.flatMap((place) => plan.slice(place, place + 1))
  try {
    if (isConsortium(seed)) return await new ConsortiumWorld(keep(consortiumPlan(seed))).run()
    if (isContents(seed)) return await new ContentsWorld(keep(contentsPlan(seed)), seed).run()
    return await new SoloWorld(keep(planOf(seed)), seed).run()
  } catch (error) {
    return { seed, kept: places, error }
  }
}

export function isFailure(ended: Figures | Failure): ended is Failure {
  return 'error' in ended
}

/**
 * The same failure from fewer steps (delta debugging, Zeller and Hildebrandt 2002): leaves out ever smaller parts for as long
 * as something still fails. Not the fewest that there are, but none of them alone can go.
 */
export async function shrink(failure: Failure, most = 150): Promise<Failure> {
  let best = failure
  let runs = 0
  for (let parts = 2; best.kept.length > 1 && runs < most; ) {
    const size = Math.ceil(best.kept.length / parts)
    let smaller: Failure | null = null
    for (let from = 0; from < best.kept.length && smaller === null && runs < most; from += size) {
      runs++
      const rest = best.kept.filter((_, at) => at < from || at >= from + size)
      const ended = await runSchedule(best.seed, rest)
      if (isFailure(ended)) smaller = ended
    }
    if (smaller === null && size === 1) break
    best = smaller ?? best
    parts = smaller === null ? Math.min(parts * 2, best.kept.length) : Math.max(parts - 1, 2)
  }
  return best
}

/** Places as a person passes them on: `1,4-7`. */
export function writePlaces(places: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const place of places) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === place - 1) last[1] = place
    else ranges.push([place, place])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join()
}

/** @throws {Error} when they are no places */
export function readPlaces(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part)
    if (match === null) throw new Error(`not places of steps: ${part}`)
    const from = Number(match[1])
    return Array.from({ length: Number(match[2] ?? from) - from + 1 }, (_, at) => from + at)
  })
}
