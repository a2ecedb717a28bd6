/** Seals and opens in a process of its own, so that its memory is its own: `child.ts MEGABYTES WHAT`, one line of JSON. */
import { createCipheriv, randomBytes } from 'node:crypto'
import { openDocuments, sealDocuments } from '@gongshi/sealed'
import { nativeCipher } from '@gongshi/sealed/node'
import { Encrypter } from 'age-encryption'

const [megabytes, what] = [Number(process.argv[2]), process.argv[3]]
const chunk = randomBytes(64 * 1024)
const chunks = megabytes * 16
const key = { secret: new Uint8Array(32).fill(1), label: new Uint8Array(32) }
const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

async function* zeros(count: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at++) yield chunk
}

const documents = (count: number) => [{ name: 'a', size: count * chunk.length, bytes: zeros(count) }]
const sealed = (count: number) => sealDocuments(key, documents(count), random, { cipher: nativeCipher })

async function drain(source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of source);
}

/** The cipher itself over the same chunks, and nothing else. */
async function bare(count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const cipher = createCipheriv('chacha20-poly1305', key.secret, new Uint8Array(12), { authTagLength: 16 })
    cipher.update(chunk)
    cipher.final()
    cipher.getAuthTag()
  }
}

async function library(count: number): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter()
  encrypter.addRecipient('age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p')
  const source = zeros(count)
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = await source.next()
    if (done) controller.close()
    else controller.enqueue(value)
  }
  return encrypter.encrypt(new ReadableStream<Uint8Array>({ pull }))
}

/** Sealed beforehand, one megabyte after the other: what is opened shall not count what is sealed. */
async function sealedBefore(count: number): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of sealed(count)) pieces.push(piece)
  return pieces
}

async function* each(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}

async function open(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const { bytes } of openDocuments(key, pieces, { cipher: nativeCipher })) await drain(bytes)
}

async function workOf(count: number): Promise<() => Promise<unknown>> {
  if (what === 'open') {
    const pieces = await sealedBefore(count)
    return () => open(each(pieces))
  }
  if (what === 'both') return () => open(sealed(count))
  if (what === 'seal') return () => drain(sealed(count))
  if (what === 'library') return async () => drain(await library(count))
  return () => bare(count)
}

await (await workOf(64))()
const work = await workOf(chunks)
const cpu = process.cpuUsage()
await work()
const { user, system } = process.cpuUsage(cpu)
const peakMiB = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ perCpuSecond: megabytes / ((user + system) / 1e6), peakMiB }))
