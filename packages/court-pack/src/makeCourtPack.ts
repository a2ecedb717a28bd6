import { formatTrust, sha256, type TrustRoot, toHex, utf8 } from '@gongshi/protocol'
import type { Language } from '@gongshi/sdk'
import { zipSync } from 'fflate'
import { describeCase } from './document/describeCase.ts'
import { documentTexts } from './document/texts.ts'
import { writePdf } from './document/writePdf.ts'
import { evidenceFiles } from './files.ts'
import type { CaseFiles } from './gatherCase.ts'
import { instructions } from './instructions.ts'
import { type VerifiedCase, verifyCase } from './verifyCase.ts'

export type CourtPack = {
  readonly zip: Uint8Array
  /** Of what is in it, in its order. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  readonly verified: VerifiedCase
}

/**
 * One archive for a court. The same files, trust root and verifier give the same bytes on every machine and at any time.
 * `verifier`: the bytes of gongshi-verify.html.
 * @throws {EvidenceError} {ClientError} for files that do not hold
 */
export async function makeCourtPack(files: CaseFiles, trust: TrustRoot, verifier: Uint8Array): Promise<CourtPack> {
  const verified = await verifyCase(files, trust)
  const documents = []
  for (const language of ['zh', 'en'] as const)
    documents.push([`court-pack.${language}.pdf`, await documentOf(verified, files, language)] as const)
  const content: (readonly [name: string, bytes: Uint8Array])[] = [
    ['README.zh.txt', utf8(instructions('zh', verified))],
    ['README.en.txt', utf8(instructions('en', verified))],
    ...documents,
    ...evidenceFiles(files),
    ['trust.json', utf8(formatTrust(trust))],
    ['gongshi-verify.html', verifier],
  ]
  const sums = content.map(([name, bytes]) => `${toHex(sha256(bytes))}  ${name}\n`).join('')
  const all = [...content, ['SHA256SUMS', utf8(sums)] as const]
  return { zip: zip(all), files: all.map(([name, bytes]) => ({ name, bytes })), verified }
}

/** The document of a pack alone. @throws as makeCourtPack */
export async function makeDocument(files: CaseFiles, trust: TrustRoot, language: Language): Promise<Uint8Array> {
  return documentOf(await verifyCase(files, trust), files, language)
}

function documentOf(verified: VerifiedCase, files: CaseFiles, language: Language): Promise<Uint8Array> {
  const title = `${documentTexts[language].title} · ${verified.trust.chainId}`
  return writePdf(describeCase(verified, files, language), { title, language, time: verified.asOf })
}

function zip(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const regularFile = 0o100644 * 2 ** 16
  const unix = 3
  // The first moment that the format knows, as this machine's clock reads it now: the format has no time zone.
  const mtime = new Date(1980, 0, 1)
  return zipSync(Object.fromEntries(files), { level: 9, mtime, os: unix, attrs: regularFile })
}
