import { toHex, trustFingerprint } from '@gongshi/protocol'
import type { Language } from '@gongshi/sdk'
import { documentTexts, fill, momentText } from './document/texts.ts'
import type { VerifiedCase } from './verifyCase.ts'

const words = {
  zh: {
    what: '压缩包里有：',
    files: [
      'court-pack.zh.pdf、court-pack.en.pdf  用白话说明此事的文件',
      'evidence/  证据文件，可独立核验',
      'trust.json  制作时所用的信任根',
      'gongshi-verify.html  核验网页',
      'SHA256SUMS  以上各文件的 SHA-256；核对命令：sha256sum -c SHA256SUMS',
    ],
    again: '同样的证据、信任根和核验网页，用同一版本的程序在任何机器上再做一次，得到逐字节相同的压缩包。',
  },
  en: {
    what: 'In this archive:',
    files: [
      'court-pack.zh.pdf, court-pack.en.pdf  the matter in plain words',
      'evidence/  evidence files, each of which verifies alone',
      'trust.json  the trust root with which the pack was made',
      'gongshi-verify.html  the verifier',
      'SHA256SUMS  SHA-256 of each of these files; to compare: sha256sum -c SHA256SUMS',
    ],
    again:
      'Made again from the same evidence, trust root and verifier by the same version of the program, on any machine, this archive is the same byte for byte.',
  },
} as const

/** What somebody reads who opens the archive without knowing any of this. */
export function instructions(language: Language, { trust, asOf }: VerifiedCase): string {
  const [texts, own] = [documentTexts[language], words[language]]
  const fingerprint = toHex(trustFingerprint(trust)).replace(/.{4}(?=.)/g, '$& ')
  const lines = [
    texts.title,
    fill(texts.under, { chain: trust.chainId, time: momentText(asOf) }),
    '',
    own.what,
    ...own.files.map((file) => `  ${file}`),
    '',
    texts.checkHead,
    ...texts.checks.map((check, at) => `  ${at + 1}. ${check}`),
    '',
    `${texts.fingerprint}${texts.separator}${fingerprint}`,
    '',
    own.again,
  ]
  return `${lines.join('\n')}\n`
}
