import { readFile, writeFile } from 'node:fs/promises'

const path = new URL('../../docs/demo.md', import.meta.url)

/** What docs/demo.md shows of a real run, by the name of its place. */
export type Outputs = { readonly [place: string]: string }

const block = (place: string) => new RegExp(`(<!-- output: ${place} -->\n\`\`\`text\n)([\\s\\S]*?)(\`\`\`)`)

/** The output that the document shows at each place. */
export async function readOutputs(places: readonly string[]): Promise<Outputs> {
  const text = await readFile(path, 'utf8')
  return Object.fromEntries(places.map((place) => [place, block(place).exec(text)?.[2] ?? '']))
}

/** Writes a run's output into the document. */
export async function writeOutputs(outputs: Outputs): Promise<void> {
  let text = await readFile(path, 'utf8')
  for (const [place, output] of Object.entries(outputs))
    text = text.replace(block(place), (_all, head: string, _old, tail: string) => `${head}${output}${tail}`)
  await writeFile(path, text)
}

/** As on a machine where the usual port is free; the number of an entry depends on the day on which the city was founded. */
export function asDocumented(text: string): string {
  return text
    .replace(/ --url http:\/\/localhost:\d+/g, '')
    .replace(/(localhost|127\.0\.0\.1):\d+/g, '$1:7900')
    .replace(/evidence entry \d+/g, 'evidence entry 483')
}
