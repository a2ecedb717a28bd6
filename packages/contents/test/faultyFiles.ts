import type { Files, OpenFile } from '../src/files.ts'

export type Fault = 'ENOSPC' | 'EIO'

/**
 * Real files of which the `failAt`-th call fails, once. A write that fails has written half, as a full disk does.
 * `calls` counts, so that a first run without a fault tells how many sites there are.
 */
export function faultyFiles(files: Files, failAt: number, fault: Fault): Files & { readonly calls: () => number } {
  let calls = 0
  const fails = () => ++calls === failAt
  const error = () => Object.assign(new Error(`${fault}: injected`), { code: fault })
  const guard =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (fails()) throw error()
      return call(...args)
    }
  const wrap = (file: OpenFile): OpenFile => ({
    read: guard(file.read),
    async write(bytes, at) {
      if (!fails()) return file.write(bytes, at)
      await file.write(bytes.subarray(0, bytes.length >> 1), at)
      throw error()
    },
    sync: guard(file.sync),
    truncate: guard(file.truncate),
    size: guard(file.size),
    async close() {
      await file.close()
      if (fails()) throw error()
    },
  })
  return {
    calls: () => calls,
    open: guard(async (path, mode) => wrap(await files.open(path, mode))),
    list: guard(files.list),
    makeFolder: guard(files.makeFolder),
    rename: guard(files.rename),
    remove: guard(files.remove),
    syncFolder: guard(files.syncFolder),
  }
}
