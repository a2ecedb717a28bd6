import { ClientError } from '@gongshi/sdk'
import { type BidStore, nameOfBid, offerFromJson, sealBid } from '@gongshi/sdk/bid'
import { workerCipher } from '@gongshi/sealed/browser'
import { sha256 } from '@noble/hashes/sha2.js'
import { element } from '../../verifier/dom.ts'
import { ownScript } from '../ownScript.ts'
import { type Bidding, say } from './bidding.ts'
import { writeFile } from './browserFiles.ts'
import type { Offer } from './offerForm.ts'
import { Progress } from './parts.ts'
import { piecesOf } from './unlock.ts'

/** Leaves one core for the page, and takes no more than a few: a cipher's worker is done long before the disk is. */
const workers = () => Math.min(4, Math.max(1, (navigator.hardwareConcurrency ?? 2) - 1))

/**
 * Seals offer and files, on this computer alone: secrets first, then the files as a stream. The same again is the same bid and goes
 * on where a closed page left it.
 */
export async function sealHere(bidding: Bidding, { json, certificate }: Offer, chosen: readonly File[]): Promise<void> {
  const { client, secrets, keep, keeping, speaker, worker } = bidding
  const files = certificate === null ? chosen : [...chosen.filter(({ name }) => name !== certificate.name), certificate]
  const all = files.reduce((sum, { size }) => sum + size, 0)
  const [hashing, sealing] = [
    new Progress(say(bidding, 'hashing'), 'work-hashing', bidding.lang),
    new Progress(say(bidding, 'sealing'), 'work-sealing', bidding.lang),
  ]
  speaker.tell(element('div', { class: 'stack' }, hashing.host, sealing.host))
  const { offer, encoded } = offerFromJson(json)
  const of = nameOfBid(encoded, await facesOf(files, (bytes) => hashing.show(bytes, all)))
  const documents = files.map((file) => ({ name: file.name.normalize('NFC'), size: file.size, bytes: piecesOf(file) }))
  const cipher = workerCipher(() => new Worker(ownScript(worker)), workers())
  const store: BidStore = {
    keep,
    write: (number, sealed) =>
      writeFile(keeping.sealedName(number), sealed, (bytes) => sealing.show(Math.min(bytes, all), all)),
  }
  try {
    await sealBid(client, secrets(), { of, offer, documents }, store, cipher)
  } catch (error) {
    // A file that was moved or changed since it was chosen.
    if (error instanceof DOMException && error.name === 'NotReadableError')
      return speaker.note('warning', say(bidding, 'fileGone'))
    throw error
  } finally {
    cipher.end()
  }
  await bidding.renew()
  speaker.note('success', say(bidding, 'sealed'))
}

async function facesOf(files: readonly File[], told: (bytes: number) => void) {
  const faces = []
  let read = 0
  for (const file of files) {
    const hash = sha256.create()
    for await (const piece of piecesOf(file)) {
      hash.update(piece)
      read += piece.length
      told(read)
    }
    faces.push({ name: file.name.normalize('NFC'), size: file.size, digest: hash.digest() })
  }
  return faces
}

/** The sealed documents that were made last. @throws {ClientError} client-nothing-sealed */
export function lastNumber({ secrets }: Pick<Bidding, 'secrets'>): number {
  const number = secrets().sealings.length - 1
  if (number < 0) throw new ClientError({ code: 'client-nothing-sealed' })
  return number
}
