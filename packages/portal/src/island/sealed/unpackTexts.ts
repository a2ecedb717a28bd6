import type { Catalogue } from '@gongshi/ui/browser'

const zh = {
  fetching: '取回密文并与账本上的承诺值核对',
  opening: '解开文件',
  done: '{count} 个文件，均与账本上的承诺值相符。',
  site: '信任根由本站自己给出，所以这还不是独立的证明：可用命令行 gongshi bid unpack 和您自己的信任根再核对。',
  care: '文件由投标人提供，未经检查。请像对待陌生人寄来的文件一样打开。',
  none: '里面没有文件。',
} as const

const en: { readonly [Key in keyof typeof zh]: string } = {
  fetching: 'Fetching ciphertext, held against the ledger’s commitment',
  opening: 'Unpacking',
  done: '{count} files, as the ledger’s commitment says.',
  site: 'This site gave the trust root itself, so this is not independent proof: do it again with gongshi bid unpack and a trust root of your own.',
  care: 'The files come from the bidder and nobody has examined them. Open them with the care that strangers’ files need.',
  none: 'There is no file in it.',
}

/** What unpacking an opened bid says. */
export const unpackTexts: Catalogue<keyof typeof zh> = { zh, en }
