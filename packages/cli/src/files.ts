import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GongshiError } from '@gongshi/protocol'
import type { Json } from '@gongshi/sdk'
import type { Context } from './context.ts'
import { CliError } from './errors.ts'

/** `-` is standard input. @throws {CliError} cli-file-unreadable */
export async function readBytes(context: Pick<Context, 'readInput'>, path: string): Promise<Uint8Array> {
  if (path === '-') return context.readInput()
  try {
    return await readFile(path)
  } catch (error) {
    throw new CliError({ code: 'cli-file-unreadable', path }, { cause: error })
  }
}

/** The bytes of a file as they come; `-` is standard input. @throws {CliError} cli-file-unreadable */
export async function bytesOf(
  context: Pick<Context, 'readInput'>,
  file: string,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  if (file === '-') return [await context.readInput()]
  const stream = createReadStream(file, { highWaterMark: 256 * 1024 })
  await new Promise((resolve, reject) => {
    stream.once('open', resolve)
    stream.once('error', (error) => reject(new CliError({ code: 'cli-file-unreadable', path: file }, { cause: error })))
  })
  return stream
}

/** @throws {CliError} cli-file-unreadable, cli-json-malformed */
export async function readJson(context: Pick<Context, 'readInput'>, path: string): Promise<Json> {
  const bytes = await readBytes(context, path)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json
  } catch (error) {
    throw new CliError({ code: 'cli-json-malformed', path }, { cause: error })
  }
}

/** Writes a file that must not exist yet, and has it on the disk before it returns. @throws {CliError} cli-file-… */
export async function writeNew(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  mode = 0o644,
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, ...(mode === 0o600 ? { mode: 0o700 } : {}) })
    const file = await open(path, 'wx', mode)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof GongshiError) throw error // by whoever gives the content
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new CliError({ code: exists ? 'cli-file-exists' : 'cli-file-unwritable', path }, { cause: error })
  }
}

/** Puts new content in the place of a file's: the old one stays until the new one is on the disk. @throws {CliError} cli-file-… */
export async function replaceFile(path: string, content: Parameters<typeof writeNew>[1], mode = 0o644): Promise<void> {
  const beside = `${path}.new`
  await rm(beside, { force: true })
  await writeNew(beside, content, mode)
  try {
    await rename(beside, path)
  } catch (error) {
    throw new CliError({ code: 'cli-file-unwritable', path }, { cause: error })
  }
}
