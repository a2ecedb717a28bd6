import type { Files } from './files.ts'
import type { Fuse } from './fuse.ts'

const ending = '.temporary'

/** Whether a file is what a replacement that was cut short left. */
export function isUnfinished(name: string): boolean {
  return name.endsWith(ending)
}

/** Writes a small file in one step: afterwards it is there whole and durable, or not at all. */
export async function replaceFile(
  { files, fuse }: { readonly files: Files; readonly fuse: Fuse },
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = `${folder}/${name}${ending}`
  await fuse.writing(() => writeNew(files, temporary, bytes))
  await fuse.settling(async () => {
    await files.rename(temporary, `${folder}/${name}`)
    await files.syncFolder(folder)
  })
}

async function writeNew(files: Files, path: string, bytes: Uint8Array): Promise<void> {
  const file = await files.open(path, 'create')
  try {
    await file.write(bytes, 0)
    await file.sync()
  } catch (error) {
    await files.remove(path)
    throw error
  } finally {
    await file.close()
  }
}

/** A small file, or its first `limit` bytes. */
export async function readWhole(files: Files, path: string, limit: number): Promise<Uint8Array> {
  const file = await files.open(path, 'read')
  try {
    const bytes = new Uint8Array(Math.min(await file.size(), limit))
    await file.read(bytes, 0)
    return bytes
  } finally {
    await file.close()
  }
}
