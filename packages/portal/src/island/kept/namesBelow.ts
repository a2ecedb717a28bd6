/** Names in this browser's local storage that begin so; none where the browser refuses any look into it. */
export function namesBelow(start: string): readonly string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start))
  } catch {
    return []
  }
}
