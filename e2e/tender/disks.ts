import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

const windowBytes = 8 << 20

/** The files under these folders that hold one of the words, each with the words; every byte is read, whatever the file is. */
export function findWords(folders: readonly string[], words: readonly (string | Uint8Array)[]): readonly string[] {
  const wanted = words.map((word) => {
    const bytes = Buffer.from(word as string)
    return { word: typeof word === 'string' ? word : bytes.toString('hex'), bytes }
  })
  const longest = Math.max(...wanted.map(({ bytes }) => bytes.length))
  return folders.flatMap(filesUnder).flatMap((path) => {
    const found = new Set<string>()
    for (const window of windowsOf(path, longest))
      for (const { word, bytes } of wanted) if (window.includes(bytes)) found.add(word)
    return [...found].map((word) => `${path}: ${word}`)
  })
}

/** Each overlaps the one before, so that no word falls between two. */
function* windowsOf(path: string, overlap: number): Generator<Buffer> {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(windowBytes + overlap)
    for (let at = 0; ; at += windowBytes) {
      const read = readSync(file, buffer, 0, buffer.length, at)
      if (read === 0) return
      yield buffer.subarray(0, read)
    }
  } finally {
    closeSync(file)
  }
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}
