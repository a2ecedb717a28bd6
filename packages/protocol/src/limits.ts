/**
 * Every bound that protocol bytes are held to. They are part of the format: two nodes that disagree on one fork, so a
 * change is a new protocol version. Sizes in bytes unless the name says otherwise; texts in UTF-8 bytes.
 */
export const limits = {
  /** `[signed, salt, input]`, whole. */
  transactionBytes: 60 * 1024,
  /** A log entry: C2SP tlog-tiles writes its length in two bytes. */
  leafBytes: 65_535,
  /** What an engine orders: an array of transactions. One transaction of the largest size fits. */
  bundleBytes: 65_536,
  bundleTransactions: 256,
  /** Signatures on one transaction. */
  signers: 16,
  chainIdBytes: 40,
  /** Names of affairs and actions. */
  nameBytes: 64,
  /** Arrays inside arrays in an input, itself counted. */
  inputDepth: 16,
  /** Arrays inside arrays wherever no narrower limit is named. */
  cborDepth: 32,
  saltBytes: 32,
  hashBytes: 32,
  affairVersion: 2 ** 31 - 1,
  /** The last millisecond of the year 9999, as UnixMs. */
  timeMs: 253_402_300_799_999,
  /** A COSE_Key of the largest suite planned (ML-DSA-65: 1,952 bytes of key). */
  coseKeyBytes: 2048,
  receiptBytes: 4096,
  /** A draft of a joint act: a transaction's parts with a key beside each signature. */
  draftBytes: 160 * 1024,
  /** A signature of the largest suite planned (ML-DSA-65: 3,309 bytes), or a passkey's assertion. */
  draftSignatureBytes: 4096,
  /** Why somebody declined. */
  declineReasonBytes: 2000,
  /** Members of a validator set. */
  validators: 256,
  /** Cosigners in a policy, and in each of its groups. */
  cosigners: 256,
  /** A `.gse` file with everything that it discloses. */
  evidenceBytes: 24 * 1024 * 1024,
  /** Rows that come along with an act as what its authority rests on. */
  grounds: 256,
  /** Entries that one file proves under one header. */
  jointEntries: 1024,
  /** Values of the state that one file proves under one header. */
  stateRows: 1024,
  /** Headers on the way from a trust root to the header that proves an entry. */
  trustPathSteps: 1024,
  /** A member's path in a record. */
  memberPathBytes: 512,
  /** The bytes of a member that a file discloses. */
  disclosedBytes: 16 * 1024 * 1024,
  /** A signed note with all its cosignatures. */
  noteBytes: 65_536,
} as const
