import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { fromBase64, type PublicKey, parseCoseKey } from '@gongshi/protocol'
import { readKeyFileFace } from '@gongshi/sdk/node'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { readBytes, writeNew } from '../files.ts'

type Surroundings = Pick<Context, 'env' | 'readInput'>

const nameForm = /^[A-Za-z0-9_\p{L}][\w.\-\p{L}]{0,63}$/u
const ending = '.key.json'

/** GONGSHI_KEYS, else a folder of the person's own. */
function keyFolder(context: Pick<Context, 'env'>): string {
  return context.env.GONGSHI_KEYS ?? join(context.env.HOME ?? homedir(), '.gongshi', 'keys')
}

export function keyPath(context: Pick<Context, 'env'>, name: string): string {
  if (!nameForm.test(name) || name.includes('..'))
    throw new CliError({ code: 'cli-value-invalid', flag: 'NAME', expected: 'a-z 0-9 _ - .' })
  return join(keyFolder(context), `${name}${ending}`)
}

/** Names of the keys in the folder; a folder that is not there holds none. */
export async function listKeys(context: Pick<Context, 'env'>): Promise<string[]> {
  const names = await readdir(keyFolder(context)).catch(() => [])
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort()
}

/** What a key's file is called without its ending. */
export function keyName(path: string): string {
  return basename(path).replace(/(\.key)?\.json$/, '')
}

/** A key by its name in the folder, else by the path of its file. @throws {CliError} cli-key-unknown */
export async function readKey(context: Surroundings, name: string): Promise<{ path: string; text: string }> {
  const inFolder = nameForm.test(name) && !name.includes('..') ? keyPath(context, name) : undefined
  if (inFolder !== undefined) {
    const text = await readFile(inFolder, 'utf8').catch(() => undefined)
    if (text !== undefined) return { path: inFolder, text }
  }
  try {
    return { path: name, text: new TextDecoder().decode(await readBytes(context, name)) }
  } catch (error) {
    throw new CliError({ code: 'cli-key-unknown', name }, { cause: error })
  }
}

/** Of a key file, or of what `keys export --public` gives. @throws {KeyFileError | KeyError} */
export function publicKeyIn(text: string): PublicKey {
  const only = /^\s*([A-Za-z0-9+/]+={0,2})\s*$/.exec(text)?.[1]
  return only === undefined ? readKeyFileFace(text).key : parseCoseKey(fromBase64(only))
}

/** Only its owner may read it; a key is never overwritten. @throws {CliError} cli-file-exists, cli-file-unwritable */
export async function writeKey(context: Pick<Context, 'env'>, name: string, text: string): Promise<string> {
  const path = keyPath(context, name)
  await writeNew(path, text, 0o600)
  return path
}
