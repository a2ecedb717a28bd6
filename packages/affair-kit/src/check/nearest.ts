/** The known name that was probably meant, if one is near enough: at most a third of its letters differ. */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const name of known) {
    const distance = editDistance(given.toLowerCase(), name.toLowerCase())
    if (distance < least) [best, least] = [name, distance]
  }
  return best !== undefined && least <= Math.max(1, Math.floor(Math.max(given.length, best.length) / 3))
    ? best
    : undefined
}

/** Optimal string alignment: insertion, deletion, substitution and exchange of neighbours cost one each. */
function editDistance(left: string, right: string): number {
  let [older, previous]: [number[], number[]] = [[], Array.from({ length: right.length + 1 }, (_, at) => at)]
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + change)
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        cost = Math.min(cost, older[column - 2]! + 1)
      current.push(cost)
    }
    ;[older, previous] = [previous, current]
  }
  return previous[right.length]!
}
