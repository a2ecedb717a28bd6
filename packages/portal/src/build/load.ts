import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type PageAssets, parsePageAssets } from './pageAssets.ts'

export type { PageAssets } from './pageAssets.ts'

const fileName = 'pages.json'
/** Whose sources end up in a page, a script or the verifier; their package.json names the tools by exact versions. */
export const sourcePackages = ['portal', 'ui', 'protocol', 'affairs', 'affair-kit', 'sdk', 'ocds'] as const
const outputLimit = 64 * 2 ** 20

/**
 * The assets of all pages, from `cacheFolder` where it holds what these very sources give; built otherwise, and kept there
 * when it can be written. What builds is a process of its own: the bundler is as large as a node, and needed once.
 *
 * @param cacheFolder null keeps nothing
 */
export async function loadPageAssets(cacheFolder: string | null): Promise<PageAssets> {
  if (cacheFolder === null) return parsePageAssets(await build())
  const [path, key] = [join(cacheFolder, fileName), await hashSources()]
  const kept = await readFile(path, 'utf8').catch(() => '')
  const text = kept.slice(kept.indexOf('\n') + 1)
  if (kept === sealed(key, text)) return parsePageAssets(text)
  const built = await build()
  await write(path, sealed(key, built)).catch(() => undefined) // the next start builds again
  return parsePageAssets(built)
}

/** The first line holds what the text was made of, and the text itself: a damaged file is built again. */
function sealed(key: string, text: string): string {
  return `${createHash('sha256').update(key).update(text).digest('hex')}\n${text}`
}

async function build(): Promise<string> {
  const program = fileURLToPath(new URL('./program.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program], { maxBuffer: outputLimit })
  return stdout
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const fresh = `${path}.${randomUUID()}` // several nodes may start at once
  await writeFile(fresh, text)
  await rename(fresh, path)
}

/** SHA-256 over the paths and bytes of all that is bundled or renders, and over who bundles it. Hexadecimal. */
async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const name of sourcePackages) {
    const folder = sourceFolder(name)
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

/** Beside this package, or wherever its dependencies were installed. */
export function sourceFolder(name: (typeof sourcePackages)[number]): string {
  return dirname(fileURLToPath(import.meta.resolve(`@gongshi/${name}`)))
}
