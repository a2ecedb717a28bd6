import {
  createDraft,
  type Draft,
  declineDraft,
  encodeCbor,
  encodeDraft,
  secretSigner,
  signDraft,
  toHex,
} from '@gongshi/protocol'
import { vectorPasskey } from './passkeyTransactions.ts'
import { seedBytes } from './vectorFile.ts'

const notAfter = 1_790_000_000_000
const ed = secretSigner('ed25519', seedBytes('draft signer'))

export async function draftVectors(): Promise<{ good: object[]; bad: object[] }> {
  const passkey = vectorPasskey()
  const blank = createDraft({
    chainId: 'gongshi-vectors',
    notAfter,
    affair: 'disclosure',
    version: 1,
    action: 'publish',
    salt: seedBytes('salt'),
    input: encodeCbor(['notice', 12]),
    signers: [ed.key.id, passkey.key.id],
  })
  const half = await signDraft(blank, ed, notAfter)
  const whole = await signDraft(half, passkey, notAfter)
  const declined = await declineDraft(half, vectorPasskey(), '金额与预算不符。', notAfter)
  const good = (name: string, draft: Draft) => ({
    name,
    draft: toHex(encodeDraft(draft)),
    txId: toHex(draft.txId),
    marks: draft.marks.map((mark) => mark?.kind ?? null),
  })
  const bad = (name: string, hex: string, code: string) => ({ name, draft: hex, code })
  const hex = toHex(encodeDraft(whole))
  const mark = declined.marks[1]!
  const forged = mark.kind === 'declined' ? { ...mark, reason: 'agreed' } : mark
  return {
    good: [
      good('nobody has signed', blank),
      good('one of two has signed', half),
      good('both have signed, one by passkey', whole),
      good('one has declined', declined),
    ],
    bad: [
      bad('nothing', '', 'draft-malformed'),
      bad('cut short', hex.slice(0, -2), 'draft-malformed'),
      bad('a byte after it', `${hex}00`, 'draft-malformed'),
      bad(
        'a later version',
        hex.replace(toHex(Buffer.from('draft/1')), toHex(Buffer.from('draft/2'))),
        'draft-version-unknown',
      ),
      bad('another input', toHex(encodeDraft({ ...whole, input: encodeCbor(['notice', 13]) })), 'draft-malformed'),
      bad('one mark too few', toHex(encodeDraft({ ...whole, marks: whole.marks.slice(1) })), 'draft-malformed'),
      bad(
        'signatures at each other’s places',
        toHex(encodeDraft({ ...whole, marks: whole.marks.toReversed() })),
        'draft-key-mismatch',
      ),
      bad('a changed signature', `${hex.slice(0, -2)}${hex.endsWith('00') ? '01' : '00'}`, 'draft-signature-invalid'),
      bad(
        'another reason',
        toHex(encodeDraft({ ...declined, marks: declined.marks.with(1, forged) })),
        'draft-signature-invalid',
      ),
    ],
  }
}
