import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { encodeKept, type Kept, openKept, readKeptFace } from '@gongshi/sdk/node'
import { CliError } from '../errors.ts'
import { replaceFile, writeNew } from '../files.ts'

/** A file in which somebody keeps what belongs to one matter, protected by a passphrase (null: not at all). */
export type KeptFile = {
  readonly path: string
  /** @throws {CliError} cli-file-unreadable; {KeyFileError} */
  read(): Promise<Kept>
  /** Null where there is none. */
  find(): Promise<Kept | null>
  /** The first time; what is there is never overwritten. @throws {CliError} cli-file-exists */
  create(kept: Kept): Promise<void>
  /** What is there stays until the new text is on the disk. */
  replace(kept: Kept): Promise<void>
}

/**
 * Beside `keyPath`: `NAME.0123456789abcdef.trustee.json`. `passphrase` is asked for when it is needed; what somebody has protected,
 * as a browser does, stays so.
 */
export function keptFile(
  { keyPath, name }: { readonly keyPath: string; readonly name: string },
  { kind, about }: Pick<Kept, 'kind' | 'about'>,
  passphrase: (isNeeded: boolean) => Promise<string | null>,
): KeptFile {
  const path = join(dirname(keyPath), `${name}.${about.slice(0, 16)}.${kind}.json`)
  const isProtected = async () => existsSync(path) && readKeptFace(await textOf(path)).isProtected
  const text = async (kept: Kept) => encodeKept(kept, await passphrase(await isProtected()))
  const read = async () => openKept(await textOf(path), (await isProtected()) ? await passphrase(true) : null)
  return {
    path,
    read,
    find: async () => (existsSync(path) ? read() : null),
    create: async (kept) => writeNew(path, await text(kept), 0o600),
    replace: async (kept) => replaceFile(path, await text(kept), 0o600),
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new CliError({ code: 'cli-file-unreadable', path }, { cause })
  }
}

/** Asks at most once. */
export function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asked: Promise<Result> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}
