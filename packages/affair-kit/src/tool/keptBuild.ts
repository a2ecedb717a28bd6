import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A text that is made from sources that stand in these packages: `{ name: folder of its sources }`. */
export type Build = {
  readonly make: () => Promise<string>
  readonly sources: { readonly [name: string]: string }
  /** Under which name it is kept, before that of the sources' place: two copies of them may share a folder for what they keep. */
  readonly name: string
}

const outputLimit = 64 * 2 ** 20

/**
 * The text, from `cacheFolder` where that holds what these very sources give; made otherwise, and kept there when it can be
 * written.
 * @param cacheFolder null keeps nothing
 */
export async function keptBuild(build: Build, cacheFolder: string | null): Promise<string> {
  if (cacheFolder === null) return build.make()
  const [path, key] = [join(cacheFolder, fileName(build)), hashSources(build)]
  const kept = await readFile(path, 'utf8').catch(() => '')
  const text = kept.slice(kept.indexOf('\n') + 1)
  if (kept === sealed(key, text)) return text
  const built = await build.make()
  await write(path, sealed(key, built)).catch(() => undefined) // the next start builds again
  return built
}

function fileName({ name, sources }: Build): string {
  return `${name}-${createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, 8)}.json`
}

/** The first line holds what the text was made of, and the text itself: a damaged file is built again. */
function sealed(key: string, text: string): string {
  return `${createHash('sha256').update(key).update(text).digest('hex')}\n${text}`
}

/** What a program prints that builds in a process of its own: a bundler is as large as a node, and needed once. */
export async function runBuilder(program: URL, args: readonly string[] = []): Promise<string> {
  const command = [fileURLToPath(program), ...args]
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: outputLimit })
  return stdout
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const fresh = `${path}.${randomUUID()}` // several nodes may start at once
  await writeFile(fresh, text)
  await rename(fresh, path)
}

/**
 * SHA-256 over the paths, sizes and times of all that goes in, and over who builds; package.json names the tools by exact
 * versions. Hexadecimal. PERF: reading a thousand files at each start to learn that nothing has changed took a tenth of it.
 */
function hashSources({ sources }: Build): string {
  const hash = createHash('sha256').update(process.version)
  for (const [name, folder] of Object.entries(sources)) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.\w+$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
    for (const file of [join(folder, '../package.json'), ...files]) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`\0${name}/${relative(folder, file)} ${size} ${mtimeMs}`)
    }
  }
  return hash.digest('hex')
}
