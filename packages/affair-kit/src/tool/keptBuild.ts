import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Something that a program of its own builds, from sources that stand in these packages: `{ name: folder of its sources }`. */
export type Build = {
  readonly program: URL
  readonly args?: readonly string[]
  readonly sources: { readonly [name: string]: string }
  /** Under which name it is kept. */
  readonly fileName: string
}

const outputLimit = 64 * 2 ** 20

/**
 * What the program prints: from `cacheFolder` where that holds what these very sources give; built otherwise, and kept there
 * when it can be written. What builds is a process of its own: a bundler is as large as a node, and needed once.
 *
 * @param cacheFolder null keeps nothing
 */
export async function keptBuild(build: Build, cacheFolder: string | null): Promise<string> {
  if (cacheFolder === null) return run(build)
  const [path, key] = [join(cacheFolder, build.fileName), await hashSources(build)]
  const kept = await readFile(path, 'utf8').catch(() => '')
  const text = kept.slice(kept.indexOf('\n') + 1)
  if (kept === sealed(key, text)) return text
  const built = await run(build)
  await write(path, sealed(key, built)).catch(() => undefined) // the next start builds again
  return built
}

/** The first line holds what the text was made of, and the text itself: a damaged file is built again. */
function sealed(key: string, text: string): string {
  return `${createHash('sha256').update(key).update(text).digest('hex')}\n${text}`
}

async function run({ program, args = [] }: Build): Promise<string> {
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

/** SHA-256 over the paths and bytes of all that goes in, and over who builds; package.json names the tools by exact versions. Hexadecimal. */
async function hashSources({ sources }: Build): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const [name, folder] of Object.entries(sources)) {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/\.test\.\w+$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
    const contents = await Promise.all([join(folder, '../package.json'), ...files].map((file) => readFile(file)))
    for (const [at, bytes] of contents.entries())
      hash.update(`\0${name}/${files[at - 1]?.slice(folder.length) ?? ''} ${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}
