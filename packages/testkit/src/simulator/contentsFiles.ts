import type { ContentStoreOptions } from '@gongshi/contents'
import type { SimulatedFolder } from '../simulatedFolder.ts'

type Files = NonNullable<ContentStoreOptions['files']>

/**
 * The file system of a content store over one simulated folder, whose names are paths. A folder is there as soon as something
 * lies in it, and durable at once; what lies in it is durable when the folder was synced.
 */
export function contentsFiles(disk: SimulatedFolder): Files {
  return {
    async open(path, mode) {
      const isThere = (await disk.list()).includes(path)
      if (isThere === (mode === 'create')) throw systemError(isThere ? 'EEXIST' : 'ENOENT')
      const file = await disk.open(path)
      return {
        async read(into, at) {
          const bytes = await file.read(at, into.length)
          into.set(bytes)
          return bytes.length
        },
        write: (bytes, at) => file.write(at, bytes),
        sync: () => file.sync(),
        truncate: (size) => file.truncate(size),
        size: () => file.size(),
        close: () => file.close(),
      }
    },
    async list(folder) {
      const names = (await disk.list()).filter((name) => name.startsWith(`${folder}/`))
      return [...new Set(names.map((name) => name.slice(folder.length + 1).split('/')[0]!))]
    },
    makeFolder: async () => undefined,
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    syncFolder: (path) => disk.sync(path),
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code })
}
