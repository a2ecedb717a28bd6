/**
 * What a row is, as words beside its own, so that a search narrows down by the same index. They begin with characters that no
 * word has (`wordsOf` keeps letters, marks and digits only): nobody finds a row by typing one.
 */
const [kindSign, organSign] = ['\uE000', '\uE001']

export function kindMark(affair: string, entity: string): string {
  return `${kindSign}${hex(`${affair}/${entity}`)}`
}

export function organMark(scheme: string, id: string): string {
  return `${organSign}${hex(`${scheme}/${id}`)}`
}

/** An index of words may fold letters and end a word at any sign. */
function hex(text: string): string {
  return Buffer.from(text).toString('hex')
}
