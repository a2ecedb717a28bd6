import { ClientError } from '@gongshi/sdk'

/**
 * Files that the browser keeps for this site (the origin's private file system), each whole or not there: closing the page in the
 * middle of a write leaves what was there before.
 */
export async function findFile(name: string): Promise<File | null> {
  try {
    return await (await (await folder()).getFileHandle(name)).getFile()
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null
    throw error
  }
}

/** As it comes, in bounded memory. `told` hears how many bytes there are by now. */
export async function writeFile(
  name: string,
  pieces: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  told: (bytes: number) => void = () => undefined,
): Promise<File> {
  const handle = await (await folder()).getFileHandle(name, { create: true })
  const writing = await handle.createWritable()
  try {
    let bytes = 0
    for await (const piece of pieces) {
      await writing.write(piece as Uint8Array<ArrayBuffer>)
      bytes += piece.length
      told(bytes)
    }
    await writing.close()
  } catch (error) {
    await writing.abort().catch(() => undefined) // what failed is thrown on
    throw error
  }
  return handle.getFile()
}

/** All files whose names begin so. */
export async function removeFiles(prefix: string): Promise<void> {
  const within = await folder()
  const names: string[] = []
  for await (const name of within.keys()) if (name.startsWith(prefix)) names.push(name)
  for (const name of names) await within.removeEntry(name)
}

/** @throws {ClientError} client-keys-unavailable: this browser keeps nothing for this site */
async function folder(): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle('gongshi', { create: true })
  } catch (cause) {
    throw new ClientError({ code: 'client-keys-unavailable' }, { cause })
  }
}
