/** Cuts a list into runs that a request can hold; an item that is too large for any has one of its own. */
export function cut<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  maxBytes: number,
  maxItems: number,
): Item[][] {
  const runs: Item[][] = []
  let bytes = 0
  for (const item of items) {
    const run = runs.at(-1)
    bytes += bytesOf(item)
    if (run !== undefined && run.length < maxItems && bytes <= maxBytes) run.push(item)
    else {
      runs.push([item])
      bytes = bytesOf(item)
    }
  }
  return runs
}
