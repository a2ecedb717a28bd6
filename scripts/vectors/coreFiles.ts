import { cborVectors } from './cborVectors.ts'
import { draftVectors } from './draftVectors.ts'
import { ed25519Vectors } from './ed25519Vectors.ts'
import { es256Vectors } from './es256Vectors.ts'
import { fragmentVectors } from './fragmentVectors.ts'
import { hashVectors, uploadVectors } from './hashVectors.ts'
import { keyVectors } from './keyVectors.ts'
import { pairwiseVectors } from './pairwiseVectors.ts'
import { receiptVectors } from './receiptVectors.ts'
import { sealedRecordVectors } from './sealedRecordVectors.ts'
import { sealedVectors } from './sealedVectors.ts'
import { statementVectors } from './statementVectors.ts'
import { thresholdVectors } from './thresholdVectors.ts'
import { bundleVectors, transactionVectors } from './transactionVectors.ts'
import { trustVectors } from './trustVectors.ts'
import type { VectorFile } from './vectorFile.ts'
import { webauthnVectors } from './webauthnVectors.ts'

const own = 'scripts/vectors'

/** The files of docs/vectors about the protocol's core, by name: the same in every run. */
export async function coreVectorFiles(): Promise<Readonly<Record<string, VectorFile>>> {
  return {
    ...byteFiles(),
    keys: {
      about: 'Canonical COSE_Keys with their RFC 9679 thumbprints; and byte strings that are none.',
      sources: ['RFC 9679 §6', own],
      ...keyVectors(),
    },
    ed25519: {
      about:
        'Ed25519 as this protocol defines it. signing: the secret makes exactly this signature. checks: valid is the verdict; cofactored marks what the cofactored equation alone would accept.',
      sources: ['RFC 8032 §7.1', 'ed25519-speccheck (Taming the many EdDSAs, SSR 2020), Apache-2.0', own],
      ...ed25519Vectors(),
    },
    es256: {
      about: 'ECDSA on P-256 with SHA-256, low S required. publicKey is x ‖ y, signature r ‖ s.',
      sources: ['RFC 6979 §A.2.5', own],
      ...es256Vectors(),
    },
    webauthnEs256: {
      about:
        'Assertions of a passkey. publicKey is x ‖ y, signature authenticatorData (37) ‖ r ‖ s (64) ‖ clientDataJSON, as COSE spreads it over a signature and its unprotected header; the challenge is SHA-256 of the message. code says why one is refused.',
      sources: [own],
      ...(await webauthnVectors()),
    },
    transaction: {
      about:
        'Transactions [signed, salt, input]; good ones with what they say and with the bytes that each signer signed, bad ones with their code (those with keys are refused only when the signatures are checked).',
      sources: [own],
      ...(await transactionVectors()),
    },
    bundle: { about: 'Bundles: arrays of transactions.', sources: [own], ...(await bundleVectors()) },
    draft: {
      about: 'Drafts of joint acts: what their signers have said so far (marks), and drafts that are refused.',
      sources: [own],
      ...(await draftVectors()),
    },
    pairwise: {
      about:
        'Keys and pseudonyms that one person has from one seed, one for each organ or case (COSE_Keys); what a representative signs about one.',
      sources: ['RFC 5869', own],
      ...(await pairwiseVectors()),
    },
    threshold: { sources: ['RFC 9496', 'RFC 9380', own], ...thresholdVectors() },
    sealedRecord: { sources: ['RFC 5869', 'RFC 8439', own], ...sealedRecordVectors() },
    sealed: { sources: ['c2sp.org/age', 'RFC 5869', 'RFC 8439', own], ...(await sealedVectors()) },
    receipt: {
      about:
        'Admission receipts: COSE_Sign1 over [txId, received, includeBy]; the bad ones are judged under the key given.',
      sources: [own],
      ...(await receiptVectors()),
    },
    ...(await furtherFiles()),
  }
}

/** What travels beside transactions, and what is hashed whole. */
async function furtherFiles(): Promise<Readonly<Record<string, VectorFile>>> {
  return {
    statement: {
      about:
        'What one key says in a COSE_Sign1 of each kind. bad: judged under the key given; not-signed where that key has not signed it.',
      sources: [own],
      ...(await statementVectors()),
    },
    hash: { about: 'What is hashed whole, under its label.', sources: [own], ...hashVectors() },
    upload: {
      about:
        'A content on its way, with its record key and with salts; a batch; and what checks one member as it comes.',
      sources: [own],
      ...uploadVectors(),
    },
    trust: {
      about: 'Trust roots with their fingerprints, and texts that are none, with the code.',
      sources: [own],
      ...trustVectors(),
    },
  }
}

/** How values and files are written. */
function byteFiles(): Readonly<Record<string, VectorFile>> {
  return {
    cbor: {
      about:
        'Canonical CBOR: each good hex decodes to its value, which encodes to that hex and no other; each bad hex is refused with its code (limits: 65,536 bytes, 32 levels). Texts: what may and may not stand in a ledger structure.',
      sources: ['RFC 8949 appendix A', own],
      ...cborVectors(),
    },
    fragment: {
      about: 'Files as texts for QR codes, in any order and repeated; and texts that give no file.',
      sources: ['RFC 4648 §6', own],
      ...fragmentVectors(),
    },
  }
}
