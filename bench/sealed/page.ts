import { openDocuments, type RunCipher, scriptedCipher, sealDocuments } from '@gongshi/sealed'
import { workerCipher } from '@gongshi/sealed/browser'

declare global {
  var measureSealing: (megabytes: number, workers: number, work: 'seal' | 'both') => Promise<number>
}

const key = { secret: new Uint8Array(32).fill(1), label: new Uint8Array(32) }
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const chunk = crypto.getRandomValues(new Uint8Array(64 * 1024))

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at++) yield chunk
}

async function drain(source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of source);
}

/** Seconds for sealing, or for sealing and opening, in this page; without workers in its own thread. */
globalThis.measureSealing = async (megabytes, workers, work) => {
  const pool = workers === 0 ? null : workerCipher(() => new Worker('/worker.js'), workers)
  const cipher: RunCipher = pool ?? scriptedCipher
  const count = 16 * megabytes
  const started = performance.now()
  const sealed = sealDocuments(key, [{ name: 'a', size: count * chunk.length, bytes: pieces(count) }], random, {
    cipher,
  })
  if (work === 'seal') await drain(sealed)
  else for await (const { bytes } of openDocuments(key, sealed, { cipher })) await drain(bytes)
  const seconds = (performance.now() - started) / 1000
  pool?.end()
  return seconds
}
