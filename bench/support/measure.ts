/** What a figure must reach: `of` says which number is held against it. */
export type Goal = { readonly of: 'value' | 'ratio'; readonly bound: 'least' | 'most'; readonly at: number }

/** Who else did the same work in the same run; one that was not there has the reason in place of a figure. */
export type Rival =
  | { readonly name: string; readonly value: number }
  | { readonly name: string; readonly absent: string }

/** One figure. With a rival, `min` and `max` are of the rounds' ratios, else of the rounds' values. */
export type Measure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly rival: Rival | null
  /** Ours divided by the rival's, median of the rounds. */
  readonly ratio: number | null
  readonly goal: Goal | null
  readonly min: number
  readonly max: number
}

export type Surroundings = {
  /** Fewer rounds of fewer acts: to see that everything runs, not to quote. */
  readonly quick: boolean
  /** A folder on the disk that is measured; emptied afterwards. */
  readonly folder: string
  say(text: string): void
}

export type BenchModule = {
  readonly name: string
  readonly title: string
  /** Names of all measures that it gives, present rivals or not. */
  readonly measures: readonly string[]
  /** What was done, with its sizes, in a sentence or two. */
  readonly what: string
  run(surroundings: Surroundings): Promise<Measure[]>
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

type Given = { readonly name: string; readonly unit: string; readonly goal?: Goal }

/** A figure of ours alone, from one or more rounds. */
export function alone({ name, unit, goal }: Given, values: readonly number[]): Measure {
  const [min, max] = [Math.min(...values), Math.max(...values)]
  return { name, value: median(values), unit, rival: null, ratio: null, goal: goal ?? null, min, max }
}

/** Ours and a rival's, round by round, or ours with the reason why the rival was not there. */
export function against(
  { name, unit, goal }: Given,
  rival: string,
  ours: readonly number[],
  theirs: readonly number[] | { readonly absent: string },
): Measure {
  if ('absent' in theirs)
    return { ...alone({ name, unit, ...(goal && { goal }) }, ours), rival: { name: rival, absent: theirs.absent } }
  const ratios = ours.map((value, round) => value / theirs[round]!)
  return {
    name,
    value: median(ours),
    unit,
    rival: { name: rival, value: median(theirs) },
    ratio: median(ratios),
    goal: goal ?? null,
    min: Math.min(...ratios),
    max: Math.max(...ratios),
  }
}

/** Null when the figure that the goal is about is not there. */
export function reaches({ goal, value, ratio }: Measure): boolean | null {
  if (goal === null) return null
  const figure = goal.of === 'value' ? value : ratio
  if (figure === null) return null
  return goal.bound === 'least' ? figure >= goal.at : figure <= goal.at
}

/** Below this a pass is repeated: the system counts a thread's time in steps of a millisecond or more. */
const leastMicros = 50_000

/** Microseconds of this thread's own time an act, one value a round: what others do on the machine counts less in it. */
export function cpuMicros(rounds: number, acts: number, work: (act: number) => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const before = process.threadCpuUsage()
    for (let passes = 1; ; passes++) {
      for (let act = 0; act < acts; act++) work(act)
      const { user, system } = process.threadCpuUsage(before)
      if (user + system >= leastMicros) return (user + system) / (acts * passes)
    }
  })
}
