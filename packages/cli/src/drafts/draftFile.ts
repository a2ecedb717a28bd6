import { minorUnitDigits } from '@gongshi/ocds/currency'
import { type Draft, fromHex, parseDraft, toHex } from '@gongshi/protocol'
import { type DraftWords, declaredActs, draftOfLink, draftWords, isDraftLink, type KnownActs } from '@gongshi/sdk'
import { readKeyFileFace } from '@gongshi/sdk/node'
import type { Context } from '../context.ts'
import { readBytes } from '../files.ts'
import { readKey } from '../keys/keyFolder.ts'
import { printFields } from '../output.ts'

/** From a file, a link or standard input (-). @throws {DraftError} draft-…; {ClientError} client-link-malformed */
export async function readDraft(context: Pick<Context, 'readInput'>, from: string): Promise<Draft> {
  return isDraftLink(from) ? draftOfLink(from) : parseDraft(await readBytes(context, from))
}

/** The declarations that ship with this program: what is signed is never explained by whoever asks for it. */
async function knownActs(): Promise<KnownActs> {
  const { affairTexts, installedAffairs } = await import('@gongshi/affairs')
  return declaredActs(installedAffairs, affairTexts)
}

/** Key ids of signers who are named by a key in the folder, a key file, or the id itself. */
export async function signerIds(context: Context, names: readonly string[]): Promise<Uint8Array[]> {
  const ids: Uint8Array[] = []
  for (const name of names)
    ids.push(/^[0-9a-f]{64}$/.test(name) ? fromHex(name) : readKeyFileFace((await readKey(context, name)).text).key.id)
  return ids
}

export async function draftSummary(context: Pick<Context, 'now'>, draft: Draft) {
  const known = await knownActs()
  const words = (language: 'zh' | 'en'): DraftWords => draftWords(draft, language, known, minorUnitDigits)
  const { txId, notAfter, marks } = draft
  return {
    txId: toHex(txId),
    notAfter: new Date(notAfter).toISOString(),
    expired: context.now() > notAfter,
    words: { zh: words('zh'), en: words('en') },
    signers: draft.signers.map((id, at) => {
      const mark = marks[at] ?? null
      const reason = mark?.kind === 'declined' ? { reason: mark.reason } : {}
      return { keyId: toHex(id), mark: mark?.kind ?? null, ...(mark && { suite: mark.key.suite }), ...reason }
    }),
  }
}

/** "You sign: …" with every part of the act, and who has said what. */
export async function showDraft(context: Context, draft: Draft): Promise<void> {
  const { say, language } = context
  const words = draftWords(draft, language, await knownActs(), minorUnitDigits)
  context.out(`${words.heading}\n\n`)
  const state = { signed: say({ zh: '已签', en: 'signed' }), declined: say({ zh: '拒签', en: 'declined' }) }
  printFields(context, [
    ...words.lines,
    [say({ zh: '依据', en: 'Basis' }), words.basis],
    [say({ zh: '编号', en: 'Id' }), words.id],
    ...draft.signers.map((id, at): [string, string] => {
      const mark = draft.marks[at]
      const said = mark ? state[mark.kind] : say({ zh: '未签', en: 'not yet' })
      const reason = mark?.kind === 'declined' ? `: ${mark.reason}` : ''
      return [`${say({ zh: '签名人', en: 'Signer' })} ${at + 1}`, `${toHex(id)}  ${said}${reason}`]
    }),
  ])
  if (context.now() > draft.notAfter)
    context.out(say({ zh: '已过有效期，不能再签。\n', en: 'Expired: it can no longer be signed.\n' }))
  context.out('\n')
}
